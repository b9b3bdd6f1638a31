import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../shared/i18n/en.json';
import vi from '../shared/i18n/vi.json';
import { addMessages, asLocale, fill, setLocale, t, tn } from '../shared/i18n/index.svelte';

const english: Record<string, string> = en;
const vietnamese: Record<string, string> = vi;
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the words', () => {
  it('have the same keys in English and Vietnamese', () => {
    expect(Object.keys(vietnamese).sort()).toEqual(Object.keys(english).sort());
  });
  it('fill the same holes in both', () => {
    for (const [key, text] of Object.entries(english)) expect([key, holes(vietnamese[key] ?? '')]).toEqual([key, holes(text)]);
  });
  it('are there for every key the storefront asks for', () => {
    const root = resolve(import.meta.dirname, '..');
    const code = [...sources(join(root, 'storefront')), ...sources(join(root, 'shared'))].join('\n');
    const asked = [...code.matchAll(/\bt\('([^']+)'/g)].map((found) => found[1] as string);
    const counted = [...code.matchAll(/\btn\('([^']+)'/g)].map((found) => `${found[1]}.other`);
    expect([...asked, ...counted].filter((key) => !(key in english))).toEqual([]);
  });
  it('never shout', () => {
    for (const text of [...Object.values(english), ...Object.values(vietnamese)]) expect(text).not.toContain('!');
  });
  it('are chosen by locale and number', async () => {
    addMessages(async (locale) => (locale === 'vi' ? vietnamese : english));
    await setLocale('en');
    expect(tn('units_left', 1)).toBe('Only 1 left');
    expect(tn('units_left', 3)).toBe('3 left');
    expect(t('pay', { amount: '€42.00' })).toBe('Pay €42.00');
    await setLocale('vi');
    expect(tn('units_left', 3)).toBe('Còn 3');
    expect(t('no.such.key')).toBe('no.such.key');
  });
  it('know which language a browser means', () => {
    expect([asLocale('vi-VN'), asLocale('en'), asLocale('de-AT'), asLocale(null)]).toEqual(['vi', 'en', null, null]);
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });
});
