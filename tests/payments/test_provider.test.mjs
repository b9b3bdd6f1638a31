// The embedded provider `test`: what each of its tokens does to an order. It exists only in development mode.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combinations } from '../kit/rotation.mjs';
import { cart, checkout, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';
import { becomes, confirm, seen } from './stripe_shop.mjs';

for (const { engine } of combinations(1).slice(0, 1)) {
  test(`tokens of the provider test (${engine})`, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const piece = await product(shop, 'Bowl', { stock: 100 });
    const buy = async (payment) => {
      const bag = await cart(shop, [[piece.variant, 1]]);
      return checkout(shop, bag, { payment });
    };

    await t.test('pages of a shop without a form of a provider let nothing in', async () => {
      const policy = (await shop.get('/')).headers['content-security-policy'];
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:;/);
      assert.doesNotMatch(policy, /frame-src|stripe/);
    });
    await t.test('refusals have their codes', async () => {
      for (const [token, status, code] of [['declined', 402, 'payment.declined'], ['rubbish', 402, 'payment.declined'],
        ['error', 502, 'payment.provider_failed'], ['lies', 502, 'payment.amount_mismatch']]) {
        const reply = await buy(token);
        assert.deepEqual([reply.status, reply.body.code], [status, code], token);
      }
    });
    await t.test('authorise: reserved, then taken', async () => {
      const { body: { order } } = await buy('authorise');
      const paid = await becomes(shop, order, 'paid');
      assert.equal(paid.payments[0].status, 'captured');
    });
    for (const outcome of ['paid', 'declined']) {
      await t.test(`action: waits for its owner, who says ${outcome}`, async () => {
        const { body: { order } } = await buy('action');
        assert.equal(order.status, 'placed');
        const payment = order.payments[0].id;
        await shop.must(204, 'POST', `/v1/dev/test_payments/${payment}`, { outcome });
        assert.equal((await shop.post(`/v1/dev/test_payments/${payment}`, { outcome: 'paid' })).body.code, 'payment.not_found');
        const reply = await confirm(shop, order);
        assert.equal(reply.status, outcome === 'paid' ? 200 : 402);
        if (outcome === 'paid') assert.equal((await seen(shop, order)).status, 'paid');
      });
    }
    await shop.close();
  });
}
