// The feed's settings and rules as they are typed.
import { describe, expect, it } from 'vitest';
import type { FeedSettings } from '../feed/api';
import { blankRule, draftOf, inLikes, ruleDraftOf, ruleOf, targetOf, wishOf } from '../feed/draft';

const settings: FeedSettings = {
  version: 3,
  currency: 'EUR',
  worth: { watch: 1, like: 3, save: 6, share: 10, comment: 6, tag_tap: 5, add_to_cart: 60, purchase: 800, hide: -40, returned: -300 },
  exploration_percent: 10,
  first_audience: 30,
  first_audience_hours: 72,
  frequency_max: 4,
  creator_percent_max: 30,
  small_creator_percent: 10,
  scarce_below: 5,
  scarcity_percent: 100,
};

describe('what counts', () => {
  it('goes to text and back', () => {
    const draft = draftOf(settings);
    expect(draft.purchase).toBe('8.00');
    expect(draft.hide).toBe('0.40');
    const { version: _, currency: __, ...rest } = settings;
    expect(wishOf(draft, 'EUR')).toEqual({ wish: rest, wrong: {} });
  });
  it('names what cannot be', () => {
    const draft = { ...draftOf(settings), purchase: 'much', exploration_percent: '51', first_audience: '2.5' };
    expect(Object.keys(wishOf(draft, 'EUR').wrong).sort()).toEqual(['exploration_percent', 'first_audience', 'purchase']);
  });
  it('is said in likes', () => {
    expect(inLikes(settings.worth, 'purchase')).toBe(266.7);
    expect(inLikes(settings.worth, 'hide')).toBe(13.3);
    expect(inLikes(settings.worth, 'like')).toBeNull();
    expect(inLikes({ ...settings.worth, like: 0 }, 'save')).toBeNull();
  });
});

describe('a rule', () => {
  it('finds the id in an address, and a hashtag without its sign', () => {
    expect(targetOf({ ...blankRule(), target: 'post', target_id: 'https://shop.example/p/pst_0123456789abc?x=1' })).toBe('pst_0123456789abc');
    expect(targetOf({ ...blankRule(), target: 'hashtag', target_id: ' #slowliving ' })).toBe('slowliving');
    expect(targetOf({ ...blankRule(), product: ['prd_0123456789abc'] })).toBe('prd_0123456789abc');
  });
  it('says what is missing or out of range', () => {
    expect(Object.keys(ruleOf(blankRule()).wrong).sort()).toEqual(['target_id', 'title']);
    const named = { ...blankRule(), title: 'x', target: 'hashtag' as const, target_id: 'cups' };
    expect(ruleOf({ ...named, factor: '1' }).wrong).toHaveProperty('factor');
    expect(ruleOf({ ...named, kind: 'pin', place: '21' }).wrong).toHaveProperty('place');
    expect(ruleOf({ ...named, starts_at: '2026-03-02T10:00', ends_at: '2026-03-02T09:00' }).wrong).toHaveProperty('ends_at');
    expect(ruleOf({ ...named, factor: '2,5' })).toMatchObject({ wrong: {}, terms: { factor: 2.5, target_id: 'cups' } });
  });
  it('comes back as it was', () => {
    const rule = { ...ruleOf({ ...blankRule(), title: 'x', product: ['prd_0123456789abc'] }).terms, id: 'frl_1', version: 1, in_force: true, created_at: '', updated_at: '' };
    expect(ruleOf(ruleDraftOf(rule)).terms).toMatchObject({ target: 'product', target_id: 'prd_0123456789abc', enabled: true });
  });
});
