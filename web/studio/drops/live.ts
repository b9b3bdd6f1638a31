// The live numbers of a drop: units sold minute by minute, ready to draw.
import type { DropLive, DropMinute } from '../data/selling';

/** x in seconds; the number of people who had bought at the end of each minute, ending in what stands now. */
export function soldLine(live: Pick<DropLive, 'history' | 'bought'>): { x: number[]; bought: number[] } {
  const minutes = [...live.history].sort((a, b) => a.at.localeCompare(b.at));
  const known = minutes.reduce((sum, each) => sum + each.bought, 0);
  let total = Math.max(0, live.bought - known);
  const x: number[] = [];
  const bought: number[] = [];
  for (const each of minutes) {
    total += each.bought;
    x.push(new Date(each.at).getTime() / 1000);
    bought.push(total);
  }
  return { x, bought };
}

/** Columns for uplot of what happened in each minute. */
export function minuteLines(history: readonly DropMinute[]): { x: number[]; joined: number[]; admitted: number[]; bought: number[] } {
  const minutes = [...history].sort((a, b) => a.at.localeCompare(b.at));
  return {
    x: minutes.map((each) => new Date(each.at).getTime() / 1000),
    joined: minutes.map((each) => each.joined),
    admitted: minutes.map((each) => each.admitted),
    bought: minutes.map((each) => each.bought),
  };
}

/** "3:05" or "2:10:00" until a moment; null when it has passed. */
export function countdown(at: string, now: number): string | null {
  const left = Math.floor((new Date(at).getTime() - now) / 1000);
  if (left <= 0) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
