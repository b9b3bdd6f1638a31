import { describe, expect, it } from 'vitest';
import { allToSend, clamped, editDraftOf, editOf, emptyRefund, everything, fulfilmentOf, leftToSend, rebased, refundable, refundOf, sendable, shippingLeft, returnable, unitsOf, wrongAmounts } from '../orders/drafts';
import { movesOf } from '../orders/moves';
import { filtersOf, readViews, viewsMax, withoutView, withView } from '../parts/views';
import type { AdminLine, AdminOrder } from '../data/types';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const line = (id: string, quantity: number, more: Partial<AdminLine> = {}): AdminLine =>
  ({ id, variant_id: `var_${id}`, product: { id: 'p', handle: 'p', title: id, image: null }, variant_title: '', sku: '', quantity, unit_price: eur(1000), total: eur(1000 * quantity), fulfilled: 0, refunded: 0, to_fulfil: quantity, ...more }) as AdminLine;
const home = { name: 'Lan', line1: 'Street 1', line2: null, city: 'Utrecht', region: null, postal_code: '3512', country: 'NL', phone: null };
const order = (lines: AdminLine[], more: Partial<AdminOrder> = {}) =>
  ({ id: 'ord_1', status: 'paid', version: 3, lines, shipping_address: home, totals: { total: eur(5000), shipping: eur(990) }, refunds: [], ...more }) as unknown as AdminOrder;

describe('a parcel', () => {
  const some = order([line('a', 3, { fulfilled: 1, to_fulfil: 2 }), line('b', 1, { refunded: 1, to_fulfil: 0 }), line('c', 2)]);
  it('begins with all that is left to send', () => {
    expect(allToSend(some)).toEqual({ a: 2, b: 0, c: 2 });
    expect(leftToSend(some)).toBe(4);
  });
  it('asks for the chosen units alone, on the version that was seen', () => {
    expect(fulfilmentOf({ a: 1, b: 0, c: 2 }, ' DHL ', ' 42 ', 3)).toEqual({
      lines: [{ line_id: 'a', quantity: 1 }, { line_id: 'c', quantity: 2 }], carrier: 'DHL', tracking: '42', version: 3,
    });
  });
  it('can come back as far as it left and was not given back', () => {
    expect(some.lines.map(returnable)).toEqual([1, 0, 0]);
  });
  it('never holds more than the order has, whatever was chosen before', () => {
    expect(clamped({ a: 9, c: 1, gone: 4 }, some, sendable)).toEqual({ a: 2, b: 0, c: 1 });
    expect(unitsOf(clamped({ a: 9, b: 9, c: 9 }, some, refundable))).toBe(5);
  });
});

describe('a refund in parts', () => {
  const some = order([line('a', 2), line('b', 1, { fulfilled: 1, to_fulfil: 0 })]);
  it('begins with nothing and asks for nothing', () => {
    const draft = emptyRefund(some);
    expect(draft.restock).toEqual({ a: true, b: false });
    expect(refundOf(draft, 'EUR', 3)).toBeNull();
    expect(refundOf({ ...draft, fee: '2' }, 'EUR', 3)).toBeNull();
  });
  it('takes units, delivery, goodwill and a fee in minor units', () => {
    const draft = { ...emptyRefund(some), units: { a: 1, b: 1 }, shipping: '9,90', extra: '1', fee: '2.50', to: 'split' as const, credit: '5', reason: ' chipped ' };
    expect(refundOf(draft, 'EUR', 3)).toEqual({
      lines: [{ line_id: 'a', quantity: 1, restock: true }, { line_id: 'b', quantity: 1, restock: false }],
      shipping: 990, extra: 100, fee: 250, to: 'split', store_credit: 500, reason: 'chipped', version: 3,
    });
  });
  it('counts whole units of currencies without cents', () => {
    expect(refundOf({ ...emptyRefund(some), extra: '25.000' }, 'VND')?.extra).toBe(25000);
  });
  it('names amounts that are none and forgets the credit of another destination', () => {
    const draft = { ...emptyRefund(some), extra: 'a lot', credit: 'x' };
    expect(wrongAmounts(draft, 'EUR')).toEqual(['extra']);
    expect(refundOf(draft, 'EUR')).toBeNull();
    expect(refundOf({ ...draft, extra: '1' }, 'EUR')?.store_credit).toBe(0);
  });
  it('knows what is left of units and of the delivery', () => {
    expect(everything(order([line('a', 3, { refunded: 2 })]))).toEqual({ a: 1 });
    expect(shippingLeft(order([], { refunds: [{ shipping: eur(400) }, { shipping: eur(90) }] as never }))).toBe(500);
  });
});

