// Numbers of reports in words.
import { formatMoney } from '$shared/format';
import { currentLocale, t } from '$shared/i18n/index.svelte';
import type { Effect, Unit } from './api';

const number = (value: number, digits: number) => new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: digits }).format(value);
const signed = (text: string, value: number) => (value > 0 ? `+${text}` : text);

/** A mean: "12.3 %", "€4.20", "3.1". */
export function meanText(value: number, unit: Unit, currency: string): string {
  if (unit === 'share') return `${number(value * 100, 2)} %`;
  if (unit === 'money') return formatMoney({ amount: Math.round(value), currency }, currentLocale());
  return number(value, value < 10 ? 2 : 1);
}

/** A difference of means with its sign; of shares in points. */
export function differenceText(value: number, unit: Unit, currency: string): string {
  if (unit === 'share') return signed(t('experiment.points', { count: number(value * 100, 2) }), value);
  return signed(meanText(value, unit, currency), value);
}

export const relativeText = (value: number): string => signed(`${number(value * 100, 1)} %`, value);

export const pText = (p: number): string => (p < 0.001 ? '< 0.001' : number(p, 3));

/** What an interval says, in a word: it is for certain more, less, or nobody knows yet. */
export function verdictOf(effect: Effect): 'more' | 'less' | 'open' | 'unknown' {
  if (!effect.known) return 'unknown';
  if (effect.low > 0) return 'more';
  return effect.high < 0 ? 'less' : 'open';
}
