// Each refusal has its status, its stable code and the field that is wrong, and nothing has changed: orders, stock, ledgers, cards,
// credit, carts and settings are read before and after each of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { combinations } from '../kit/rotation.mjs';
import { address, checkout, checkoutBody, picture } from '../kit/seed.mjs';
import { body as stripeBody, openShop } from '../payments/stripe_shop.mjs';
import { balances, snapshot } from './snapshot.mjs';
import { furnish } from './scene.mjs';

// What is wrong with an answer that should be a refusal [status, code] or [status, code, field]; '' when nothing is.
function problem({ status, headers, body, text }, [wanted, code, field]) {
  const shaped = /^application\/problem\+json/.test(headers['content-type']) && body.status === status && body.title && body.detail && /^\w+$/.test(body.instance);
  if (status !== wanted || body.code !== code || !shaped) return `not ${wanted} ${code}, but ${text.slice(0, 400)}`;
  if (field && !body.errors?.some((each) => each.field === field && each.message)) return `does not name ${field}: ${text.slice(0, 400)}`;
  return '';
}

for (const engine of new Set(combinations(1).map((each) => each.engine))) {
  test(`refusals change nothing (${engine})`, { timeout: 180_000 }, async (t) => {
    const { shop, bank } = await openShop({ engine });
    t.after(() => { shop.abandon(); bank.close(); });
    const scene = await furnish(shop);
    const { staff, vase, lan, olga, bag, mine, guest, other, old } = scene;
    const look = () => snapshot(shop, { variants: [vase.variant], members: [lan.id, olga.id], bags: [bag, scene.yen] });
    let before = await look();
    let told = 0;
    // All that is wrong with all cases is told at once.
    const refuses = async (cases, view = (each) => each) => {
      const problems = [];
      for (const [method, path, body, options, ...expected] of cases) {
        const what = `${method} ${path} ${Buffer.isBuffer(body) ? 'bytes' : JSON.stringify(body)?.slice(0, 200)}`;
        const found = problem(await shop.ask(method, path, body, options), expected);
        if (found) problems.push(`${what}: ${found}`);
        const now = await look();
        if (!isDeepStrictEqual(view(now), view(before))) {
          problems.push(`${what} changed ${Object.keys(now).filter((each) => !isDeepStrictEqual(view(now)[each], view(before)[each]))}`);
          before = now;
        }
        told += 1;
      }
      assert.deepEqual(problems, []);
    };
    const inBag = { access: bag.access };
    const code = (text, ...expected) => ['POST', `/v1/carts/${bag.id}/codes`, { code: text }, inBag, ...expected];
    const bought = (path = '') => `/v1/admin/orders/${mine.id}${path}`;

    await t.test('codes: expired, not begun, used up, unknown', () => refuses([
      code('OVER', 409, 'promotions.expired'),
      code('SOON', 409, 'promotions.not_started'),
      code('GONE', 409, 'promotions.used_up'),
      code('NEVER-MADE', 404, 'promotions.unknown_code'),
      code('', 400, 'request.invalid', 'code'),
      // Kept in a cart while they held; at the checkout they do not any more.
      ['POST', `/v1/carts/${scene.late.id}/checkout`, checkoutBody(), { access: scene.late.access, key: 'late' }, 409, 'promotions.expired'],
      ['POST', `/v1/carts/${scene.last.id}/checkout`, checkoutBody(), { access: scene.last.access, key: 'last' }, 409, 'promotions.used_up'],
    ]));

    await t.test('money of the wrong currency', () => refuses([
      code('YEN', 409, 'promotions.wrong_currency'),
      ['POST', `/v1/carts/${bag.id}/gift_cards`, { code: scene.yenCard.code }, inBag, 409, 'credit.wrong_currency'],
      ['POST', '/v1/carts', { currency: 'USD' }, {}, 400, 'pricing.currency_not_sold', 'currency'],
      ['POST', '/v1/carts', { currency: 'euro' }, {}, 400, 'request.invalid', 'currency'],
      ['GET', '/v1/products?currency=USD', undefined, {}, 400, 'pricing.currency_not_sold', 'currency'],
      ['POST', `/v1/carts/${bag.id}/checkout`, { ...checkoutBody(), amount_due: { amount: 8490, currency: 'JPY' } }, { ...inBag, key: 'yen' },
        409, 'orders.total_changed'],
      ['PATCH', `/v1/admin/variants/${vase.variant}`, { price: { amount: 100, currency: 'JPY' } }, staff, 400, 'request.invalid', 'price'],
      ['POST', `/v1/admin/accounts/${lan.id}/store_credit`, { amount: { amount: 100, currency: 'XXQ' }, reason: 'x' }, staff, 400, 'credit.currency_not_sold', 'amount'],
      ['POST', '/v1/admin/gift_cards', { amount: { amount: 100, currency: 'USD' } }, staff, 400, 'credit.currency_not_sold', 'amount'],
    ]));

    const numbers = ['-1', '0', '0.5', '1.0000001', '1e30', '1e400', '9007199254740993', '-9223372036854775809', '"1"', 'true', '[1]', '{}'];
    await t.test('negative, fractional and absurd quantities', () => refuses([
      ...[...numbers, '100', '2147483648'].flatMap((each) => [
        ['POST', `/v1/carts/${bag.id}/lines`, `{"variant_id":"${vase.variant}","quantity":${each}}`, inBag, 400, 'request.invalid', 'quantity'],
        ...(each === '0' ? [] : [['PATCH', `/v1/carts/${bag.id}/lines/${bag.line}`, `{"quantity":${each}}`, inBag, 400, 'request.invalid', 'quantity']]),
      ]),
      ...numbers.flatMap((each) => [
        ['POST', bought('/refunds'), `{"lines":[{"line_id":"${mine.line}","quantity":${each}}]}`, staff, 400, 'request.invalid', 'lines[0].quantity'],
        ['POST', bought('/fulfilments'), `{"lines":[{"line_id":"${mine.line}","quantity":${each}}]}`, staff, 400, 'request.invalid', 'lines[0].quantity'],
        ['POST', `/v1/orders/${guest.id}/returns`, `{"lines":[{"line_id":"${guest.line}","reason":"changed_mind","quantity":${each}}]}`, guest.asked,
          400, 'request.invalid', 'lines[0].quantity'],
      ]),
      ...numbers.filter((each) => each !== '0').flatMap((each) => [
        ['POST', bought('/edits'), `{"lines":[{"line_id":"${mine.line}","quantity":${each}}]}`, staff, 400, 'request.invalid', 'lines[0].quantity'],
        ['PUT', `/v1/admin/variants/${vase.variant}/stock`, `{"on_hand":${each}}`, staff, 400, 'request.invalid', 'on_hand'],
      ]),
      // Whole and positive, and still more than there are.
      ['POST', `/v1/carts/${bag.id}/lines`, { variant_id: vase.variant, quantity: 90 }, inBag, 409, 'inventory.out_of_stock'],
      ['POST', bought('/refunds'), { lines: [{ line_id: mine.line, quantity: 4 }] }, staff, 409, 'orders.too_many_units', 'lines[0].quantity'],
      ['POST', bought('/fulfilments'), { lines: [{ line_id: mine.line, quantity: 4 }] }, staff, 409, 'orders.too_many_units', 'lines[0].quantity'],
      ['POST', `/v1/orders/${guest.id}/returns`, { lines: [{ line_id: guest.line, quantity: 3, reason: 'changed_mind' }] }, guest.asked,
        409, 'returns.too_many_units', 'lines[0].quantity'],
    ]));

    await t.test('more back than was paid', () => refuses([
      ['POST', bought('/refunds'), { extra: mine.paid + 1 }, staff, 409, 'orders.refund_above_paid'],
      ['POST', bought('/refunds'), { lines: [{ line_id: mine.line, quantity: 3 }], shipping: 490, extra: 1 }, staff, 409, 'orders.refund_above_paid'],
      ['POST', bought('/refunds'), { shipping: 491 }, staff, 409, 'orders.refund_above_paid'],
      ['POST', bought('/refunds'), { extra: -1 }, staff, 400, 'request.invalid', 'extra'],
      ['POST', bought('/refunds'), { lines: [{ line_id: mine.line, quantity: 1 }], fee: -1 }, staff, 400, 'request.invalid', 'fee'],
      ['POST', bought('/refunds'), '{"extra":1e19}', staff, 400, 'request.invalid', 'extra'],
      ['POST', bought('/refunds'), { lines: [{ line_id: mine.line, quantity: 1 }], to: 'split', store_credit: 4_001 }, staff, 400, 'request.invalid', 'store_credit'],
      ['POST', `/v1/admin/returns/${scene.back.id}/settle`, { extra: 1_000_000 }, staff, 409, 'orders.refund_above_paid'],
      ['POST', `/v1/admin/orders/${scene.empty.id}/refunds`, { extra: 1 }, staff, 409, 'orders.wrong_status'],
      ['POST', `/v1/admin/orders/${scene.empty.id}/refund`, {}, staff, 409, 'orders.wrong_status'],
    ]));

    const back = (order) => ({ lines: [{ line_id: order.line, quantity: 1, reason: 'changed_mind' }] });
    await t.test('a return outside its window', async () => {
      const options = await shop.must(200, 'GET', `/v1/orders/${old.id}/return_options`, undefined, old.asked);
      assert.equal(options.lines[0].code, 'returns.window_over');
      assert.ok(Date.parse(options.lines[0].until) < Date.now(), options.lines[0].until);
      await refuses([
        ['POST', `/v1/orders/${old.id}/returns`, back(old), { ...old.asked, key: 'old' }, 409, 'returns.window_over', 'lines[0].line_id'],
        ['POST', `/v1/orders/${old.id}/returns/estimate`, back(old), old.asked, 409, 'returns.window_over', 'lines[0].line_id'],
        ['POST', `/v1/orders/${mine.id}/returns`, back(mine), mine.asked, 409, 'returns.not_shipped', 'lines[0].line_id'],
      ]);
    });

    await t.test("somebody else's order, member's or guest's", async () => {
      const listed = await shop.must(200, 'GET', '/v1/orders', undefined, { token: olga.token });
      assert.deepEqual(listed.items.map((each) => each.id), [other.id]);
      const strangers = [{}, { token: olga.token }, { access: other.access }, { access: 'cat_0000000000000000000000' }, { token: 'forged' }];
      const cases = [];
      for (const order of [mine, guest]) {
        for (const who of strangers) {
          const expected = who.token === 'forged' ? [401, 'identity.signed_out'] : [404, 'orders.not_found'];
          const at = `/v1/orders/${order.id}`;
          cases.push(
            ['GET', at, undefined, who, ...expected],
            ['POST', `${at}/cancel`, {}, who, ...expected],
            ['PATCH', at, { shipping_address: address }, who, ...expected],
            ['POST', `${at}/payment`, { provider: 'test', token: 'ok' }, who, ...expected],
            ['POST', `${at}/payment/confirm`, {}, who, ...expected],
            ['GET', `${at}/return_options`, undefined, who, ...expected],
            ['GET', `${at}/returns`, undefined, who, ...expected],
            ['POST', `${at}/returns`, back(order), who, ...expected],
            ['POST', `${at}/returns/estimate`, back(order), who, ...expected],
            ['GET', `${at}/warranties`, undefined, who, ...expected],
            ['POST', `${at}/warranties`, { line_id: order.line }, who, ...expected],
            ['GET', `${at}/claims`, undefined, who, ...expected],
            ['POST', `${at}/photos`, picture({ width: 40, height: 50 }), { ...who, type: 'image/png' }, ...expected],
          );
        }
      }
      for (const who of strangers.slice(0, 4)) {
        cases.push(
          ['GET', `/v1/returns/${scene.back.id}`, undefined, who, 404, 'returns.not_found'],
          ['POST', `/v1/returns/${scene.back.id}/cancel`, {}, who, 404, 'returns.not_found'],
          ['POST', `/v1/warranties/${scene.warranty.id}/claims`, { problem: 'Mine now.' }, who, 404, 'returns.warranty_not_found'],
          ['GET', `/v1/claims/${scene.claim.id}`, undefined, who, 404, 'returns.claim_not_found'],
        );
      }
      // Staff's doors are closed to members and guests, with their own order's token too.
      for (const [who, ...expected] of [[{}, 401, 'request.unauthenticated'], [{ access: mine.access }, 401, 'request.unauthenticated'],
        [{ token: lan.token }, 403, 'request.forbidden']]) {
        cases.push(['POST', bought('/refunds'), { extra: 1 }, who, ...expected], ['POST', bought('/edits'), { lines: [{ line_id: mine.line, quantity: 0 }] }, who, ...expected],
          ['GET', bought(), undefined, who, ...expected], ['POST', `/v1/admin/returns/${scene.back.id}/settle`, {}, who, ...expected]);
      }
      await refuses(cases);
    });

    await t.test('edits that were made on an older version', () => {
      const stale = mine.version - 1;
      return refuses([
        ['POST', bought('/edits'), { lines: [{ line_id: mine.line, quantity: 1 }], version: stale }, staff, 409, 'orders.stale'],
        ['POST', bought('/fulfilments'), { lines: [{ line_id: mine.line, quantity: 1 }], version: stale }, staff, 409, 'orders.stale'],
        ['POST', bought('/refunds'), { extra: 1, version: stale }, staff, 409, 'orders.stale'],
        ['POST', bought('/cancel'), { version: stale }, staff, 409, 'orders.stale'],
        ['POST', bought('/fulfil'), { version: stale }, staff, 409, 'orders.stale'],
        ['POST', `/v1/orders/${mine.id}/cancel`, { version: stale }, mine.asked, 409, 'orders.stale'],
        ['PATCH', `/v1/orders/${mine.id}`, { shipping_address: { ...address, line1: '36 Hàng Bạc' }, version: stale }, mine.asked, 409, 'orders.stale'],
        ['PATCH', `/v1/admin/discounts/${scene.discount.id}`, { version: 99, status: 'disabled' }, staff, 409, 'promotions.stale'],
        ['PATCH', `/v1/admin/gift_cards/${scene.yenCard.id}`, { version: 99, status: 'disabled' }, staff, 409, 'credit.stale'],
        ['PATCH', `/v1/admin/price_lists/${scene.list.id}`, { version: 99, name: 'Mine' }, staff, 409, 'pricing.stale'],
        ['PATCH', `/v1/admin/tax_zones/${scene.tax.id}`, { version: 99, name: 'Mine' }, staff, 409, 'pricing.stale'],
        ['PATCH', `/v1/admin/shipping_zones/${scene.zone.id}`, { version: 99, name: 'Mine' }, staff, 409, 'pricing.stale'],
        ['PATCH', `/v1/admin/drops/${scene.drop.id}`, { version: 99, quantity: 1 }, staff, 409, 'drops.stale'],
        ['POST', `/v1/admin/returns/${scene.back.id}/settle`, { version: 99 }, staff, 409, 'returns.stale'],
        ['POST', `/v1/admin/claims/${scene.claim.id}/accept`, { version: 99 }, staff, 409, 'returns.stale'],
        ['PUT', '/v1/admin/return_policy', { ...scene.policy, window_days: 1, version: 99 }, staff, 409, 'returns.stale'],
      ]);
    });

    await t.test('bodies, lists and texts that are too large or broken', () => {
      const lines = `/v1/carts/${bag.id}/lines`;
      const bytes = (...parts) => Buffer.concat(parts.map((each) => Buffer.from(each)));
      return refuses([
        ['POST', lines, Buffer.alloc(3_000_000, 0x20), inBag, 413, 'request.too_large'],
        ['POST', bought('/refunds'), Buffer.alloc(3_000_000, 0x20), staff, 413, 'request.too_large'],
        ['POST', lines, '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000), inBag, 400, 'request.malformed'],
        ['POST', lines, '['.repeat(200_000), inBag, 400, 'request.malformed'],
        ['POST', `/v1/carts/${bag.id}/codes`, bytes('{"code":"', [0xff, 0xc3, 0x28], '"}'), inBag, 400, 'request.malformed'],
        ['POST', `/v1/carts/${bag.id}/codes`, bytes('{"code":"', [0xed, 0xa0, 0x80], '"}'), inBag, 400, 'request.malformed'],
        ['POST', `/v1/carts/${bag.id}/codes`, '{"code":"\\ud800"}', inBag, 400, 'request.malformed'],
        ...['/v1/products', '/v1/search?q=vase', '/v1/feed', '/v1/admin/orders', '/v1/admin/stock', '/v1/admin/products', '/v1/admin/returns', '/v1/admin/discounts',
          `/v1/admin/variants/${vase.variant}/ledger`].flatMap((path) => ['1000000', '0', '-1', '1.5', '99999999999999999999'].map((limit) =>
          ['GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`, undefined, staff, 400, 'request.invalid', 'limit'])),
      ]);
    });

    await t.test('an Idempotency-Key that was used for something else', async () => {
      const paid = (email) => ['POST', `/v1/carts/${scene.spent.id}/checkout`, checkoutBody(email), { access: scene.spent.access, key: 'spent' }];
      await refuses([
        [...paid('else@example.com'), 422, 'request.key_reused'],
        ['POST', `/v1/carts/${bag.id}/checkout`, checkoutBody(), { ...inBag, key: 'k'.repeat(256) }, 400, 'request.invalid', 'Idempotency-Key'],
      ]);
      const again = await shop.ask(...paid());
      assert.deepEqual([again.status, again.headers['idempotent-replayed'], again.body.order.id], [201, 'true', scene.spent.order]);
      assert.deepEqual(await look(), before, 'the repeated call bought again');
    });

    await t.test('a provider that declines, is down, or lies about the amount', async () => {
      const pays = (body, key, ...expected) => ['POST', `/v1/carts/${bag.id}/checkout`, body, { ...inBag, key }, ...expected];
      await refuses([
        pays(checkoutBody(undefined, 'declined'), 'no', 402, 'payment.declined'),
        pays(checkoutBody(undefined, 'error'), 'broken', 502, 'payment.provider_failed'),
        pays(checkoutBody(undefined, 'lies'), 'lies', 502, 'payment.amount_mismatch'),
        pays({ ...checkoutBody(), payment: { provider: 'nobody', token: 'ok' } }, 'nobody', 400, 'request.invalid', 'payment.provider'),
      ], balances);
      bank.fault('confirm', 'lie');
      await refuses([pays(stripeBody('pm_card_visa'), 'bank lies', 502, 'payment.amount_mismatch')], balances);
      bank.fault('create', 'status_500', 2);
      await refuses([pays(stripeBody('pm_card_visa'), 'bank breaks', 502, 'payment.provider_failed')], balances);
      bank.close();
      await refuses([pays(stripeBody('pm_card_visa'), 'bank is gone', 502, 'payment.provider_failed')], balances);
      // What was due for an edit stays due.
      await refuses([
        ['POST', `/v1/orders/${scene.dearer.id}/payment`, { provider: 'test', token: 'lies' }, scene.dearer.asked, 502, 'payment.amount_mismatch'],
      ], ({ details, ...rest }) => balances({ ...rest, details: details.map(({ version, audit, payments, ...each }) => each) }));
      const parked = (await shop.must(200, 'GET', '/v1/admin/payments/parked', undefined, staff)).items;
      assert.equal(parked.length, before.parked.items.length + 3, 'who lied is shown to staff');
    });

    // The cart that was refused so often is bought, by whom it belongs to, at what it always cost.
    const paid = await checkout(shop, bag, { key: 'at last' });
    assert.deepEqual([paid.status, paid.body.order?.totals.total.amount], [201, 8_490], paid.text);
    t.diagnostic(`${told} refusals`);
    await shop.close();
  });
}
