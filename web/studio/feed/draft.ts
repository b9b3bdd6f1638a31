// Settings and rules as they are typed.
import { t } from '$shared/i18n/index.svelte';
import { moneyText, parseMoney } from '../parts/money';
import { localOf, momentOf } from '../parts/moment';
import { against, heads, numbers, type FeedSettings, type Head, type NumberName, type Rule, type RuleKind, type RuleTarget, type RuleTerms } from './api';

export type SettingsDraft = Record<Head | NumberName, string>;

export const bounds: Record<NumberName, [number, number]> = {
  exploration_percent: [0, 50],
  first_audience: [1, 10_000],
  first_audience_hours: [1, 2160],
  frequency_max: [1, 100],
  creator_percent_max: [5, 100],
  small_creator_percent: [0, 50],
  scarce_below: [0, 10_000],
  scarcity_percent: [0, 300],
};

export function draftOf(settings: FeedSettings): SettingsDraft {
  const draft = {} as SettingsDraft;
  for (const head of heads) draft[head] = moneyText(Math.abs(settings.worth[head]), settings.currency);
  for (const name of numbers) draft[name] = String(settings[name]);
  return draft;
}

export function wishOf(draft: SettingsDraft, currency: string): { wish: { worth: Record<Head, number> } & Record<NumberName, number>; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const worth = {} as Record<Head, number>;
  for (const head of heads) {
    const amount = parseMoney(draft[head], currency);
    if (amount === null || amount > 1_000_000_000) wrong[head] = t('field.not_price');
    worth[head] = (against.includes(head) ? -1 : 1) * (amount ?? 0);
    if (worth[head] === 0) worth[head] = 0;
  }
  const counts = {} as Record<NumberName, number>;
  for (const name of numbers) {
    const [min, max] = bounds[name];
    const text = draft[name].trim();
    counts[name] = Number(text);
    if (!/^\d{1,6}$/.test(text) || counts[name] < min || counts[name] > max) wrong[name] = t('field.whole_between', { min, max });
  }
  return { wish: { worth, ...counts }, wrong };
}

/** How many likes one of it is worth; null when a like is worth nothing. */
export function inLikes(worth: Record<Head, number>, head: Head): number | null {
  return worth.like > 0 && head !== 'like' ? Math.round((10 * Math.abs(worth[head])) / worth.like) / 10 : null;
}

export interface RuleDraft {
  title: string;
  kind: RuleKind;
  target: RuleTarget;
  target_id: string;
  product: string[];
  place: string;
  factor: string;
  starts_at: string;
  ends_at: string;
  audience: string;
  enabled: boolean;
}

export const blankRule = (): RuleDraft => ({
  title: '',
  kind: 'boost',
  target: 'product',
  target_id: '',
  product: [],
  place: '1',
  factor: '2',
  starts_at: '',
  ends_at: '',
  audience: '',
  enabled: true,
});

export const ruleDraftOf = (rule: Rule): RuleDraft => ({
  title: rule.title,
  kind: rule.kind,
  target: rule.target,
  target_id: rule.target === 'product' ? '' : rule.target_id,
  product: rule.target === 'product' ? [rule.target_id] : [],
  place: String(rule.place),
  factor: String(rule.factor),
  starts_at: localOf(rule.starts_at),
  ends_at: localOf(rule.ends_at),
  audience: rule.audience,
  enabled: rule.enabled,
});

/** An id alone, or the address of a post's page; a hashtag with or without its sign. */
export function targetOf(draft: RuleDraft): string {
  if (draft.target === 'product') return draft.product[0] ?? '';
  const text = draft.target_id.trim();
  if (draft.target === 'hashtag') return text.replace(/^#/, '');
  return /(?:pst|acc)_[0-9a-z]{13}/.exec(text)?.[0] ?? text;
}

export function ruleOf(draft: RuleDraft): { terms: RuleTerms; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const place = Number(draft.place.trim());
  const factor = Number(draft.factor.trim().replace(',', '.'));
  const terms: RuleTerms = {
    title: draft.title.trim(),
    kind: draft.kind,
    target: draft.target,
    target_id: targetOf(draft),
    place: draft.kind === 'pin' ? place : 1,
    factor: draft.kind === 'boost' ? factor : 2,
    starts_at: momentOf(draft.starts_at),
    ends_at: momentOf(draft.ends_at),
    audience: draft.audience.trim(),
    enabled: draft.enabled,
  };
  if (!terms.title) wrong.title = t('field.required');
  if (!terms.target_id) wrong.target_id = t('field.required');
  if (draft.kind === 'pin' && !(Number.isInteger(place) && place >= 1 && place <= 20)) wrong.place = t('field.whole_between', { min: 1, max: 20 });
  if (draft.kind === 'boost' && !(factor >= 1.1 && factor <= 20)) wrong.factor = t('feed_factor_wrong');
  if (terms.starts_at && terms.ends_at && terms.ends_at <= terms.starts_at) wrong.ends_at = t('field.ends_first');
  return { terms, wrong };
}
