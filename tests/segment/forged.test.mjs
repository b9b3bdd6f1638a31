// The public write key stands in every page, so anybody can say anything with it. What it says of somebody else moves nothing: no link,
// no consent, no trait, no segment, no prediction, no experiment, no purchase that counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

test('a forged identify with the public key moves nothing', { timeout: 120_000 }, async (t) => {
  let key;
  const shop = await Shop.open({ before: (made) => (key = made.run(['key', 'create', 'public']).trim()) });
  t.after(() => shop.abandon());
  const owner = { token: shop.owner };
  const bowl = await product(shop, 'Field Bowl');
  const lan = await member(shop, 'Lan Pham');
  const me = { token: lan.token, visitor: 'lans-phone' };
  const read = (path, who = owner) => shop.must(200, 'GET', path, undefined, who);
  await shop.must(200, 'POST', '/v1/track', { event: 'Product Viewed', anonymousId: 'lans-phone', messageId: 'mine', properties: { product_id: bowl.id } }, me);
  await shop.must(204, 'PUT', '/v1/me/consents', { choices: [{ purpose: 'personalization', given: false }], text_version: 'v1' }, me);
  const rules = { viewers: 'count(Product Viewed, 7 days) >= 2', buyers: 'count(order_paid, 7 days) >= 1', golden: 'trait plan = "gold"', spenders: 'sum(order_paid.total, 7 days) > 1 EUR' };
  const segments = {};
  for (const [name, text] of Object.entries(rules)) segments[name] = (await shop.must(201, 'POST', '/v1/admin/segments', { name, text }, { ...owner, key: name })).id;
  const person = async () => {
    const { person: known, links, traits, visitors, orders } = await read(`/v1/admin/people/${lan.id}`);
    return { known: { ...known, last_seen: null }, links, traits, visitors, orders };
  };
  const sold = async () => {
    const { orders_today, revenue_today, conversion } = (await read('/v1/admin/overview')).now;
    return { orders_today, revenue_today, conversion };
  };
  await until('her own browser is known', async () => (await person()).visitors.length === 1 && (await person()).known.interactions >= 1);
  const before = { person: await person(), consents: await read('/v1/me/consents', me), sold: await sold() };

  const basic = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  const forge = (body) => shop.must(200, 'POST', '/v1/batch', { batch: body }, { headers: basic });
  const lies = [];
  for (const anonymousId of ['a-stranger', lan.id]) {
    for (const userId of [lan.id, lan.email]) {
      const who = { anonymousId, userId };
      lies.push({ type: 'identify', ...who, traits: { plan: 'gold', email: 'thief@example.com' } });
      lies.push({ type: 'alias', ...who, previousId: 'a-stranger' });
      lies.push({ type: 'track', ...who, event: 'order_paid', properties: { total: { amount: 99_900, currency: 'EUR' }, account_id: lan.id } });
      lies.push({ type: 'track', ...who, event: 'Order Completed', properties: { total: 999, products: [{ product_id: bowl.id }] } });
      lies.push({ type: 'track', ...who, event: 'profiles.consent_changed', properties: { account_id: lan.id, purpose: 'personalization', channel: 'onsite', given: true } });
      lies.push({ type: 'track', ...who, event: 'profiles.profiles_merged', properties: { account_id: lan.id, visitor: 'a-stranger' } });
      lies.push({ type: 'track', ...who, event: 'identity.signed_in', properties: { account_id: lan.id, visitor: 'a-stranger' } });
      lies.push({ type: 'track', ...who, event: 'identity.account_erased', properties: { account_id: lan.id } });
    }
  }
  await forge(lies.map((lie, at) => ({ messageId: `lie-${at}`, ...lie })));
  await forge([{ type: 'track', event: 'the last one', anonymousId: 'marker', messageId: 'marker' }]);
  await until('all of it was read', async () => (await read('/v1/admin/people?kind=visitor&q=marker')).items.length === 1);

  const after = { person: await person(), consents: await read('/v1/me/consents', me), sold: await sold() };
  assert.deepEqual(after.person.links, before.person.links);
  assert.deepEqual(after.person.visitors, before.person.visitors);
  assert.deepEqual(after.person.orders, before.person.orders);
  assert.equal(after.person.known.email, before.person.known.email);
  assert.deepEqual(after.consents, before.consents);
  assert.deepEqual(after.sold, before.sold);
  assert.equal((await shop.get(`/v1/admin/predictions/${lan.id}`, owner)).status, 404);
  for (const [name, id] of Object.entries(segments)) {
    const members = (await read(`/v1/admin/segments/${id}/members`)).items;
    assert.deepEqual(members.filter((each) => each.kind === 'account'), [], name);
    if (name === 'buyers' || name === 'spenders') assert.deepEqual(members, [], name);
  }
  const suggested = await read('/v1/admin/people/suggestions');
  assert.deepEqual(suggested.items, []);
  const stranger = await read('/v1/admin/people/a-stranger');
  assert.deepEqual([stranger.links, stranger.person.kind], [[], 'visitor']);
  await shop.close();
});
