// An order that is edited: a gift card that staff add is mailed once it is paid, taken back while it is unused, and kept once it is
// used; and no edit goes further than one person may buy.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, checkout, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

function mailedCodes(shop, address) {
  const folder = join(shop.data, 'outbox');
  const codes = new Set();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.eml'))) {
    const raw = readFileSync(join(folder, name), 'utf8');
    if (!raw.includes(address)) continue;
    for (const [code] of raw.replaceAll(/=\r?\n/g, '').matchAll(/\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){3}\b/g)) codes.add(code);
  }
  return [...codes];
}

for (const engine of engines) {
  test(`gift cards follow an edited order (${engine})`, { timeout: 90_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const staff = { token: shop.owner };
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const gift = await product(shop, 'Gift card 50', { amount: 5_000, stock: 100, more: { product_type: 'Gift card' } });
    await shop.must(200, 'PUT', `/v1/admin/variants/${vase.variant}/limit`, { per_person: 2 }, staff);
    const bought = await checkout(shop, await cart(shop, [[vase.variant, 1]]), { email: 'giver@example.com', key: 'giver' });
    assert.equal(bought.status, 201, bought.text);
    const { id, access_token: access, lines } = bought.body.order;
    const edit = (lines) => shop.post(`/v1/admin/orders/${id}/edits`, { lines, reason: 'as asked' }, staff);

    const greedy = await edit([{ line_id: lines[0].id, quantity: 3 }]);
    assert.deepEqual([greedy.status, greedy.body.code], [409, 'inventory.limit_reached']);

    const dearer = await edit([{ variant_id: gift.variant, quantity: 2 }]);
    assert.equal(dearer.status, 201, dearer.text);
    assert.equal(dearer.body.due.amount, 10_000);
    assert.deepEqual(mailedCodes(shop, 'giver@example.com'), [], 'nothing is sent before it is paid');
    await shop.must(200, 'POST', `/v1/orders/${id}/payment`, { provider: 'test', token: 'ok' }, { access });
    const codes = await until('the codes were mailed', () => {
      const found = mailedCodes(shop, 'giver@example.com');
      return found.length === 2 && found;
    });
    const order = () => shop.must(200, 'GET', `/v1/admin/orders/${id}`, undefined, staff);
    const card = (await until('the cards have left', async () => {
      const line = (await order()).lines.find((each) => each.variant_id === gift.variant);
      return line.fulfilled === 2 && line;
    })).id;

    const spending = await cart(shop, [[vase.variant, 1]]);
    await shop.must(201, 'POST', `/v1/carts/${spending.id}/gift_cards`, { code: codes[0] }, { access: spending.access });
    assert.equal((await checkout(shop, spending, { email: 'friend@example.com', key: 'friend' })).status, 201);
    const all = await edit([{ line_id: card, quantity: 0 }]);
    assert.deepEqual([all.status, all.body.code], [409, 'credit.card_used']);
    const one = await edit([{ line_id: card, quantity: 1 }]);
    assert.equal(one.status, 201, one.text);
    assert.equal(one.body.refunded.amount, 5_000);
    const status = async (code) => (await shop.post('/v1/gift_cards/check', { code })).body;
    assert.equal((await status(codes[0])).balance.amount, 5_000 - 3_000 - 490);
    assert.notEqual((await status(codes[1])).status, 'active');
  });
}
