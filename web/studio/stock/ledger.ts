// A ledger told as a sum: the number that stands now, and what made it.
import type { LedgerEntry } from '../data/types';

export interface Story {
  /** What was there before the oldest entry that is known. */
  before: number;
  parts: { reason: string; delta: number; count: number }[];
  now: number;
  reserved: number;
}

/** `entries` newest first, as the server gives them. */
export function storyOf(entries: readonly LedgerEntry[]): Story | null {
  const [newest, oldest] = [entries[0], entries[entries.length - 1]];
  if (!newest || !oldest) return null;
  const sums = new Map<string, { delta: number; count: number }>();
  for (const each of entries) {
    if (each.delta_on_hand === 0) continue;
    const known = sums.get(each.reason) ?? { delta: 0, count: 0 };
    sums.set(each.reason, { delta: known.delta + each.delta_on_hand, count: known.count + 1 });
  }
  return {
    before: oldest.balance_on_hand - oldest.delta_on_hand,
    parts: [...sums].map(([reason, { delta, count }]) => ({ reason, delta, count })).sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta)),
    now: newest.balance_on_hand,
    reserved: newest.balance_reserved,
  };
}

export const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0');
