// Prices, taxes and deliveries through a real process: a sale at its second, other currencies, zones, exemptions, trade prices; every
// total is the sum of its counted reasons, and all of it is there again after kill -9.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { address, cart, checkoutBody, member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const from = (milliseconds) => new Date(Date.now() + milliseconds).toISOString();

function assertExplained(totals) {
  const counted = totals.reasons.filter((each) => each.counted).reduce((sum, each) => sum + each.amount.amount, 0);
  assert.equal(counted, totals.total.amount, JSON.stringify(totals));
}

async function order(shop, bag, { country = 'DE', currency, option = 'standard', ...options } = {}) {
  const body = { ...checkoutBody(), shipping_address: { ...address, country }, shipping_option: option };
  const answer = await shop.must(201, 'POST', `/v1/carts/${bag.id}/checkout`, body, { access: bag.access, ...options });
  const placed = answer.order ?? answer;
  assertExplained(placed.totals);
  if (currency) assert.equal(placed.totals.total.currency, currency);
  return placed;
}

const card = async (shop, handle, options) => {
  const { price, compare_at_price: was, on_sale: sale } = await shop.must(200, 'GET', `/v1/products/${handle}`, undefined, options);
  return `${price.amount}${was ? ` was ${was.amount}` : ''}${sale ? ' *' : ''}`;
};

