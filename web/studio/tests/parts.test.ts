import { describe, expect, it } from 'vitest';
import { matches } from '../app/match';
import { mayEnter, roomOf, rooms } from '../app/rooms';
import { moneyText, parseMoney } from '../parts/money';
import { changeOf, halves, pathOf, roundTop } from '../parts/scale';
import { movesOf } from '../orders/moves';
import { combinations } from '../products/variants';
import { partOf, running } from '../files/files';
import { deviceOf } from '../settings/device';
import { signed, storyOf } from '../stock/ledger';
import type { FileReport } from '../files/files';
import type { LedgerEntry } from '../data/types';

describe('a typed price', () => {
  it.each([
    ['12.5', 'EUR', 1250],
    ['12,50', 'EUR', 1250],
    ['€12', 'EUR', 1200],
    ['1.250,00', 'EUR', 125000],
    ['1,250.00 €', 'EUR', 125000],
    ['1 250', 'EUR', 125000],
    ['1.250', 'EUR', 125000],
    ['12.', 'EUR', 1200],
    ['0', 'EUR', 0],
    ['189.000 ₫', 'VND', 189000],
    ['1500', 'JPY', 1500],
  ])('understands %s %s', (text, currency, amount) => expect(parseMoney(text, currency)).toBe(amount));
  it.each([
    ['', 'EUR'],
    ['twelve', 'EUR'],
    ['-12', 'EUR'],
    ['12.345,6.7', 'EUR'],
    ['1.2345', 'EUR'],
    ['99999999999999999999', 'EUR'],
  ])('refuses %s %s', (text, currency) => expect(parseMoney(text, currency)).toBeNull());
  it('is written back as it was read', () => {
    expect(moneyText(1250, 'EUR')).toBe('12.50');
    expect(moneyText(189000, 'VND')).toBe('189000');
    for (const amount of [0, 1, 99, 100, 123456]) expect(parseMoney(moneyText(amount, 'EUR'), 'EUR')).toBe(amount);
  });
});

describe('plots', () => {
  it('end at a round number that is not below the largest value', () => {
    expect([0, 1, 7, 11, 130, 999, 1001].map(roundTop)).toEqual([1, 1, 8, 12, 150, 1000, 1200]);
  });
  it('compare with nothing honestly', () => {
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(150, 100)).toBe(50);
    expect(changeOf(50, 100)).toBe(-50);
  });
  it('split a series into now and before, also a short one', () => {
    expect(halves([1, 2, 3, 4, 5], 2)).toEqual({ now: [4, 5], before: [2, 3] });
    expect(halves([1, 2, 3], 2)).toEqual({ now: [2, 3], before: [1] });
    expect(halves([1], 2)).toEqual({ now: [1], before: [] });
  });
  it('draw a line through points', () => expect(pathOf([[0, 1], [2.25, 3]])).toBe('M0.0 1.0L2.3 3.0'));
});

describe('rooms', () => {
  it('are found by their address, with what is open', () => {
    expect(roomOf('/studio').room?.name).toBe('today');
    expect(roomOf('/studio/').room?.name).toBe('today');
    expect(roomOf('/studio/orders/ord_1')).toMatchObject({ room: { name: 'orders' }, id: 'ord_1' });
    expect(roomOf('/studio/people/a%2Fb').id).toBe('a/b');
    expect(roomOf('/studio/nowhere').room).toBeNull();
  });
  it('open by role', () => {
    const open = (roles: string[]) => rooms.filter((each) => mayEnter(each, roles)).map((each) => each.name);
    expect(open(['owner'])).toHaveLength(rooms.length);
    expect(open(['moderator'])).toEqual(['today', 'inbox', 'help', 'reviews', 'posts', 'moderation', 'communities', 'radar', 'people', 'settings']);
    expect(open(['agent'])).toEqual(['today', 'inbox', 'help', 'orders', 'returns', 'reviews', 'cards', 'posts', 'radar', 'people', 'segments', 'settings']);
    expect(open([])).toEqual([]);
  });
  it('have keys of their own', () => expect(new Set(rooms.map((each) => each.key)).size).toBe(rooms.length));
});

describe('the palette', () => {
  it('finds words by their beginnings, in any order, without marks', () => {
    expect(matches('Đơn hàng', 'don')).toBe(true);
    expect(matches('Orders to pack', 'pack ord')).toBe(true);
    expect(matches('Orders to pack', 'acked')).toBe(false);
  });
});

describe('orders', () => {
  it('allow only the moves of their status', () => {
    expect(movesOf({ status: 'paid' })).toEqual(['fulfil', 'edit', 'refund', 'cancel']);
    expect(movesOf({ status: 'fulfilled' })).toEqual(['deliver', 'refund']);
    expect(movesOf({ status: 'refunded' })).toEqual([]);
  });
});

describe('variants of a new product', () => {
  it('are every combination of the options', () => {
    expect(combinations([{ name: 'Glaze', values: 'Bone, Sage' }, { name: 'Size', values: 'S,L' }])).toEqual([
      { Glaze: 'Bone', Size: 'S' },
      { Glaze: 'Bone', Size: 'L' },
      { Glaze: 'Sage', Size: 'S' },
      { Glaze: 'Sage', Size: 'L' },
    ]);
  });
  it('are one without options', () => expect(combinations([{ name: '', values: '' }])).toEqual([{}]));
});

describe('an import', () => {
  const report = { status: 'running', total: 0, done: 0 } as FileReport;
  it('is not further than its rows', () => {
    expect(partOf(report)).toBe(0);
    expect(partOf({ ...report, total: 10, done: 4 })).toBe(0.4);
    expect(partOf({ ...report, total: 10, done: 40 })).toBe(1);
    expect([running(report), running({ ...report, status: 'finished' })]).toEqual([true, false]);
  });
});

describe('the ledger', () => {
  const entry = (reason: string, delta: number, balance: number): LedgerEntry => ({
    at: '2026-01-01T00:00:00Z',
    delta_on_hand: delta,
    delta_reserved: 0,
    reason,
    reference: '',
    balance_on_hand: balance,
    balance_reserved: 1,
    actor: '',
  });
  it('adds up to the number that stands now', () => {
    const story = storyOf([entry('sold', -2, 13), entry('sold', -1, 15), entry('counted', 12, 16)]);
    expect(story).toEqual({ before: 4, now: 13, reserved: 1, parts: [{ reason: 'counted', delta: 12, count: 1 }, { reason: 'sold', delta: -3, count: 2 }] });
    expect((story?.before ?? 0) + (story?.parts ?? []).reduce((all, each) => all + each.delta, 0)).toBe(13);
  });
  it('has no story without entries', () => expect(storyOf([])).toBeNull());
  it('signs its numbers', () => expect([3, -3, 0].map(signed)).toEqual(['+3', '−3', '0']));
});

describe('a device', () => {
  it('is said as a person would', () => {
    expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox, Linux');
    expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1')).toBe('Safari, iOS');
    expect(deviceOf('something odd')).toBe('something odd');
  });
});
