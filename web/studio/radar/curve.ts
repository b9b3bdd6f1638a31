// The curve of viewers and the band of where it will end, in a box of 100 by 40.
import type { Spread } from './api';

export const box = { width: 100, height: 40 } as const;

export interface Curve {
  line: string;
  band: string;
  /** Where the middle of the forecast ends. */
  end: number;
}

/** The last quarter of the box is what is to come. */
export function curveOf(spread: Pick<Spread, 'curve' | 'low' | 'expected' | 'high'>): Curve {
  const top = Math.max(1, spread.high);
  const times = spread.curve.map((each) => Date.parse(each.at));
  const from = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 1) - from);
  const now = box.width * 0.75;
  const y = (reach: number) => Number((box.height - (Math.min(reach, top) / top) * (box.height - 2) - 1).toFixed(2));
  const points = spread.curve.map((each, index) => [Number((((times[index] ?? from) - from) / span) * now).toFixed(2), y(each.reach)] as const);
  const last = points.at(-1) ?? ['0', y(0)];
  return {
    line: points.map(([x, at], index) => `${index ? 'L' : 'M'}${x} ${at}`).join(''),
    band: `M${last[0]} ${last[1]}L${box.width} ${y(spread.high)}L${box.width} ${y(spread.low)}Z`,
    end: y(spread.expected),
  };
}
