import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskedExperts, HelpOffer } from '../shared/api/answers';
import { setLocale } from '../shared/i18n/index.svelte';
import { askedWords, nextWords } from '../storefront/help/asked';
import { chosenFirst, draftOf } from '../studio/care/draft';

const offer = (id: string, more: Partial<HelpOffer> = {}): HelpOffer => ({
  id, kind: 'article', title: `Title ${id}`, passage: `Passage ${id}.`, link: `/help/${id}`, language: 'en', author: '', trusted: true, updated_at: '2026-01-01T00:00:00Z', ...more,
});
const asked = (more: Partial<AskedExperts> = {}): AskedExperts => ({
  state: 'waiting', asked_at: '2026-01-01T00:00:00Z', due_at: '2026-01-01T04:00:00Z', asked: 0, experts: [], mine: false, next: 'agents', ...more,
});
const kai = { id: 'acc_1', handle: 'kai', name: 'Kai' };

describe('a drafted reply', () => {
  it('says nothing but its passages, and names where each stands', () => {
    const text = draftOf([offer('a'), offer('b', { kind: 'community', author: 'Kai', link: '/groups/g/d/b' })], 'en', 'Hana', 'https://shop.example');
    expect(text).toBe('Hello Hana,\n\nPassage a. [1]\n\nPassage b. [2]\n\nWhere this comes from:\n[1] Title a: https://shop.example/help/a\n[2] Title b (Kai): https://shop.example/groups/g/d/b');
  });
  it('is in the customer\'s language, and needs no numbers for one source', () => {
    expect(draftOf([offer('a')], 'vi', '', 'https://s')).toBe('Chào,\n\nPassage a.\n\nNguồn:\nTitle a: https://s/help/a');
  });
  it('begins with articles and accepted answers, each page once, no review', () => {
    const all = [offer('r', { kind: 'review' }), offer('a'), offer('q', { kind: 'question', trusted: false }), offer('a2', { link: '/help/a' }), offer('c', { kind: 'community' }), offer('d'), offer('e')];
    expect(chosenFirst(all)).toEqual(['a', 'c', 'd']);
    expect(chosenFirst([])).toEqual([]);
  });
});

describe('a question on its way', () => {
  beforeEach(() => setLocale('en'));
  afterEach(() => setLocale('en'));
  it('names those whom the community trusts, and counts the others', () => {
    expect(askedWords(asked())).toBe('Nobody is known yet who could be asked.');
    expect(askedWords(asked({ asked: 2 }))).toBe('People who own it and were asked: 2');
    expect(askedWords(asked({ asked: 1, experts: [kai] }))).toBe('Asked: Kai');
    expect(askedWords(asked({ asked: 3, experts: [kai] }))).toBe('Asked: Kai and 2 more who own it');
  });
  it('says whose turn comes next', () => {
    expect(nextWords(asked(), 'noon', 'Plaza')).toBe('If no member answers by noon, Plaza does.');
    expect(nextWords(asked({ next: 'moderators' }), 'noon', 'Plaza')).toBe("If nobody answers by noon, the group's moderators are told.");
    expect(nextWords(asked({ next: 'nobody' }), 'noon', 'Plaza')).toBe('');
    expect(nextWords(asked({ state: 'with_agents' }), 'noon', 'Plaza')).toBe('No member knew it in time: Plaza is answering.');
    expect(nextWords(asked({ state: 'answered' }), 'noon', 'Plaza')).toBe('');
  });
});
