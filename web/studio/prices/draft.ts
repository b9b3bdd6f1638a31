// A price list as it is typed, and what is sent of it.
import { t } from '$shared/i18n/index.svelte';
import type { PriceList } from '../data/selling';
import { parsePercent, parseWhole, percentText } from '../parts/percent';

export interface ListDraft {
  name: string;
  currency: string;
  customer_group_id: string;
  starts_at: string | null;
  ends_at: string | null;
  off: string;
  rounding_step: string;
  rounding_ending: string;
  enabled: boolean;
}

export const blank = (): ListDraft => ({ name: '', currency: '', customer_group_id: '', starts_at: null, ends_at: null, off: '', rounding_step: '1', rounding_ending: '0', enabled: true });

export const draftOf = (list: PriceList): ListDraft => ({
  name: list.name,
  currency: list.currency ?? '',
  customer_group_id: list.customer_group_id ?? '',
  starts_at: list.starts_at,
  ends_at: list.ends_at,
  off: list.off_ppm ? percentText(list.off_ppm, 10_000) : '',
  rounding_step: String(list.rounding_step),
  rounding_ending: String(list.rounding_ending),
  enabled: list.enabled,
});

export function wishOf(draft: ListDraft): { wish: Record<string, unknown>; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const off = draft.off.trim() ? parsePercent(draft.off, 10_000) : 0;
  if (off === null) wrong.off = t('field.not_percent');
  const step = parseWhole(draft.rounding_step, 1, 1_000_000_000);
  if (!step) wrong.rounding_step = t('field.whole_between', { min: 1, max: 1_000_000_000 });
  const ending = parseWhole(draft.rounding_ending, 0, 1_000_000_000);
  if (ending === undefined || ending === null || ending >= (step || 1)) wrong.rounding_ending = t('field.ending_below_step');
  if (!draft.name.trim()) wrong.name = t('field.required');
  if (draft.starts_at && draft.ends_at && draft.ends_at <= draft.starts_at) wrong.ends_at = t('field.ends_first');
  return {
    wish: {
      name: draft.name.trim(),
      currency: draft.currency,
      customer_group_id: draft.customer_group_id,
      starts_at: draft.starts_at ?? '',
      ends_at: draft.ends_at ?? '',
      off_ppm: off ?? 0,
      rounding_step: step || 1,
      rounding_ending: ending ?? 0,
      enabled: draft.enabled,
    },
    wrong,
  };
}

/** A new list names only what it has; a change empties with "". */
export function newOf(draft: ListDraft): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wishOf(draft).wish).filter(([, value]) => value !== ''));
}

export const tones = { active: 'good', scheduled: 'busy', ended: 'plain', disabled: 'plain' } as const;
