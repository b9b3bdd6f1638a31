// What happened to a card or to somebody's credit, in words.
import { hasWords, t } from '$shared/i18n/index.svelte';

export const reasonOf = (reason: string): string => (hasWords(`credit_reason.${reason}`) ? t(`credit_reason.${reason}`) : reason);

/** The last moment of a day that was chosen, as the server takes it; null for none. */
export function endOfDay(day: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const date = new Date(`${day}T23:59:59`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** "2026-11-22" of a moment, in the reader's own time. */
export function dayOf(at: string | null): string {
  if (!at) return '';
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}
