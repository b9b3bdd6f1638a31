import { describe, expect, it } from 'vitest';
import { dayOf, endOfDay } from '../cards/entries';
import { changedKeys, mergeDrafts } from '../data/merge';
import type { Discount, Drop } from '../data/selling';
import { blank, draftOf, patchOf, stateOf, termsOf } from '../discounts/draft';
import { blank as blankDrop, changeOf, draftOf as dropDraft, wishOf } from '../drops/draft';
import { countdown, minuteLines, soldLine } from '../drops/live';
import { localOf, momentOf } from '../parts/moment';
import { parsePercent, parseWhole, percentSaid, percentText } from '../parts/percent';
import { chunksOf, entryFor, readPasted } from '../prices/entries';
import { blank as blankList, newOf, wishOf as listWish } from '../prices/draft';
import { priceBy, pricesOf, roundTo } from '../products/bulk';
import { cellOf, importAddress, problemsOf, reportCsv, reportOfCounts, takeOut } from '../files/files';
import { blankRate, codesOf, rateDraft, rateId, rateOf } from '../settings/zones';
import en from '../i18n/en.json';

const words: Record<string, string> = en;

describe('shares', () => {
  it('are read with a dot, a comma or a sign, as exactly as the server counts', () => {
    expect([parsePercent('12.5', 100), parsePercent('12,5 %', 100), parsePercent('100', 100), parsePercent('19', 10_000)]).toEqual([1250, 1250, 10_000, 190_000]);
    expect([parsePercent('12.345', 100), parsePercent('101', 100), parsePercent('-5', 100), parsePercent('', 100)]).toEqual([null, null, null, null]);
    expect([percentSaid(55_000, 10_000, 'vi'), percentSaid(1_250, 100, 'en')]).toEqual(['5,5', '12.5']);
    expect([percentText(1250, 100), percentText(190_000, 10_000), percentText(70_500, 10_000)]).toEqual(['12.5', '19', '7.05']);
  });
  it('whole numbers say when there is none and when it is out of range', () => {
    expect([parseWhole(' 7 ', 1, 10), parseWhole('', 1, 10), parseWhole('11', 1, 10), parseWhole('1.5', 1, 10)]).toEqual([7, null, undefined, undefined]);
  });
});

describe('moments', () => {
  it('come back as they were, and empty is none', () => {
    expect(momentOf(localOf('2026-11-22T10:30:00.000Z'))).toBe('2026-11-22T10:30:00.000Z');
    expect([localOf(null), momentOf(''), localOf('nonsense')]).toEqual(['', null, '']);
    expect(dayOf(endOfDay('2027-01-31'))).toBe('2027-01-31');
    expect(endOfDay('soon')).toBeNull();
  });
});

describe('two people at one form', () => {
  const was = { title: 'A', price: '1', tags: ['x'] };
  it('keep each what they changed', () => {
    expect(changedKeys(was, { ...was, tags: ['x', 'y'] })).toEqual(['tags']);
    expect(mergeDrafts(was, { ...was, title: 'B' }, { ...was, price: '2' })).toEqual({ merged: { title: 'B', price: '2', tags: ['x'] }, both: [] });
  });
  it('are asked where both changed the same differently', () => {
    expect(mergeDrafts(was, { ...was, title: 'B' }, { ...was, title: 'C' }).both).toEqual(['title']);
    expect(mergeDrafts(was, { ...was, title: 'B' }, { ...was, title: 'B' }).both).toEqual([]);
  });
});

const discount: Discount = {
  id: 'dsc_1', status: 'active', class: 'order', uses: 3, version: 4, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
  code: 'TEN', title: 'Ten', kind: 'percent', percent_bp: 1000, amount: null, buy_get: null, shipping_price_max: null, target: { products: [], collections: [] },
  excludes_sale: false, subtotal_min: { amount: 5000, currency: 'EUR' }, quantity_min: 0, audience: '', first_order: false, starts_at: null, ends_at: null,
  uses_max: 3, uses_per_person_max: null, priority: 0, combines_with: ['shipping'],
};

