// A shop with something of everything that can be refused: orders of a member, a guest and somebody else, one that arrived long ago,
// codes that hold no more, a return and a claim under way, settings with versions.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cart, checkout, member, product } from '../kit/seed.mjs';

const eur = (amount) => ({ amount, currency: 'EUR' });

export async function furnish(shop) {
  const staff = { token: shop.owner };
  const make = (path, body) => shop.must(201, 'POST', `/v1/admin/${path}`, body, staff);
  const act = (order, what, body = {}, status = 200) => shop.must(status, 'POST', `/v1/admin/orders/${order.id}/${what}`, body, staff);
  const vase = await product(shop, 'Vase', { amount: 4_000, stock: 60 });
  await shop.must(200, 'PUT', '/v1/admin/currencies/JPY', { rate: '163.5', rounding_step: 10 }, staff);
  const policy = await shop.must(200, 'GET', '/v1/admin/return_policy', undefined, staff);
  const [lan, olga] = [await member(shop, 'Lan'), await member(shop, 'Olga')];

  const buy = async (quantity, { who, key, email, payment, codes = [] }) => {
    const options = who ? { token: who.token } : {};
    const bag = await cart(shop, [[vase.variant, quantity]], options);
    for (const code of codes) await shop.must(201, 'POST', `/v1/carts/${bag.id}/codes`, { code }, { ...options, access: bag.access });
    const made = await checkout(shop, bag, { email: email ?? who?.email, key, payment, ...options });
    assert.equal(made.status, 201, made.text);
    const order = made.body.order;
    // A member's order is opened by the session, a guest's by its token.
    const access = order.access_token ?? undefined;
    return { id: order.id, access, line: order.lines[0].id, paid: order.totals.total.amount, bag, asked: who ? options : { access } };
  };
  const version = async (order) => (await shop.must(200, 'GET', `/v1/admin/orders/${order.id}`, undefined, staff)).version;

  const arrives = async (order) => {
    await act(order, 'fulfil', { tracking: 'PLZ-1' });
    await act(order, 'deliver');
    return order;
  };
  const old = await arrives(await buy(1, { who: lan, key: 'old' }));
  await age(shop, policy.window_days + 1);
  const mine = await buy(3, { who: lan, key: 'mine' });
  const guest = await arrives(await buy(2, { key: 'guest', email: 'guest@example.com' }));
  const other = await buy(1, { who: olga, key: 'other' });
  other.access = (await buy(1, { key: 'stranger', email: 'stranger@example.com' })).access;
  const empty = await buy(1, { key: 'empty', email: 'empty@example.com' });
  await act(empty, 'refund', { reason: 'given back' });
  const dearer = await buy(1, { key: 'dearer', email: 'dearer@example.com' });
  await act(dearer, 'edits', { lines: [{ line_id: dearer.line, quantity: 2 }], reason: 'one more' }, 201);

  const discount = await make('discounts', { title: 'Over', code: 'OVER', kind: 'percent', percent_bp: 100, ends_at: '2020-01-01T00:00:00Z' });
  await make('discounts', { title: 'Soon', code: 'SOON', kind: 'percent', percent_bp: 100, starts_at: '2120-01-01T00:00:00Z' });
  await make('discounts', { title: 'Yen', code: 'YEN', kind: 'amount', amount: { amount: 100, currency: 'JPY' } });
  await make('discounts', { title: 'Gone', code: 'GONE', kind: 'percent', percent_bp: 100, uses_max: 1 });
  const ending = await make('discounts', { title: 'Ending', code: 'ENDING', kind: 'percent', percent_bp: 100 });

  const holding = async (code) => {
    const bag = await cart(shop, [[vase.variant, 1]]);
    if (code) await shop.must(201, 'POST', `/v1/carts/${bag.id}/codes`, { code }, { access: bag.access });
    const view = await shop.must(200, 'GET', `/v1/carts/${bag.id}`, undefined, { access: bag.access });
    return { ...bag, line: view.lines[0].id };
  };
  const [late, last] = [await holding('ENDING'), await holding('GONE')];
  await shop.must(200, 'PATCH', `/v1/admin/discounts/${ending.id}`, { version: ending.version, ends_at: '2020-01-01T00:00:00Z' }, staff);
  await buy(1, { key: 'takes the last use', email: 'quick@example.com', codes: ['GONE'] });

  const spent = await holding();
  const spending = await checkout(shop, spent, { key: 'spent' });
  assert.equal(spending.status, 201, spending.text);
  spent.order = spending.body.order.id;

  const warranty = await shop.must(201, 'POST', `/v1/orders/${guest.id}/warranties`, { line_id: guest.line }, guest.asked);
  const claim = await shop.must(201, 'POST', `/v1/warranties/${warranty.id}/claims`, { problem: 'The glaze came off.' }, guest.asked);
  const back = await shop.must(201, 'POST', `/v1/admin/orders/${guest.id}/returns`, { lines: [{ line_id: guest.line, quantity: 1, reason: 'changed_mind' }] }, staff);
  await shop.must(200, 'POST', `/v1/admin/returns/${back.id}/receive`, {}, staff);

  const bag = await cart(shop, [[vase.variant, 2]]);
  bag.line = (await shop.must(200, 'GET', `/v1/carts/${bag.id}`, undefined, { access: bag.access })).lines[0].id;
  const yen = await shop.must(201, 'POST', '/v1/carts', { currency: 'JPY' });
  return {
    staff, vase, lan, olga, policy: await shop.must(200, 'GET', '/v1/admin/return_policy', undefined, staff), bag, old, other, guest, empty, dearer, late, last, spent, discount, warranty, claim,
    mine: { ...mine, version: await version(mine) }, back: { ...back },
    yen: { id: yen.id, access: yen.access_token },
    yenCard: await make('gift_cards', { amount: { amount: 500, currency: 'JPY' } }),
    list: await make('price_lists', { name: 'Euro', currency: 'EUR', enabled: false }),
    tax: await make('tax_zones', { name: 'Mars', countries: ['AQ'], rates: [{ tax_class: 'standard', rate_ppm: 1 }] }),
    zone: await make('shipping_zones', { name: 'Anywhere', rates: [{ id: 'standard', name: 'Standard', price: 490 }] }),
    drop: await make('drops', { product_id: (await product(shop, 'Moon', { stock: 3 })).id, opens_at: '2120-01-01T00:00:00Z', quantity: 2 }),
    gift: await make('gift_cards', { amount: eur(500) }),
  };
}

// Lets days pass for all orders so far: what happened to them after the sale happened so much earlier. The shop's own clock cannot
// be turned, so its memory is.
export async function age(shop, days) {
  await shop.stop();
  const url = shop.settings['database.url'];
  const sql = (text) => (url ? execFileSync('psql', [url, '-qAt', '-v', 'ON_ERROR_STOP=1'], { input: text, encoding: 'utf8' })
    : execFileSync('sqlite3', [join(shop.data, 'plaza.db')], { input: text, encoding: 'utf8' }));
  const rows = sql("SELECT id || ' ' || after_sale FROM orders_orders WHERE after_sale <> '';").trim().split('\n');
  for (const row of rows) {
    const [, id, text] = /^(\d+) (.*)$/.exec(row);
    const earlier = text.replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => new Date(Date.parse(at) - days * 86_400_000).toISOString());
    assert.notEqual(earlier, text, 'no times found');
    sql(`UPDATE orders_orders SET after_sale = '${earlier.replaceAll("'", "''")}' WHERE id = ${id};`);
  }
  await shop.start();
}
