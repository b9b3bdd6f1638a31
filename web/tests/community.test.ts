import { describe, expect, it, vi } from 'vitest';
import type { ReplyView } from '../shared/api/community';
import { asking, fits, flat, pieces } from '../storefront/community/said';
import { threaded } from '../storefront/community/thread.svelte';
import { inOwnTime, localOf, momentOf, whenOf } from '../storefront/community/times';
import { reasonWords } from '../storefront/community/words';
import shopEn from '../storefront/community/i18n/en.json';
import shopVi from '../storefront/community/i18n/vi.json';
import studioEn from '../studio/communities/i18n/en.json';
import studioVi from '../studio/communities/i18n/vi.json';
import { changeOf, draftOf, wishOf } from '../studio/communities/draft';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
const reply = (number: number, parent: number | null) => ({ id: `rpl_${number}`, number, parent_id: parent === null ? null : `rpl_${parent}` }) as ReplyView;

describe('the words of groups', () => {
  for (const [name, en, vi] of [['the shop', shopEn, shopVi], ['the studio', studioEn, studioVi]] as [string, Record<string, string>, Record<string, string>][]) {
    it(`have the same keys and holes in both languages (${name})`, () => {
      expect(Object.keys(vi).sort()).toEqual(Object.keys(en).sort());
      for (const [key, text] of Object.entries(en)) expect([key, holes(vi[key] ?? '')]).toEqual([key, holes(text)]);
      for (const text of [...Object.values(en), ...Object.values(vi)]) expect(text).not.toMatch(/[!—]/);
    });
  }
  it('say why a discussion is shown, and nothing where nothing is known', () => {
    expect(reasonWords('tag:glaze')).toBe('Because you follow #glaze');
    expect(reasonWords('product:moon-jar')).toBe('Because of moon jar');
    expect(reasonWords('something:else')).toBe('');
    expect(reasonWords(null)).toBe('');
  });
});

describe('replies in threads', () => {
  const order = (replies: ReplyView[]) => threaded(replies).map((each) => each.number);
  it('stand below what they answer, in the order they came', () => {
    expect(order([reply(1, null), reply(2, null), reply(3, 1), reply(4, 3), reply(5, 1), reply(6, 2)])).toEqual([1, 3, 4, 5, 2, 6]);
  });
  it('stand at the top when what they answer is not loaded', () => {
    expect(order([reply(9, 4), reply(10, 9)])).toEqual([9, 10]);
  });
  it('end, though two should answer each other', () => {
    expect(order([reply(1, 2), reply(2, 1), reply(3, null)])).toEqual([3]);
  });
});

describe('what is written', () => {
  it('leads to members, pieces of the shop and links, and to nothing else', () => {
    expect(pieces('@mai look at /products/moon-jar, or https://clay.example/a?b=1.').filter((each) => each.href)).toEqual([
      { text: '@mai', href: '/@mai' },
      { text: '/products/moon-jar', href: '/products/moon-jar', product: 'moon-jar' },
      { text: 'clay.example/a?b=1', href: 'https://clay.example/a?b=1', outside: true },
    ]);
    expect(pieces('mail me at a@b.example or javascript:alert(1)').every((each) => each.href === null)).toBe(true);
  });
  it('names pieces of the shop where nothing leads anywhere', () => {
    expect(flat('I know myself. /products/ember-mug or /products/gone', [{ handle: 'ember-mug', title: 'Ember Mug' }])).toBe('I know myself. Ember Mug or /products/gone');
  });
  it('asks for a piece after a slash and for a member after @, only at the start of a word', () => {
    expect(asking('see /moo', 8)).toEqual({ mark: '/', typed: 'moo', from: 4 });
    expect(asking('@', 1)).toEqual({ mark: '@', typed: '', from: 0 });
    expect(asking('and/or', 6)).toBeNull();
    expect(asking('a@b', 3)).toBeNull();
  });
  it('finds members by their name without marks, or by their handle', () => {
    const person = { name: 'Đặng Thu Hà', handle: 'thuha.pots' };
    for (const typed of ['', 'dang', 'Thu', 'thu h', '@pots', 'hà']) expect([typed, fits(person, typed)]).toEqual([typed, true]);
    for (const typed of ['ang', 'minh']) expect([typed, fits(person, typed)]).toEqual([typed, false]);
  });
});

describe('times of events', () => {
  it('stand in a notification by the reader’s own clock, each as often as it is said', () => {
    const [was, is] = [{ starts_at: '2026-03-05T10:00:00Z', ends_at: '2026-03-05T12:00:00Z' }, { starts_at: '2026-03-06T10:00:00Z', ends_at: '2026-03-06T12:00:00Z' }];
    const times = [{ text: 'Fri (UTC)', ...is }, { text: 'Thu (UTC)', ...was }];
    expect(inOwnTime({ text: 'From Thu (UTC) to Fri (UTC).', times }, 'en')).toBe(`From ${whenOf(was, 'en')} to ${whenOf(is, 'en')}.`);
    expect(inOwnTime({ text: 'An likes $& of yours.', times: [] }, 'vi')).toBe('An likes $& of yours.');
  });
  it('come back as they were written', () => {
    const at = new Date(2026, 10, 28, 14, 30);
    expect(localOf(at)).toBe('2026-11-28T14:30');
    expect(momentOf('2026-11-28T14:30')).toBe(at.toISOString());
    expect(momentOf('soon')).toBeNull();
  });
  it("are said in the reader's own region", () => {
    const hours = { starts_at: '2026-11-29T17:00:00Z', ends_at: '2026-11-29T20:00:00Z' };
    vi.stubGlobal('navigator', { languages: ['en-GB', 'en'] });
    expect(whenOf(hours, 'en')).toMatch(/^Sun,? 29 Nov/);
    vi.stubGlobal('navigator', { languages: ['en-US', 'en'] });
    expect(whenOf(hours, 'en')).toMatch(/^Sun, Nov 29/);
    vi.unstubAllGlobals();
  });
});

describe("the studio's group", () => {
  const group = { name: 'Glaze lovers', about: '', rules: '', visibility: 'public', subject: { kind: 'product', ref: 'moon-jar' }, tags: ['glaze', 'care'], archived: false };
  it('is sent as what was changed alone', () => {
    const draft = { ...draftOf(group as never), tags: 'glaze, #firing,  ', archived: true };
    expect(changeOf(draft, ['tags', 'archived'])).toEqual({ tags: ['glaze', 'firing'], archived: true });
    expect(changeOf(draft, [])).toEqual({});
  });
  it('has a subject only where one was given', () => {
    expect(wishOf({ ...draftOf(group as never), ref: ' ', name: ' Tea ' })).not.toHaveProperty('subject');
    expect(wishOf({ ...draftOf(group as never), ref: '@mai', subject: 'creator' }).subject).toEqual({ kind: 'creator', ref: 'mai' });
  });
});
