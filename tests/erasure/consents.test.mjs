// Consent off stops every use within one second: each purpose is taken back, and from then on nothing that rests on it happens any
// more, however often it is asked; the other purposes go on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cart, checkout, member, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

// A machine that does ten things at once is given more time; the longest wait is told either way.
const within = { milliseconds: process.env.PLAZA_TEST_ALL ? 1_000 : 10_000, every: 20 };

test('consent off stops every use within one second', { timeout: 240_000 }, async (t) => {
  const shop = await Shop.open();
  t.after(() => shop.abandon());
  const owner = { token: shop.owner };
  const lamp = await product(shop, 'Dune Lamp', { amount: 4800, stock: 50 });
  const author = await member(shop, 'Minh');
  for (let i = 0; i < 12; ++i) await post(shop, author.token, { text: `Post ${i} #lamps`, products: [lamp] });
  const lan = await member(shop, 'Lan');
  const me = { token: lan.token, visitor: 'lans-phone' };
  const read = (path, who = owner) => shop.must(200, 'GET', path, undefined, who);
  const choose = (purpose, given, channel) =>
    shop.must(204, 'PUT', '/v1/me/consents', { choices: [{ purpose, given, ...(channel ? { channel } : {}) }], text_version: 'v1' }, me);

  // Lan looks at lamps, buys one, and is in a segment with all its uses.
  const look = (id, who = me) => shop.must(200, 'POST', '/v1/track', { event: 'Product Viewed', messageId: id, anonymousId: who.visitor, properties: { product_id: lamp.id } }, who);
  for (const at of [1, 2, 3]) await look(`look-${at}`);
  const bag = await cart(shop, [[lamp.variant, 1]], me);
  assert.equal((await checkout(shop, bag, { email: lan.email, token: lan.token, visitor: me.visitor, key: 'one' })).status, 201);
  const segment = await shop.must(201, 'POST', '/v1/admin/segments', { name: 'Keen', text: 'count(Product Viewed, 7 days) >= 3' }, { ...owner, key: 's' });
  const writable = await shop.must(201, 'POST', '/v1/admin/segments', { name: 'Writable', text: 'consent email given' }, { ...owner, key: 'w' });
  await shop.must(200, 'PUT', `/v1/admin/segments/${segment.id}/variant`, { title: 'Light for you' }, owner);
  await shop.must(201, 'POST', '/v1/admin/discounts', { code: 'KEEN', title: 'For who is keen', kind: 'percent', percent_bp: 500, audience: 'keen' }, { ...owner, key: 'd' });
  const pinned = (await read('/v1/feed?limit=20', {})).items.at(-1).post.id;
  await shop.must(201, 'POST', '/v1/admin/feed/rules', { title: 'First for who is keen', kind: 'pin', target: 'post', target_id: pinned, place: 1, audience: 'keen' }, { ...owner, key: 'r' });
  const tried = await shop.must(201, 'POST', '/v1/admin/experiments', { key: 'tried', name: 'Tried', variants: [{ key: 'a' }, { key: 'b' }], people_planned: 50 }, { ...owner, key: 'e' });
  await shop.must(200, 'PUT', '/v1/admin/experiments/holdout', { share: 0 }, owner);
  await shop.must(200, 'POST', `/v1/admin/experiments/${tried.id}/start`, { version: tried.version }, { ...owner, key: 'g' });

  let looks = 10;
  const uses = {
    'the shop page of the segment': async () => (await read('/v1/collections', me)).hero?.title === 'Light for you',
    'the first paint of that page': async () => (await shop.get('/collections', me)).text.includes('Light for you'),
    'the discount of the segment': async () => {
      const fresh = await cart(shop, [[lamp.variant, 1]], me);
      return (await shop.ask('POST', `/v1/carts/${fresh.id}/codes`, { code: 'KEEN' }, { ...me, access: fresh.access })).status === 201;
    },
    'the rule of the feed for the segment': async () => (await read('/v1/feed?limit=10', me)).items[0]?.reason.code === 'brand',
    'a feed of their own': async () => (await read(`/v1/feed/reasons/${pinned}`, me)).personal,
    'the experiment': async () => (await read('/v1/experiments/assignments', me)).items.length === 1,
    'the file of the segment': async () => (await shop.get(`/v1/admin/segments/${segment.id}/members.csv`, owner)).text.includes(lan.id),
    'what they do is kept': async () => {
      const last = async () => (await read('/v1/admin/interactions?limit=1&visitor=lans-phone')).items[0]?.position ?? 0;
      const before = await last();
      await look(`look-${looks++}`);
      return (await last()) > before;
    },
    'mails that advertise': async () => (await read(`/v1/admin/segments/${writable.id}`)).count === 1,
  };
  const goOn = async (names) => {
    for (const name of names) await until(`${name} goes on`, uses[name]);
  };
  let longest = 0;
  const stop = async (names) => {
    const since = Date.now();
    for (const name of names) {
      await until(`${name} has stopped`, async () => !(await uses[name]()), within);
      for (let again = 0; again < 5; ++again) assert.equal(await uses[name](), false, `${name} stays stopped`);
      if (name === names[0]) longest = Math.max(longest, Date.now() - since);
    }
  };
  const personal = ['the shop page of the segment', 'the first paint of that page', 'the discount of the segment', 'the rule of the feed for the segment', 'a feed of their own'];
  const measured = ['the experiment', 'what they do is kept'];

  await choose('marketing', true, 'email');
  await goOn(Object.keys(uses));

  await t.test('personalisation', async () => {
    await choose('personalization', false);
    await stop(personal);
    await goOn([...measured, 'the file of the segment']);
    await choose('personalization', true);
    await goOn(personal);
  });
  await t.test('predictions are of personalisation, too', async () => {
    assert.equal((await shop.get(`/v1/admin/predictions/${lan.id}`, owner)).status, 404);
  });
  await t.test('analytics', async () => {
    await choose('analytics', false);
    await stop(measured);
    await choose('analytics', true);
    await goOn(measured);
  });
  await t.test('sharing', async () => {
    await choose('sharing', false);
    await stop(['the file of the segment']);
    await goOn(personal);
    await choose('sharing', true);
    await goOn(['the file of the segment']);
  });
  await t.test('marketing by e-mail', async () => {
    await choose('marketing', false, 'email');
    await stop(['mails that advertise']);
    await choose('marketing', true, 'email');
    await goOn(['mails that advertise']);
  });
  t.diagnostic(`the longest wait for a use to stop: ${longest} ms, five further questions included`);
  await shop.close();
});