for (const engine of engines) {
  test(`prices, taxes and deliveries hold together (${engine})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.close());
    const staff = { token: shop.owner };
    const lamp = await product(shop, 'Lamp', { amount: 10_000, stock: 50 });
    const bowl = await product(shop, 'Bowl', { amount: 2_000, stock: 50 });

    await t.test('a sale begins and ends at its second, in the cart too', async () => {
      const begins = Date.now() + 1_500;
      const list = await shop.must(201, 'POST', '/v1/admin/price_lists', {
        name: 'Flash', starts_at: new Date(begins).toISOString(), ends_at: new Date(begins + 2_500).toISOString(),
      }, staff);
      await shop.must(200, 'PUT', `/v1/admin/price_lists/${list.id}/entries`, { entries: [{ product_id: lamp.id, off_ppm: 250_000 }] }, staff);
      const bag = await cart(shop, [[lamp.variant, 1]]);
      const inBag = async () => (await shop.must(200, 'GET', `/v1/carts/${bag.id}`, undefined, { access: bag.access })).lines[0].unit_price.amount;
      assert.equal(await card(shop, lamp.handle), '10000');
      assert.equal(await inBag(), 10_000);
      await until('the sale shows', async () => (await card(shop, lamp.handle)) === '7500 was 10000 *', { milliseconds: 4_000, every: 10 });
      assert.ok(Date.now() - begins < 1_000, `it showed ${Date.now() - begins} ms late`);
      assert.equal(await inBag(), 7_500);
      assert.equal(await card(shop, bowl.handle), '2000');
      await until('the sale is over', async () => (await card(shop, lamp.handle)) === '10000', { milliseconds: 4_000, every: 10 });
      assert.equal(await inBag(), 10_000);
    });

    await t.test('other currencies keep their digits from the page to the order', async () => {
      await shop.must(200, 'PUT', '/v1/admin/currencies/JPY', { rate: '163.5', rounding_step: 10 }, staff);
      await shop.must(200, 'PUT', '/v1/admin/currencies/KWD', { rate: '0.3325' }, staff);
      await until('yen show', async () => (await card(shop, `${bowl.handle}?currency=JPY`)) === '3270');
      for (const [currency, amount] of [['JPY', 3_270], ['KWD', 6_650]]) {
        const made = await shop.must(201, 'POST', '/v1/carts', { currency });
        const access = made.access_token;
        await shop.must(201, 'POST', `/v1/carts/${made.id}/lines`, { variant_id: bowl.variant, quantity: 1 }, { access });
        const placed = await order(shop, { id: made.id, access }, { currency });
        assert.equal(placed.totals.subtotal.amount, amount);
      }
      const refused = await shop.get(`/v1/products/${bowl.handle}?currency=CHF`);
      assert.equal(refused.status, 400);
      assert.equal(refused.body.code, 'pricing.currency_not_sold');
      assert.equal((await shop.post('/v1/carts', { currency: 'CHF' })).body.code, 'pricing.currency_not_sold');
    });

    await t.test('zones decide taxes and deliveries', async () => {
      const tax = (name, countries, rate, included) => shop.must(201, 'POST', '/v1/admin/tax_zones', {
        name, countries, rates: [{ tax_class: 'standard', rate_ppm: rate }, { tax_class: 'reduced', rate_ppm: 70_000 }],
        shipping_ppm: rate, prices_include_tax: included,
      }, staff);
      await tax('Germany', ['DE'], 190_000, true);
      await tax('Switzerland', ['CH'], 81_000, false);
      const delivery = (name, countries, rates) => shop.must(201, 'POST', '/v1/admin/shipping_zones', { name, countries, rates }, staff);
      await delivery('Germany', ['DE'], [
        { id: 'standard', name: 'Parcel', price: 490, free_from: 5_000 },
        { id: 'workshop', name: 'Workshop', pickup: true, pickup_address: 'Spinnereistraße 7, Leipzig', pickup_country: 'DE' },
      ]);
      await delivery('Switzerland', ['CH'], [{ id: 'standard', name: 'Parcel', price: 1_500 }]);
      await shop.must(204, 'PUT', '/v1/admin/tax_classes', { tax_class: 'reduced', product_ids: [bowl.id] }, staff);

      const german = await order(shop, await cart(shop, [[lamp.variant, 1], [bowl.variant, 2]]));
      assert.equal(german.totals.total.amount, 14_000);
      assert.equal(german.totals.tax.amount, 1_597 + 262);  // 19 of 119 of 100.00, 7 of 107 of 40.00
      assert.ok(german.totals.reasons.some((each) => each.code === 'shipping_free'));

      const swiss = await order(shop, await cart(shop, [[bowl.variant, 1]]), { country: 'CH' });
      assert.equal(swiss.totals.tax_included, false);
      assert.equal(swiss.totals.tax.amount, 140 + 122);  // 7 % of 20.00, 8.1 % of 15.00
      assert.equal(swiss.totals.total.amount, 2_000 + 1_500 + 262);

      const fetched = await order(shop, await cart(shop, [[bowl.variant, 1]]), { option: 'workshop' });
      assert.equal(fetched.totals.shipping.amount, 0);

      const bag = await cart(shop, [[bowl.variant, 1]]);
      const nowhere = await shop.post(`/v1/carts/${bag.id}/checkout`,
        { ...checkoutBody(), shipping_address: { ...address, country: 'NZ' } }, { access: bag.access });
      assert.equal(nowhere.status, 400, nowhere.text);
    });

    await t.test('who is exempt pays no tax, and trade customers pay their price', async () => {
      const trader = await member(shop, 'Trader');
      const group = await shop.must(201, 'POST', '/v1/admin/customer_groups', { name: 'Trade' }, staff);
      await shop.must(200, 'POST', `/v1/admin/customer_groups/${group.id}/members`, { account_ids: [trader.id] }, staff);
      const list = await shop.must(201, 'POST', '/v1/admin/price_lists', { name: 'Trade', currency: 'EUR', customer_group_id: group.id }, staff);
      await shop.must(200, 'PUT', `/v1/admin/price_lists/${list.id}/entries`, { entries: [{ variant_id: lamp.variant, amount: 5_950 }] }, staff);
      assert.equal(await card(shop, lamp.handle, { token: trader.token }), '5950');
      assert.equal(await card(shop, lamp.handle), '10000');
      await shop.must(201, 'POST', '/v1/admin/tax_exemptions', { account_id: trader.id, note: 'VAT id DE123', until: from(3_600_000) }, staff);
      const bag = await cart(shop, [[lamp.variant, 1]], { token: trader.token });
      const placed = await order(shop, bag, { token: trader.token });
      assert.equal(placed.totals.tax.amount, 0);
      assert.equal(placed.totals.total.amount, 5_000);
      assert.equal(placed.totals.reasons.find((each) => each.code === 'tax_exempt').amount.amount, -950);
    });

    await t.test('a stale edit, or one by the wrong person, changes nothing', async () => {
      const list = (await shop.must(200, 'GET', '/v1/admin/price_lists', undefined, staff)).items[0];
      const stale = await shop.patch(`/v1/admin/price_lists/${list.id}`, { version: list.version - 1, name: 'Mine' }, staff);
      assert.equal(stale.status, 409);
      assert.equal(stale.body.code, 'pricing.stale');
      const stranger = await member(shop, 'Stranger');
      assert.equal((await shop.patch(`/v1/admin/price_lists/${list.id}`, { name: 'Mine' }, { token: stranger.token })).status, 403);
      assert.equal((await shop.must(200, 'GET', `/v1/admin/price_lists/${list.id}`, undefined, staff)).name, 'Trade');
    });

    await t.test('after kill -9 everything is there again', async () => {
      await shop.kill();
      await shop.start();
      assert.equal(await card(shop, `${bowl.handle}?currency=JPY`), '3270');
      const placed = await order(shop, await cart(shop, [[bowl.variant, 1]]), { country: 'CH' });
      assert.equal(placed.totals.tax.amount, 262);
    });
  });
}
