// Codes, gift cards and store credit through a real process: what is taken off, what pays, what a crowd may not do, and where money
// goes that comes back.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, checkout, checkoutBody, member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const discount = (shop, terms) => shop.must(201, 'POST', '/v1/admin/discounts', { title: 'A discount', ...terms }, { token: shop.owner });
const card = (shop, amount, more = {}) =>
  shop.must(201, 'POST', '/v1/admin/gift_cards', { amount: { amount, currency: 'EUR' }, ...more }, { token: shop.owner });
const bagOf = (shop, bag, options = {}) => shop.must(200, 'GET', `/v1/carts/${bag.id}`, undefined, { access: bag.access, ...options });
const add = (shop, bag, what, code) => shop.post(`/v1/carts/${bag.id}/${what}`, { code }, { access: bag.access });

// The codes of gift cards in the mails that this address got.
function mailedCodes(shop, address) {
  const folder = join(shop.data, 'outbox');
  const codes = new Set();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.eml'))) {
    const raw = readFileSync(join(folder, name), 'utf8');
    if (!raw.includes(address)) continue;
    const text = raw.replaceAll(/=\r?\n/g, '');  // quoted-printable's soft breaks
    for (const [code] of text.matchAll(/\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){3}\b/g)) codes.add(code);
  }
  return [...codes];
}

