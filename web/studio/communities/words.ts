// The words of this room, fetched with it.
import { currentLocale, fill, type Params } from '$shared/i18n/index.svelte';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export type Words = typeof en;
const all: Record<'en' | 'vi', Words> = { en, vi };

export const w = (key: keyof Words, params?: Params): string => fill(all[currentLocale()][key], params);
export const given = (key: string, otherwise: string): string => (all[currentLocale()] as Record<string, string>)[key] ?? otherwise;

/** 42 → "42 min", 190 → "3 h". */
export const lasting = (minutes: number): string => (minutes < 120 ? w('minutes', { count: Math.round(minutes) }) : w('hours', { count: Math.round(minutes / 60) }));