describe('a discount', () => {
  it('goes there and back without a change', () => {
    const { terms, wrong } = termsOf(draftOf(discount), 'EUR');
    expect(wrong).toEqual({});
    expect(terms).toMatchObject({ code: 'TEN', percent_bp: 1000, subtotal_min: { amount: 5000, currency: 'EUR' }, uses_max: 3, combines_with: ['shipping'] });
  });
  it('empties by name what it no longer has', () => {
    const patch = patchOf(termsOf({ ...draftOf(discount), code: '', uses_max: '' }, 'EUR').terms, 4);
    expect(patch.clear).toEqual(['code', 'amount', 'buy_get', 'shipping_price_max', 'starts_at', 'ends_at', 'uses_max', 'uses_per_person_max']);
    expect('code' in patch || 'uses_max' in patch).toBe(false);
    expect(patch.version).toBe(4);
  });
  it('names every field that is wrong at once', () => {
    const draft = { ...blank(), percent: '0', subtotal_min: 'ten', uses_max: '0', starts_at: '2026-02-01T00:00:00Z', ends_at: '2026-01-01T00:00:00Z', priority: 'x' };
    expect(Object.keys(termsOf(draft, 'EUR').wrong).sort()).toEqual(['ends_at', 'percent', 'priority', 'subtotal_min', 'title', 'uses_max']);
  });
  it('knows whether it runs', () => {
    const now = new Date('2026-06-01T00:00:00Z');
    expect(stateOf(discount, now)).toBe('used_up');
    expect(stateOf({ ...discount, uses: 0 }, now)).toBe('running');
    expect(stateOf({ ...discount, uses: 0, starts_at: '2026-07-01T00:00:00Z' }, now)).toBe('scheduled');
    expect(stateOf({ ...discount, ends_at: '2026-06-01T00:00:00Z' }, now)).toBe('ended');
    expect(stateOf({ ...discount, status: 'disabled' }, now)).toBe('disabled');
  });
  it('has words for each of its fields', () => expect(Object.keys(blank()).filter((each) => !(`discount_field.${each}` in words))).toEqual([]));
});

describe('a drop', () => {
  const filled = { ...blankDrop(), product: ['prd_1'], opens_at: '2026-12-24T10:00:00.000Z', quantity: '40', minutes: '2,5' };
  it('is told in seconds', () => expect(wishOf(filled)).toMatchObject({ wrong: {}, wish: { quantity: 40, admission_seconds: 150, rate_per_minute: 60 } }));
  it('cannot be joined after it opened, nor close before', () => {
    expect(Object.keys(wishOf({ ...filled, joins_at: '2026-12-25T00:00:00.000Z', closes_at: '2026-12-24T09:00:00.000Z' }).wrong).sort()).toEqual(['closes_at', 'joins_at']);
  });
  it('sends only what was changed', () => expect(changeOf({ ...filled, minutes: '10' }, ['minutes', 'product'], 7)).toEqual({ version: 7, admission_seconds: 600 }));
  it('has words for each of its fields', () => expect(Object.keys(blankDrop()).filter((each) => !(`drop_field.${each}` in words))).toEqual([]));
  it('goes there and back', () => {
    const drop = { product_id: 'prd_1', mode: 'raffle', title: 'T', joins_at: null, opens_at: 'o', closes_at: null, quantity: 2, per_person: 1, rate_per_minute: 5, admission_seconds: 90, work_bits: 0, sells_on: true } as unknown as Drop;
    expect(dropDraft(drop)).toMatchObject({ minutes: '1.5', quantity: '2', sells_on: true });
  });
  it('draws what was bought as a line that ends in the number of now', () => {
    const history = [
      { at: '2026-01-01T00:01:00Z', joined: 1, admitted: 2, bought: 3 },
      { at: '2026-01-01T00:00:00Z', joined: 9, admitted: 8, bought: 2 },
    ];
    expect(soldLine({ history, bought: 10 }).bought).toEqual([7, 10]);
    expect(minuteLines(history).joined).toEqual([9, 1]);
  });
  it('counts down', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(['2026-01-01T00:03:05Z', '2026-01-01T02:10:00Z', '2025-01-01T00:00:00Z'].map((at) => countdown(at, now))).toEqual(['3:05', '2:10:00', null]);
  });
});

