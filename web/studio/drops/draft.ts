// A drop as it is typed, and what is sent of it.
import { t } from '$shared/i18n/index.svelte';
import type { Drop, DropStatus } from '../data/selling';
import { parseWhole } from '../parts/percent';

export interface DropDraft {
  product: string[];
  mode: Drop['mode'];
  title: string;
  joins_at: string | null;
  opens_at: string | null;
  closes_at: string | null;
  quantity: string;
  per_person: string;
  rate_per_minute: string;
  minutes: string;
  work_bits: string;
  sells_on: boolean;
}

export const blank = (): DropDraft => ({
  product: [],
  mode: 'waiting_room',
  title: '',
  joins_at: null,
  opens_at: null,
  closes_at: null,
  quantity: '',
  per_person: '1',
  rate_per_minute: '60',
  minutes: '5',
  work_bits: '16',
  sells_on: false,
});

/** Seconds as minutes, with halves where they are needed. */
export const minutesOf = (seconds: number): string => String(Math.round((seconds / 60) * 100) / 100);

export function draftOf(drop: Drop): DropDraft {
  return {
    product: [drop.product_id],
    mode: drop.mode,
    title: drop.title,
    joins_at: drop.joins_at,
    opens_at: drop.opens_at,
    closes_at: drop.closes_at,
    quantity: String(drop.quantity),
    per_person: String(drop.per_person),
    rate_per_minute: String(drop.rate_per_minute),
    minutes: minutesOf(drop.admission_seconds),
    work_bits: String(drop.work_bits),
    sells_on: drop.sells_on,
  };
}

function secondsOf(minutes: string): number | null {
  const value = Number(minutes.trim().replace(',', '.'));
  const seconds = Math.round(value * 60);
  return minutes.trim() && seconds >= 30 && seconds <= 7 * 86_400 ? seconds : null;
}

/** What the server takes, and the words for what it would not. */
export function wishOf(draft: DropDraft): { wish: Record<string, unknown>; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const number = (field: 'quantity' | 'per_person' | 'rate_per_minute' | 'work_bits', min: number, max: number) => {
    const value = parseWhole(draft[field], min, max);
    if (value === undefined || value === null) wrong[field] = t('field.whole_between', { min, max });
    return value;
  };
  const seconds = secondsOf(draft.minutes);
  if (seconds === null) wrong.minutes = t('field.minutes');
  if (!draft.product.length) wrong.product = t('field.required');
  if (!draft.opens_at) wrong.opens_at = t('field.required');
  if (draft.opens_at && draft.joins_at && draft.joins_at > draft.opens_at) wrong.joins_at = t('field.joins_late');
  if (draft.opens_at && draft.closes_at && draft.closes_at <= draft.opens_at) wrong.closes_at = t('field.ends_first');
  const wish = {
    title: draft.title.trim(),
    joins_at: draft.joins_at,
    opens_at: draft.opens_at,
    closes_at: draft.closes_at,
    quantity: number('quantity', 1, 1_000_000),
    per_person: number('per_person', 1, 1000),
    rate_per_minute: number('rate_per_minute', 1, 100_000),
    admission_seconds: seconds,
    work_bits: number('work_bits', 0, 28),
    sells_on: draft.sells_on,
  };
  return { wish, wrong };
}

const wireOf: Partial<Record<keyof DropDraft, string>> = { minutes: 'admission_seconds' };

/** Only what was changed: a running drop takes less than a draft does. */
export function changeOf(draft: DropDraft, changed: readonly (keyof DropDraft)[], version: number): Record<string, unknown> {
  const { wish } = wishOf(draft);
  const change: Record<string, unknown> = { version };
  for (const each of changed) {
    const name = wireOf[each] ?? each;
    if (name in wish) change[name] = wish[name];
  }
  return change;
}

/** The ways on from a status, the first one being the usual. */
export const nextOf: Record<DropStatus, DropStatus[]> = {
  draft: ['scheduled'],
  scheduled: ['open', 'closed'],
  open: ['paused', 'closed'],
  paused: ['open', 'closed'],
  closed: [],
};

export const tones = { draft: 'plain', scheduled: 'busy', open: 'good', paused: 'warn', closed: 'plain' } as const;

/** The ways on that are asked about first: they cannot be taken back. */
export const final = (to: DropStatus): boolean => to === 'closed' || to === 'open';
