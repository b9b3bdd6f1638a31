// What to tell a person when a request failed: our words for the codes we know, the server's
// sentence otherwise.
import { ApiError } from './api/client';
import { hasWords, t } from './i18n/index.svelte';

export function wordsFor(error: unknown): string {
  if (error instanceof ApiError) {
    const key = `error.${error.code}`;
    if (hasWords(key)) return t(key);
    if (error.status >= 500) return t('error.server');
    return error.detail || error.message;
  }
  return t('error.unknown');
}

export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unknown';
}

export function fieldsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const words: Record<string, string> = {};
  for (const [field, message] of Object.entries(error.fields)) {
    const key = `field.${error.fieldCodes[field] ?? ''}`;
    words[field] = hasWords(key) ? t(key) : message;
  }
  return words;
}
