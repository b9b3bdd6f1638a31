// A thousand people want one of a hundred: exactly a hundred get it, whatever dies in between.
//
// Each buyer has a cart and an Idempotency-Key of their own and, like a phone on a bad line, repeats the same request until it is
// answered. PLAZA_TEST_SEED=N repeats a run's killing moments.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, checkout, everything, ledgerProblems, product } from '../kit/seed.mjs';
import { Shop, until, wholeMatrix } from '../kit/shop.mjs';

const buyers = 1_000;
const stock = 100;
const patienceMs = 120_000;

// mulberry32
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const emailOf = (at) => `buyer.${at}@example.com`;

async function carts(shop, variant) {
  const bags = [];
  const hands = Array.from({ length: 50 }, async (_, first) => {
    for (let at = first; at < buyers; at += 50) bags[at] = await cart(shop, [[variant, 1]]);
  });
  await Promise.all(hands);
  return bags;
}

// Repeats one buyer's checkout until it is decided. `alive()` gives a promise that is done when the shop answers again.
async function decided(shop, bag, at, alive) {
  const end = Date.now() + patienceMs;
  for (;;) {
    let reply;
    try {
      reply = await checkout(shop, bag, { email: emailOf(at), key: `buyer-${at}` });
    } catch {
      await alive();
    }
    if (reply?.status === 201) return { order: reply.body.order };
    if (reply?.status === 409 && reply.body.code === 'inventory.out_of_stock') return { refused: true };
    const again = !reply || reply.status === 503 || (reply.status === 409 && reply.body.code === 'request.in_flight');
    if (!again) throw new Error(`buyer ${at}: ${reply.status} ${reply.text}`);
    if (Date.now() > end) throw new Error(`buyer ${at} is still waiting: ${reply?.text}`);
    if (reply) await new Promise((go) => setTimeout(go, 200));  // the client's pause before it repeats
  }
}

async function booksAgree(shop, piece, answers) {
  const acknowledged = answers.filter((each) => each.order).map((each) => each.order);
  const all = await everything(shop, '/v1/admin/orders', { token: shop.owner });
  const paid = all.filter((each) => each.status === 'paid');
  assert.deepEqual(paid.map((each) => each.id).sort(), acknowledged.map((each) => each.id).sort(), 'paid are those that were told so');
  assert.equal(new Set(paid.map((each) => each.email)).size, paid.length, 'nobody has two');
  assert.equal(new Set(all.map((each) => each.number)).size, all.length, 'every number is used once');
  assert.deepEqual(all.filter((each) => !['paid', 'dropped'].includes(each.status)), [], 'nothing hangs in between');
  assert.ok(paid.length <= stock, 'nothing is oversold');
  for (const order of acknowledged.slice(0, 10)) {
    const seen = await shop.must(200, 'GET', `/v1/orders/${order.id}`, undefined, { access: order.access_token });
    assert.deepEqual([seen.status, seen.lines.length, seen.lines[0].quantity], ['paid', 1, 1]);
  }
  const [level] = (await shop.must(200, 'GET', '/v1/admin/stock', undefined, { token: shop.owner })).items;
  assert.deepEqual([level.on_hand, level.reserved], [stock - paid.length, 0]);
  assert.deepEqual(await ledgerProblems(shop, piece.variant, { onHand: stock - paid.length }), []);
  return paid.length;
}

for (const engine of engines) {
  test(`of ${buyers} concurrent buyers ${stock} get the ${stock} pieces (${engine})`, { timeout: 240_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const piece = await product(shop, 'The Drop', { stock });
    const bags = await carts(shop, piece.variant);
    const begun = Date.now();
    const answers = await Promise.all(bags.map((bag, at) => decided(shop, bag, at, async () => { throw new Error('the shop is down'); })));
    t.diagnostic(`${engine}: ${buyers} buyers answered in ${Date.now() - begun} ms`);
    assert.equal(answers.filter((each) => each.order).length, stock);
    assert.ok(answers.every((each) => each.refused || each.order.status === 'paid'));
    assert.equal(await booksAgree(shop, piece, answers), stock);
    await shop.close();
  });
}

async function killedAgainAndAgain(t, engine, environment) {
  const seed = Number(process.env.PLAZA_TEST_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const kills = Array.from({ length: wholeMatrix ? 10 : 3 }, () => ({ after: 2 + Math.floor(random() * 90), wait: random() * 8 }))
    .sort((a, b) => a.after - b.after);
  t.diagnostic(`${engine}: seed ${seed}, killed after ${kills.map((each) => each.after).join(', ')} orders`);

  const shop = await Shop.open({ engine, environment });
  t.after(() => shop.abandon());
  const piece = await product(shop, 'The Drop', { stock });
  const bags = await carts(shop, piece.variant);
  let told = 0;
  let restarting = null;
  let restarts = 0;
  const alive = () => restarting ?? until('the shop answers', async () => (await shop.get('/readyz')).status === 200);
  const restart = async (wait) => {
    await new Promise((go) => setTimeout(go, wait));
    await shop.kill();
    restarts += 1;
    await shop.start();
    restarting = null;
  };
  const answers = await Promise.all(bags.map(async (bag, at) => {
    const answer = await decided(shop, bag, at, alive);
    if (answer.order) told += 1;
    if (kills.length > 0 && told >= kills[0].after && !restarting) restarting = restart(kills.shift().wait);
    return answer;
  }));
  await restarting;
  assert.ok(restarts > 0, 'it was killed at least once');
  // What died between the two writes of a checkout is settled by asking the provider, a quarter of a minute later.
  await until('nothing hangs in between', async () =>
    (await shop.must(200, 'GET', '/v1/admin/orders?status=placed', undefined, { token: shop.owner })).items.length === 0,
  { milliseconds: 45_000, every: 250 });
  const paid = await booksAgree(shop, piece, answers);
  t.diagnostic(`${engine}: killed ${restarts} times, ${paid} paid, all of them acknowledged`);
  await shop.close();
}

describe('killed at any moment, a shop keeps every order that it acknowledged', { concurrency: 2 }, () => {
  // On SQLite with the file system that forgets what was not synced: kill -9 alone loses nothing that the kernel has.
  test('SQLite, unsynced writes lost', { timeout: 400_000 }, (t) => killedAgainAndAgain(t, 'sqlite', { PLAZA_TEST_VFS: 'plaza-unsynced' }));
  if (engines.includes('postgres')) test('PostgreSQL', { timeout: 400_000 }, (t) => killedAgainAndAgain(t, 'postgres', {}));
});
