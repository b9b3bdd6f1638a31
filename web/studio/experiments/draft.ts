// An experiment as it is typed, and what is sent of it.
import { t } from '$shared/i18n/index.svelte';
import { parseWhole } from '../parts/percent';
import type { Experiment, Metric, Stage } from './api';

export interface ExperimentDraft {
  key: string;
  name: string;
  hypothesis: string;
  audience: string;
  primary: Metric;
  people_planned: string;
  variants: { key: string; name: string; share: string }[];
}

export const blank = (): ExperimentDraft => ({
  key: '',
  name: '',
  hypothesis: '',
  audience: '',
  primary: 'conversion',
  people_planned: '1000',
  variants: [
    { key: 'control', name: '', share: '50' },
    { key: 'variant', name: '', share: '50' },
  ],
});

export const draftOf = (it: Experiment): ExperimentDraft => ({
  key: it.key,
  name: it.name,
  hypothesis: it.hypothesis,
  audience: it.audience,
  primary: it.primary,
  people_planned: String(it.people_planned),
  variants: it.variants.map((each) => ({ key: each.key, name: each.name, share: String(each.share) })),
});

/** "Big button!" → "big-button". */
export const keyOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

const isKey = (text: string) => /^[a-z0-9_-]{1,60}$/.test(text);

export function wishOf(draft: ExperimentDraft): { wish: Record<string, unknown>; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  if (!draft.name.trim()) wrong.name = t('field.required');
  if (!isKey(draft.key.trim())) wrong.key = t('experiment.key_wrong');
  const planned = parseWhole(draft.people_planned, 50, 10_000_000);
  if (planned === undefined || planned === null) wrong.people_planned = t('field.whole_between', { min: 50, max: 10_000_000 });
  const variants = draft.variants.map((each, at) => {
    const share = parseWhole(each.share, 1, 10_000);
    if (!isKey(each.key.trim())) wrong[`variants[${at}].key`] = t('experiment.key_wrong');
    if (draft.variants.some((other, index) => index < at && other.key.trim() === each.key.trim())) wrong[`variants[${at}].key`] = t('experiment.key_twice');
    if (share === undefined || share === null) wrong[`variants[${at}].share`] = t('field.whole_between', { min: 1, max: 10_000 });
    return { key: each.key.trim(), name: each.name.trim(), share };
  });
  const wish = {
    key: draft.key.trim(),
    name: draft.name.trim(),
    hypothesis: draft.hypothesis.trim(),
    audience: draft.audience.trim(),
    primary: draft.primary,
    people_planned: planned,
    variants,
  };
  return { wish, wrong };
}

export function changeOf(draft: ExperimentDraft, changed: readonly (keyof ExperimentDraft)[], version: number): Record<string, unknown> {
  const { wish } = wishOf(draft);
  return { version, ...Object.fromEntries(changed.map((each) => [each, wish[each]])) };
}

/** What share of people a variant gets, in whole percent. */
export function percentOf(variants: readonly { share: string | number }[], at: number): number {
  const all = variants.reduce((sum, each) => sum + (Number(each.share) || 0), 0);
  return all > 0 ? Math.round(((Number(variants[at]?.share) || 0) / all) * 100) : 0;
}

export const tones = { draft: 'plain', running: 'good', stopped: 'warn', decided: 'busy' } as const satisfies Record<Stage, string>;
