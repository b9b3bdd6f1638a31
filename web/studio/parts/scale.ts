// Small sums for plots: round ends of an axis, shares, changes against a former period.

/** The least of a few round steps × 10ⁿ that is not below the largest value: where an axis ends. */
export function roundTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

/** How much more or less than before, in whole percent; null when there was nothing to compare with. */
export function changeOf(now: number, before: number): number | null {
  return before > 0 ? Math.round(((now - before) / before) * 100) : null;
}

export const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

/** The last `length` values and as many before them, aligned from their ends. */
export function halves<T>(values: readonly T[], length: number): { now: T[]; before: T[] } {
  const now = values.slice(-length);
  return { now, before: values.slice(Math.max(0, values.length - 2 * length), values.length - now.length) };
}

/** An SVG path through points. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
