// Dates and clocks in the words' language and the reader's own region; 24 hours, for columns.
import { currentLocale } from '$shared/i18n/index.svelte';

export function regional(): string {
  const locale = currentLocale();
  const own = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return own.find((each) => each.startsWith(`${locale}-`)) ?? locale;
}

export const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(regional(), options);

export const clockTime = (at: string, seconds = false): string =>
  dateFormat({ hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined, hourCycle: 'h23' }).format(new Date(at));
