// Orders after the sale through a real process: sent in parts, changed, paid again, given back, and every refusal that changes nothing.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { address, cart, checkout, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const desk = (shop, order) => shop.must(200, 'GET', `/v1/admin/orders/${order}`, undefined, { token: shop.owner });
const act = (shop, order, what, body) => shop.post(`/v1/admin/orders/${order}/${what}`, body, { token: shop.owner });

async function bought(shop, vase, quantity, more = {}) {
  const bag = await cart(shop, [[vase.variant, quantity]]);
  const made = await checkout(shop, bag, more);
  assert.equal(made.status, 201, made.text);
  return { bag, id: made.body.order.id, access: made.body.order.access_token, line: made.body.order.lines[0].id, made: made.body };
}

const mails = (shop) => readdirSync(join(shop.data, 'outbox')).filter((each) => each.endsWith('.eml'))
  .map((name) => readFileSync(join(shop.data, 'outbox', name), 'utf8'));

for (const engine of engines) {
  test(`an order is sent in two parts, changed between them, and given back to the cent (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Bát gốm', { amount: 3_333, stock: 20 });
    const order = await bought(shop, vase, 3);
    const first = await act(shop, order.id, 'fulfilments', { lines: [{ line_id: order.line, quantity: 1 }], carrier: 'GHN', tracking: 'A-1' });
    assert.equal(first.status, 201, first.text);
    assert.equal(first.body.fulfilment_status, 'partial');
    assert.equal(first.body.status, 'paid');

    // One more: due, and nothing leaves before it is paid.
    const guess = await act(shop, order.id, 'edits?preview=true', { lines: [{ line_id: order.line, quantity: 4 }], reason: 'one more' });
    assert.equal(guess.status, 200, guess.text);
    assert.equal(guess.body.due.amount, 3_333);
    const edit = await act(shop, order.id, 'edits', { lines: [{ line_id: order.line, quantity: 4 }], reason: 'one more', version: first.body.version });
    assert.equal(edit.status, 201, edit.text);
    assert.equal((await act(shop, order.id, 'fulfilments', {})).body.code, 'orders.payment_due');
    const pay = (token) => shop.post(`/v1/orders/${order.id}/payment`, { provider: 'test', token }, { access: order.access });
    assert.equal((await pay('declined')).body.code, 'payment.declined');
    assert.equal((await pay('ok')).status, 200);
    assert.equal((await pay('ok')).body.code, 'orders.nothing_due');

    const second = await act(shop, order.id, 'fulfilments', { tracking: 'A-2' });
    assert.equal(second.body.status, 'fulfilled', second.text);
    const slip = await fetch(`${shop.url}/v1/admin/orders/${order.id}/packing_slip?fulfilment_id=${second.body.fulfilments[1].id}`,
      { headers: { authorization: `Bearer ${shop.owner}` } });
    assert.equal(slip.headers.get('content-type'), 'application/pdf');
    assert.equal(Buffer.from(await slip.arrayBuffer()).subarray(0, 5).toString(), '%PDF-');

    // Given back one by one, it comes to exactly what was paid.
    let back = 0;
    for (let unit = 0; unit < 4; ++unit) {
      const refund = await act(shop, order.id, 'refunds', { lines: [{ line_id: order.line, quantity: 1 }], reason: 'broken' });
      assert.equal(refund.status, 201, refund.text);
      back += refund.body.refund.amount.amount;
    }
    const view = await desk(shop, order.id);
    assert.equal(back, view.amounts.paid.amount);
    assert.equal(view.status, 'refunded');
    assert.deepEqual(view.audit.map((each) => each.action).filter((each) => each !== 'payment_started' && each !== 'payment_failed'),
      ['placed', 'paid', 'shipped', 'edited', 'charged', 'shipped', 'refunded', 'refunded', 'refunded', 'refunded']);
    assert.equal(view.audit.find((each) => each.action === 'edited').reason, 'one more');
    assert.ok(view.audit.find((each) => each.action === 'edited').actor.name.length > 0);
    await until('all money is back', async () => (await desk(shop, order.id)).payments.every((each) => each.status === 'refunded' || each.status === 'declined'));
    await until('the mails are there', () => mails(shop).length >= 7);
    const received = mails(shop).filter((each) => /^Subject: Your payment for order/m.test(each));
    assert.equal(received.length, 1);
    assert.match(received[0], /we received .{1,12}33[.,]33/u, 'the remainder, not the total');
    await shop.close();
  });

  test(`each refusal has its code and changes nothing (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const order = await bought(shop, vase, 2);
    const other = await bought(shop, vase, 1, { email: 'other@example.com', key: 'other' });
    const before = await desk(shop, order.id);
    const refusals = [
      ['refunds', { extra: 6_001 }, 409, 'orders.refund_above_paid'],
      ['refunds', { lines: [{ line_id: order.line, quantity: 3 }] }, 409, 'orders.too_many_units'],
      ['refunds', { lines: [{ line_id: order.line, quantity: -1 }] }, 400, 'request.invalid'],
      ['refunds', { lines: [{ line_id: order.line, quantity: 0.5 }] }, 400, 'request.invalid'],
      ['refunds', { lines: [{ line_id: other.line, quantity: 1 }] }, 404, 'orders.line_not_found'],
      ['refunds', { lines: [{ line_id: order.line, quantity: 1 }], to: 'store_credit' }, 409, 'orders.no_account'],
      ['refunds', {}, 400, 'request.invalid'],
      ['edits', { lines: [{ line_id: order.line, quantity: 99 }] }, 409, 'inventory.out_of_stock'],
      ['edits', { lines: [{ line_id: order.line, quantity: 0 }] }, 400, 'request.invalid'],
      ['edits', { lines: [{ line_id: order.line, quantity: 1 }], version: before.version - 1 }, 409, 'orders.stale'],
      ['edits', { shipping_address: { ...address, country: 'XX' } }, 400, 'request.invalid'],
      ['fulfilments', { lines: [{ line_id: order.line, quantity: 3 }] }, 409, 'orders.too_many_units'],
      ['cancel', { version: 1_000 }, 409, 'orders.stale'],
      ['deliver', {}, 409, 'orders.wrong_status'],
    ];
    for (const [what, body, status, code] of refusals) {
      const refused = await act(shop, order.id, what, body);
      assert.deepEqual([refused.status, refused.body.code], [status, code], `${what} ${JSON.stringify(body)}: ${refused.text}`);
    }
    const strangers = [
      ['GET', `/v1/orders/${order.id}`, undefined],
      ['POST', `/v1/orders/${order.id}/cancel`, {}],
      ['PATCH', `/v1/orders/${order.id}`, { shipping_address: address }],
      ['POST', `/v1/orders/${order.id}/payment`, { provider: 'test', token: 'ok' }],
      ['POST', `/v1/orders/${order.id}/payment/confirm`, {}],
    ];
    for (const [method, path, body] of strangers) {
      const refused = await shop.ask(method, path, body, { access: other.access });
      assert.deepEqual([refused.status, refused.body.code], [404, 'orders.not_found'], `${method} ${path}: ${refused.text}`);
    }
    assert.equal((await shop.post(`/v1/admin/orders/${order.id}/refunds`, { extra: 1 }, { access: order.access })).status, 401);
    assert.deepEqual(await desk(shop, order.id), before);
    await shop.close();
  });

  test(`a browser and a bank that come in any order make one paid order (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const order = await bought(shop, vase, 1, { payment: 'action' });
    assert.equal(order.made.order.status, 'placed');
    assert.equal(order.made.payment.status, 'action_required');
    const confirm = () => shop.post(`/v1/orders/${order.id}/payment/confirm`, {}, { access: order.access });
    assert.equal((await confirm()).body.order.status, 'placed');
    await shop.kill();
    await shop.start();
    await shop.must(204, 'POST', `/v1/dev/test_payments/${order.made.payment.id}`, { outcome: 'paid' });
    const answers = await Promise.all([confirm(), confirm(), confirm()]);
    assert.deepEqual(answers.map((each) => each.status), [200, 200, 200], answers.map((each) => each.text).join('\n'));
    const view = await desk(shop, order.id);
    assert.equal(view.status, 'paid');
    assert.deepEqual(view.payments.map((each) => each.status), ['captured']);
    assert.deepEqual(view.history.map((each) => each.status), ['placed', 'paid']);
    await shop.close();
  });
}
