// Moments as a datetime-local field writes them, in the reader's own time.

const two = (value: number): string => String(value).padStart(2, '0');

/** "2026-11-22T10:30" of an ISO moment; empty for none. */
export function localOf(at: string | null): string {
  if (!at) return '';
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** An ISO moment of what such a field holds; null when it is empty. */
export function momentOf(text: string): string | null {
  if (!text) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
