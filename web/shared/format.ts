// Money, counts and times as people read them, by locale. No floating point until the very last
// step, where Intl wants a number with decimals.
import type { MoneyValue } from './types';

/** The words' language with the reader's own region, for dates and numbers: "en" may be en-GB. */
export function regional(locale: string): string {
  const own = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return own.find((each) => each.startsWith(`${locale}-`)) ?? locale;
}

const digitsOf = new Map<string, number>();

export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

const formats = new Map<string, Intl.NumberFormat>();

function moneyFormat(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale}/${currency}/${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(regional(locale), {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}

/** `whole: 'short'` leaves out ",00" of a round price, for cards and chips. */
export function formatMoney(money: MoneyValue, locale: string, whole: 'full' | 'short' = 'full'): string {
  const digits = minorDigits(money.currency);
  const unit = 10 ** digits;
  const shown = whole === 'short' && money.amount % unit === 0 ? 0 : digits;
  return moneyFormat(locale, money.currency, shown).format(money.amount / unit);
}

export function addMoney(a: MoneyValue, b: MoneyValue): MoneyValue {
  return { amount: a.amount + b.amount, currency: a.currency };
}

export function timesMoney(money: MoneyValue, count: number): MoneyValue {
  return { amount: money.amount * count, currency: money.currency };
}

/** 0 → "0", 1,234 → "1.2K", in the locale's own way. */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(regional(locale), {
    notation: count >= 1000 ? 'compact' : 'standard',
    maximumFractionDigits: count >= 1000 && count < 100_000 ? 1 : 0,
  }).format(count);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Some locales begin single words of this list with a capital ("Hôm kia" beside "hôm qua"): here they stand among others. */
const inRow = (words: string, locale: string): string => words.charAt(0).toLocaleLowerCase(locale) + words.slice(1);

export function formatAgo(at: string | Date, now: Date, locale: string): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  if (seconds >= 7 * 86_400) return formatDate(date, locale, now);
  const relative = new Intl.RelativeTimeFormat(regional(locale), { numeric: 'auto', style: 'short' });
  for (const [unit, length] of steps) {
    if (seconds >= length) return inRow(relative.format(-Math.floor(seconds / length), unit), locale);
  }
  return relative.format(0, 'second');
}

export function formatDate(at: string | Date, locale: string, now: Date = new Date()): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  const sameYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(regional(locale), {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
  }).format(date);
}

export function formatDateTime(at: string, locale: string): string {
  return new Intl.DateTimeFormat(regional(locale), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** The days between which a parcel comes, counted from today, weekends skipped. */
export function deliveryDates(from: Date, daysMin: number, daysMax: number): [Date, Date] {
  const after = (days: number) => {
    const date = new Date(from);
    for (let left = days; left > 0; ) {
      date.setDate(date.getDate() + 1);
      if (date.getDay() !== 0 && date.getDay() !== 6) left -= 1;
    }
    return date;
  };
  return [after(daysMin), after(daysMax)];
}

export function formatDeliveryRange(from: Date, daysMin: number, daysMax: number, locale: string): string {
  const [first, last] = deliveryDates(from, daysMin, daysMax);
  const format = new Intl.DateTimeFormat(regional(locale), { weekday: 'short', day: 'numeric', month: 'short' });
  return first.getTime() === last.getTime() ? format.format(first) : format.formatRange(first, last);
}

/** Seconds to "9:05". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
