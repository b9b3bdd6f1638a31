// The words of the groups, fetched with them: the first page of the shop does not need them.
import { currentLocale, fill, hasWords, t, type Params } from '$shared/i18n/index.svelte';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export type Words = typeof en;
type Plural = Extract<keyof Words, `${string}.other`> extends `${infer Key}.other` ? Key : never;
const all: Record<'en' | 'vi', Words> = { en, vi };

export function g(key: keyof Words, params?: Params): string {
  return fill(all[currentLocale()][key], params);
}

/** Words whose key is put together from what the server says; its own word when there are none. */
export function given(key: string, otherwise: string): string {
  return (all[currentLocale()] as Record<string, string>)[key] ?? otherwise;
}

export function gn(key: Plural, count: number): string {
  const locale = currentLocale();
  const form = `${key}.${new Intl.PluralRules(locale).select(count)}` as keyof Words;
  const text = all[locale][form] ?? all[locale][`${key}.other`];
  return fill(text, { count: new Intl.NumberFormat(locale).format(count) });
}

export const whyWord = (reason: string): string => (hasWords(`why_reason.${reason}`) ? t(`why_reason.${reason}`) : reason);

/** Why a discussion stands where it does under "For you": "tag:glaze" and the like. */
export function reasonWords(reason: string | null): string {
  if (!reason) return '';
  const [kind = '', ...rest] = reason.split(':');
  const what = rest.join(':');
  if (kind === 'tag') return g('reason_tag', { what: `#${what}` });
  if (kind === 'author') return g('reason_author', { what: `@${what}` });
  if (kind === 'product') return g('reason_product', { what: what.replaceAll('-', ' ') });
  return kind === 'active' ? g('reason_active') : '';
}