describe('a change of an order', () => {
  const some = order([line('a', 2), line('b', 1)]);
  it('is nothing while nothing differs', () => {
    expect(editOf(editDraftOf(some), some)).toBeNull();
    expect(editOf({ ...editDraftOf(some), reason: 'because' }, some)).toBeNull();
    expect(editOf({ ...editDraftOf(some), address: { ...home, line2: ' ' } }, some)).toBeNull();
  });
  it('names the lines that differ, what is new and where it goes', () => {
    const draft = editDraftOf(some);
    draft.quantities.b = 0;
    draft.added.push({ variant_id: 'var_x', title: 'Bowl', quantity: 2 });
    draft.address = { ...home, city: 'Delft', line2: ' ' };
    expect(editOf(draft, some)).toEqual({
      lines: [{ line_id: 'b', quantity: 0 }, { variant_id: 'var_x', quantity: 2 }],
      shipping_address: { ...home, city: 'Delft' }, reason: '', notify: true, version: 3,
    });
  });
  it('keeps what was typed when the order was changed by somebody else', () => {
    const draft = editDraftOf(some);
    draft.quantities.a = 1;
    const now = order([line('a', 4, { fulfilled: 2, to_fulfil: 2 }), line('b', 3), line('c', 1)], { version: 4 });
    expect(rebased(draft, some, now).quantities).toEqual({ a: 2, b: 3, c: 1 });
  });
});

describe('what is next for an order', () => {
  it('follows its status', () => {
    expect(movesOf({ status: 'paid' })).toEqual(['fulfil', 'edit', 'refund', 'cancel']);
    expect(movesOf({ status: 'fulfilled' })).toEqual(['deliver', 'refund']);
    expect(movesOf(order([line('a', 2, { fulfilled: 2, refunded: 1, to_fulfil: 0 })], { status: 'delivered' }))).toEqual(['return', 'refund']);
    expect(movesOf({ status: 'cancelled' })).toEqual([]);
  });
  it('sends nothing that is not paid in full, and cancels nothing of which a part has left', () => {
    const amounts = { paid: eur(100), credit_used: eur(0), refunded: eur(0), due: eur(5) };
    expect(movesOf(order([line('a', 1)], { amounts }))).toEqual(['edit', 'refund', 'cancel']);
    const sent = order([line('a', 2, { fulfilled: 1, to_fulfil: 1 })], { fulfilments: [{ id: 'ful_1' }] as never });
    expect(movesOf(sent)).toEqual(['fulfil', 'edit', 'return', 'refund']);
  });
  it('gives nothing back when all of it went back', () => {
    const amounts = { paid: eur(100), credit_used: eur(0), refunded: eur(100), due: eur(0) };
    expect(movesOf(order([line('a', 1, { refunded: 1, to_fulfil: 0, fulfilled: 0 })], { status: 'delivered', amounts }))).toEqual([]);
  });
});

describe('saved views', () => {
  it('are the same whatever the order of the filters', () => {
    expect(filtersOf(new URLSearchParams('status=paid&q=lan&sent='))).toBe(filtersOf(new URLSearchParams('q=lan&status=paid')));
  });
  it('survive what is not theirs', () => {
    expect(readViews('not json')).toEqual([]);
    expect(readViews('{"name":1}')).toEqual([]);
    expect(readViews('[{"name":"To pack","filters":"status=paid"},{"name":""},5,null]')).toEqual([{ name: 'To pack', filters: 'status=paid' }]);
  });
  it('replace one of the same name, keep the newest, and go', () => {
    const two = withView(withView([], 'A', 'x=1'), 'B', 'x=2');
    expect(withView(two, ' A ', 'x=3')).toEqual([{ name: 'B', filters: 'x=2' }, { name: 'A', filters: 'x=3' }]);
    expect(withView(two, '  ', 'x=3')).toEqual(two);
    expect(withoutView(two, 'A')).toEqual([{ name: 'B', filters: 'x=2' }]);
    let many: ReturnType<typeof withView> = [];
    for (let at = 0; at < viewsMax + 5; at += 1) many = withView(many, `v${at}`, `x=${at}`);
    expect([many.length, many[0]?.name]).toEqual([viewsMax, 'v5']);
  });
});