describe('pasted prices', () => {
  it('are prices, shares, and empty to take out', () => {
    expect(readPasted('A\t12.50\t20\r\nB;15 %\n\nC;', 'EUR').map((each) => [each.line, each.who, each.value])).toEqual([
      [1, 'A', { amount: 1250, compare_at: 2000 }],
      [2, 'B', { off_ppm: 150_000 }],
      [4, 'C', { remove: true }],
    ]);
  });
  it('name what cannot be read', () => {
    expect(readPasted('A;twelve\n;5\nB;12;11\nC;120 %', 'EUR').map((each) => each.wrong)).toEqual(['paste.not_price', 'paste.no_sku', 'paste.before_below', 'paste.not_percent']);
    expect(readPasted('A;12', null)[0]?.wrong).toBe('paste.percent_only');
  });
  it('go to a product or a variant, in chunks', () => {
    expect([entryFor('prd_1', { off_ppm: 1 }), entryFor('var_1', { remove: true })]).toEqual([{ product_id: 'prd_1', off_ppm: 1 }, { variant_id: 'var_1', remove: true }]);
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});

describe('a price list', () => {
  it('leaves out of a new one what it has not, and keeps an ending below its step', () => {
    expect(newOf({ ...blankList(), name: 'Sale', off: '10' })).toEqual({ name: 'Sale', off_ppm: 100_000, rounding_step: 1, rounding_ending: 0, enabled: true });
    expect(Object.keys(listWish({ ...blankList(), name: 'x', rounding_step: '100', rounding_ending: '100' }).wrong)).toEqual(['rounding_ending']);
  });
  it('has words for each of its fields', () => expect(Object.keys(blankList()).filter((each) => !(`list_field.${each}` in words))).toEqual([]));
});

describe('many prices', () => {
  it('round to the nearest that ends as wished, never to nothing', () => {
    expect([roundTo(1234, 100, 99), roundTo(1250, 100, 0), roundTo(10, 100, 0), roundTo(777, 1, 0)]).toEqual([1199, 1300, 100, 777]);
  });
  it('are raised, lowered and set', () => {
    expect(priceBy({ kind: 'raise', amount: 0, ppm: 100_000, step: 1, ending: 0 }, 1000)).toBe(1100);
    expect(priceBy({ kind: 'lower', amount: 0, ppm: 1_000_000, step: 1, ending: 0 }, 1000)).toBe(0);
    expect(priceBy({ kind: 'set', amount: 500, ppm: 0, step: 100, ending: 99 }, 1000)).toBe(500);
  });
  it('leave out what stays as it is', () => {
    const product = { title: 'Bowl', variants: [{ id: 'var_1', title: 'S', price: { amount: 500, currency: 'EUR' } }, { id: 'var_2', title: 'L', price: { amount: 900, currency: 'EUR' } }] };
    const rows = pricesOf([product as never], { kind: 'set', amount: 500, ppm: 0, step: 1, ending: 0 });
    expect(rows.map((each) => [each.id, each.before, each.after])).toEqual([['var_2', 900, 500]]);
  });
});

describe('zones', () => {
  it('take codes in any writing, each once', () => expect(codesOf('de, AT; us-ca  de')).toEqual(['DE', 'AT', 'US-CA']));
  it('name new ways after their words', () => expect([rateId('Giao nhanh Đà Nẵng', []), rateId('Post', ['post']), rateId('…', [])]).toEqual(['giao-nhanh-da-nang', 'post-2', 'rate']));
  it('take a way there and back', () => {
    const draft = { ...blankRate(''), name: 'Parcel', kind: 'weight' as const, steps: '2000: 7.90\n0: 4.90', free_from: '100' };
    const { rate, wrong } = rateOf(draft, 'EUR', []);
    expect(wrong).toEqual({});
    expect(rate).toMatchObject({ id: 'parcel', steps: [{ from: 0, price: 490 }, { from: 2000, price: 790 }], free_from: 10_000 });
    expect(rateDraft(rate, 'EUR').steps).toBe('0: 4.90\n2000: 7.90');
  });
  it('name what is wrong with a way', () => {
    expect(Object.keys(rateOf({ ...blankRate(''), kind: 'price', steps: 'free', days_min: '5', days_max: '2' }, 'EUR', []).wrong).sort()).toEqual(['days_max', 'name', 'steps']);
  });
});

describe('files', () => {
  it('put the parts together under one line of names', async () => {
    const asked: string[] = [];
    const blob = await takeOut('orders', { status: 'paid', q: '' }, undefined, async (address) => {
      asked.push(address);
      return asked.length === 1 ? new Response('a,b\r\n1,2\r\n', { headers: { 'plaza-next-cursor': 'ord_1' } }) : new Response('a,b\r\n3,4\r\n');
    });
    expect([await blob.text(), asked]).toEqual(['a,b\r\n1,2\r\n3,4\r\n', ['/v1/admin/orders.csv?status=paid', '/v1/admin/orders.csv?status=paid&cursor=ord_1']]);
  });
  it('stop with what the server says when a part fails', async () => {
    const refused = async () => new Response('{"title":"No","code":"auth.forbidden"}', { status: 403 });
    await expect(takeOut('customers', {}, undefined, refused)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
  it('are sent to where their kind is taken', () => {
    expect(importAddress('products', { dry: true })).toBe('/v1/admin/imports?kind=products&dry_run=true');
    expect(importAddress('stock', { dry: false })).toBe('/v1/admin/stock.csv');
    expect(importAddress('orders', { dry: false, shop: ' old.example ' })).toBe('/v1/admin/orders.csv?shop=old.example');
    expect(importAddress('customers', { dry: true, shop: 'x' })).toBe('/v1/admin/customers.csv?dry_run=true');
  });
  it('tell counts and wrong lines as runs do', () => {
    const report = reportOfCounts({ lines: 5, changed: 2, dry_run: false, refused: [{ line: 4, code: 'inventory.held', detail: '3 are held.' }] });
    expect(report).toMatchObject({ status: 'finished', updated: 2, unchanged: 2, failed: 1, problems: [{ line: 4, field: '', message: '3 are held.' }] });
    expect(problemsOf({ errors: [{ field: 'lines[7].on_hand', code: 'out_of_range', message: 'must be whole' }, { field: 'file', code: 'x', message: 'y' }] })).toEqual([{ line: 7, field: 'on_hand', message: 'must be whole' }]);
  });
  it('keep spreadsheets from running what a report quotes', () => {
    expect([cellOf('=1+2'), cellOf("'=x"), cellOf('-1.50'), cellOf('a,"b"'), cellOf('plain')]).toEqual([`"'=1+2"`, `"''=x"`, '-1.50', '"a,""b"""', 'plain']);
    expect(reportCsv([{ line: 3, field: '@Price', message: 'Is no price.' }])).toBe(`line,column,problem\r\n3,"'@Price",Is no price.\r\n`);
  });
});
