// When an event is, as people say it.
import type { EventView } from '$shared/api/community';
import { regional } from '$shared/format';
import type { NotificationView } from '$shared/types';

export const dayOf = (at: string, locale: string): string => new Intl.DateTimeFormat(regional(locale), { day: 'numeric' }).format(new Date(at));
export const monthOf = (at: string, locale: string): string => new Intl.DateTimeFormat(regional(locale), { month: 'short' }).format(new Date(at));

/** "Sat, 28 Nov, 14:00 – 16:00": the second day is told only where it is another one. */
export function whenOf(event: Pick<EventView, 'starts_at' | 'ends_at'>, locale: string): string {
  const format = new Intl.DateTimeFormat(regional(locale), { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  return format.formatRange(new Date(event.starts_at), new Date(event.ends_at));
}

/** What a notification says, with its times by the reader's own clock. */
export const inOwnTime = (told: Pick<NotificationView, 'text' | 'times'>, locale: string): string =>
  told.times.reduce((text, each) => text.replaceAll(each.text, () => whenOf(each, locale)), told.text);

/** What a field of type datetime-local holds, in the reader's own time. */
export function localOf(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

export const momentOf = (local: string): string | null => {
  const date = new Date(local);
  return local && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
};