for (const engine of engines) {
  test(`a code for twenty is used twenty times by a hundred buyers (${engine})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 2_000, stock: 1_000 });
    const made = await discount(shop, { code: 'TWENTY', kind: 'percent', percent_bp: 1_000, uses_max: 20 });
    const bags = [];
    for (let at = 0; at < 100; ++at) {
      const bag = await cart(shop, [[vase.variant, 1]]);
      const view = await add(shop, bag, 'codes', 'twenty');
      assert.equal(view.status, 201, view.text);
      assert.equal(view.body.discounts[0].amount.amount, 200);
      bags.push(bag);
    }
    const replies = await Promise.all(bags.map((bag, at) => checkout(shop, bag, { email: `crowd.${at}@example.com`, key: `crowd-${at}` })));
    const paid = replies.filter((each) => each.status === 201);
    const refused = replies.filter((each) => each.status !== 201);
    assert.equal(paid.length, 20);
    assert.deepEqual([...new Set(refused.map((each) => `${each.status} ${each.body.code}`))], ['409 promotions.used_up']);
    for (const { body } of paid) assert.equal(body.order.totals.discount.amount, 200);
    const after = await shop.must(200, 'GET', `/v1/admin/discounts/${made.id}`, undefined, { token: shop.owner });
    assert.equal(after.uses, 20);

    // One of the refused buys without the code; an order that is taken back gives its use to the next.
    const at = replies.findIndex((each) => each.status === 409);
    await shop.must(200, 'DELETE', `/v1/carts/${bags[at].id}/codes/TWENTY`, undefined, { access: bags[at].access });
    const plain = await checkout(shop, bags[at], { email: 'plain@example.com', key: 'plain' });
    assert.equal(plain.status, 201, plain.text);
    assert.equal(plain.body.order.totals.discount.amount, 0);
    const order = paid[0].body.order;
    await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/cancel`, { reason: 'asked for' }, { token: shop.owner });
    const next = replies.findIndex((each, index) => index > at && each.status === 409);
    const again = await checkout(shop, bags[next], { email: 'next@example.com', key: 'next' });
    assert.equal(again.status, 201, again.text);
    await shop.close();
  });

  test(`a gift card is bought, mailed, spent with a code beside it, and filled again by a refund (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const gift = await product(shop, 'Gift card 50', { amount: 5_000, stock: 100, more: { product_type: 'Gift card' } });
    await discount(shop, { code: 'TEN', kind: 'percent', percent_bp: 1_000, uses_per_person_max: 1 });

    // Bought: the code of the shop-wide discount leaves the card alone.
    const first = await cart(shop, [[vase.variant, 1], [gift.variant, 2]]);
    assert.equal((await add(shop, first, 'codes', 'ten')).body.discounts[0].amount.amount, 300);
    const bought = await checkout(shop, first, { email: 'giver@example.com', key: 'giver' });
    assert.equal(bought.status, 201, bought.text);
    const codes = await until('the codes were mailed', () => {
      const found = mailedCodes(shop, 'giver@example.com');
      return found.length === 2 && found;
    });
    const order = bought.body.order;
    const shipped = await shop.must(200, 'GET', `/v1/orders/${order.id}`, undefined, { access: order.access_token });
    assert.deepEqual(shipped.lines.map((line) => line.fulfilled).sort(), [0, 2], 'the cards have left, the vase has not');
    const late = await shop.post(`/v1/orders/${order.id}/cancel`, { reason: 'changed my mind' }, { access: order.access_token });
    assert.equal(late.status, 409, late.text);
    const known = await shop.must(200, 'POST', '/v1/gift_cards/check', { code: codes[0].toLowerCase() });
    assert.deepEqual([known.balance.amount, known.status], [5_000, 'active']);

    // Spent: nothing is left to pay, so no payment is asked for.
    const second = await cart(shop, [[vase.variant, 1]]);
    assert.equal((await add(shop, second, 'codes', 'TEN')).status, 201);
    const view = await add(shop, second, 'gift_cards', codes[0]);
    assert.equal(view.status, 201, view.text);
    assert.equal(view.body.tenders[0].kind, 'gift_card');
    const { payment, ...body } = checkoutBody('friend@example.com');
    assert.ok(payment);
    const spent = await shop.post(`/v1/carts/${second.id}/checkout`, body, { access: second.access, key: 'friend' });
    assert.equal(spent.status, 201, spent.text);
    const total = spent.body.order.totals.total.amount;
    const left = async () => (await shop.must(200, 'POST', '/v1/gift_cards/check', { code: codes[0] })).balance.amount;
    assert.equal(await left(), 5_000 - total);

    // Once per person, whatever the address looks like.
    const third = await cart(shop, [[vase.variant, 1]]);
    await add(shop, third, 'codes', 'TEN');
    const twice = await checkout(shop, third, { email: 'Friend+2@example.com', key: 'twice' });
    assert.deepEqual([twice.status, twice.body.code], [409, 'promotions.used_by_you'], twice.text);

    // Taken back: the money returns to the card.
    await shop.must(200, 'POST', `/v1/admin/orders/${spent.body.order.id}/cancel`, { reason: 'broken' }, { token: shop.owner });
    await until('the card is full again', async () => (await left()) === 5_000);

    // The order that the cards were bought with is refunded: they are worth nothing any more.
    await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/refund`, { reason: 'a mistake' }, { token: shop.owner });
    await until('the cards are switched off', async () => {
      const { items } = await shop.must(200, 'GET', '/v1/admin/gift_cards', undefined, { token: shop.owner });
      return items.length === 2 && items.every((each) => each.status === 'disabled' && each.reference === order.id);
    });
    await shop.close();
  });

  test(`each refusal of a card or a code has its name and changes nothing (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const bag = await cart(shop, [[vase.variant, 1]]);
    const before = JSON.stringify(await bagOf(shop, bag));
    await discount(shop, { code: 'OVER', kind: 'percent', percent_bp: 100, ends_at: '2020-01-01T00:00:00Z' });
    await discount(shop, { code: 'SOON', kind: 'percent', percent_bp: 100, starts_at: '2120-01-01T00:00:00Z' });
    await discount(shop, { code: 'RICH', kind: 'percent', percent_bp: 100, subtotal_min: { amount: 3_001, currency: 'EUR' } });
    await discount(shop, { code: 'YEN', kind: 'amount', amount: { amount: 100, currency: 'JPY' } });
    await discount(shop, { code: 'CLUB', kind: 'percent', percent_bp: 100, audience: 'club' });
    const off = await card(shop, 500);
    await shop.must(200, 'PATCH', `/v1/admin/gift_cards/${off.id}`, { version: 1, status: 'disabled' }, { token: shop.owner });
    await shop.must(200, 'PUT', '/v1/admin/currencies/JPY', { rate: '163.5' }, { token: shop.owner });
    const foreign = await shop.must(201, 'POST', '/v1/admin/gift_cards', { amount: { amount: 500, currency: 'JPY' } }, { token: shop.owner });
    for (const [what, code, status, refusal] of [
      ['codes', 'NOBODY', 404, 'promotions.unknown_code'], ['codes', 'OVER', 409, 'promotions.expired'],
      ['codes', 'SOON', 409, 'promotions.not_started'], ['codes', 'RICH', 409, 'promotions.minimum_not_met'],
      ['codes', 'YEN', 409, 'promotions.wrong_currency'], ['codes', 'CLUB', 409, 'promotions.not_for_you'],
      ['gift_cards', 'nonsense', 404, 'credit.card_not_found'], ['gift_cards', off.code, 409, 'credit.disabled'],
      ['gift_cards', foreign.code, 409, 'credit.wrong_currency'],
    ]) {
      const reply = await add(shop, bag, what, code);
      assert.deepEqual([reply.status, reply.body.code], [status, refusal], `${code}: ${reply.text}`);
    }
    assert.equal(JSON.stringify(await bagOf(shop, bag)), before);
    await shop.close();
  });

  test(`a code for first orders knows who has bought before (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    await discount(shop, { code: 'HELLO', kind: 'amount', amount: { amount: 500, currency: 'EUR' }, first_order: true });
    const buy = async (email, codes, key) => {
      const bag = await cart(shop, [[vase.variant, 1]]);
      for (const code of codes) assert.equal((await add(shop, bag, 'codes', code)).status, 201);
      return checkout(shop, bag, { email, key });
    };
    assert.equal((await buy('old@example.com', [], 'a')).status, 201);
    const old = await buy('Old@example.com', ['HELLO'], 'b');
    assert.deepEqual([old.status, old.body.code], [409, 'promotions.not_for_you'], old.text);
    const fresh = await buy('new@example.com', ['HELLO'], 'c');
    assert.equal(fresh.status, 201, fresh.text);
    assert.equal(fresh.body.order.totals.discount.amount, 500);
    const again = await buy('new@example.com', ['HELLO'], 'd');
    assert.deepEqual([again.status, again.body.code], [409, 'promotions.not_for_you'], again.text);
    await shop.close();
  });

  test(`store credit pays first and comes back (${engine})`, { timeout: 60_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const vase = await product(shop, 'Vase', { amount: 3_000, stock: 10 });
    const an = await member(shop, 'An');
    const path = `/v1/admin/accounts/${an.id}/store_credit`;
    await shop.must(201, 'POST', path, { amount: { amount: 1_000, currency: 'EUR' }, reason: 'late parcel' }, { token: shop.owner });
    const mine = async () => (await shop.must(200, 'GET', '/v1/me/store_credit', undefined, { token: an.token })).balances[0].amount;
    const bag = await cart(shop, [[vase.variant, 1]], { token: an.token });
    const chosen = await shop.must(200, 'PATCH', `/v1/carts/${bag.id}`, { use_store_credit: true }, { access: bag.access, token: an.token });
    assert.equal(chosen.amount_due.amount, chosen.totals.total.amount - 1_000);
    const paid = await checkout(shop, bag, { email: an.email, key: 'an', token: an.token });
    assert.equal(paid.status, 201, paid.text);
    assert.equal(await mine(), 0);
    await shop.must(200, 'POST', `/v1/admin/orders/${paid.body.order.id}/cancel`, { reason: 'asked for' }, { token: shop.owner });
    await until('the credit is back', async () => (await mine()) === 1_000);
    await shop.close();
  });
}
