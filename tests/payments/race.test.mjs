// The browser's confirmation and the provider's webhook in every order, twice, at once, late and never, with kill -9 between any two
// steps: always exactly one order and one capture, and nothing stays open.
//
// One life of a shop takes many purchases through the same steps, side by side: checkout, the shopper at the bank, then up to four
// arrivals. In each life the process is killed at one place. A part of the lives is drawn by a seed (PLAZA_TEST_SEED repeats it);
// PLAZA_TEST_ALL=1 lives all of them on each engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, everything, product } from '../kit/seed.mjs';
import { until, wholeMatrix } from '../kit/shop.mjs';
import { body, confirm, deliver, openShop } from './stripe_shop.mjs';

// Every arrangement of at most two browsers (B) and at most two webhooks (W), and both in the same moment (X).
const arrivals = ['', 'B', 'W', 'BB', 'BW', 'WB', 'WW', 'BBW', 'BWB', 'WBB', 'BWW', 'WBW', 'WWB', 'BBWW', 'BWBW', 'BWWB', 'WBBW', 'WBWB', 'WWBB',
  'X', 'XB', 'XW', 'BX', 'WX', 'XX'];
// paid, declined: by the shopper at their bank; at once: a card that pays without asking them.
const cases = ['paid', 'declined', 'at once'].flatMap((outcome) => arrivals.map((order) => ({
  outcome, order, name: `${outcome}.${order || 'never'}`.toLowerCase().replace(' ', '.'),
})));
const methodOf = (outcome) => (outcome === 'at once' ? 'pm_card_visa' : 'pm_card_authenticationRequired');
const steps = 2 + Math.max(...arrivals.map((each) => each.length));

// Where a life is killed: between two steps, or inside one while the provider is being asked.
const places = [
  { name: 'nowhere' },
  ...Array.from({ length: steps - 1 }, (_, at) => ({ name: `after step ${at + 1}`, after: [at] })),
  { name: 'after every step', after: Array.from({ length: steps }, (_, at) => at) },
  ...['create', 'confirm', 'retrieve'].flatMap((operation) =>
    ['received', 'done'].map((moment) => ({ name: `${operation} ${moment}`, operation, moment }))),
  { name: 'a webhook arrives', webhook: true },
];

function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Life {
  constructor(shop, bank, piece) {
    Object.assign(this, { shop, bank, piece, restarting: null, kills: 0 });
  }

  kill() {
    this.kills += 1;
    this.restarting ??= (async () => {
      await this.shop.kill();
      await this.shop.start();
      this.restarting = null;
    })();
    return this.restarting;
  }

  // A client on a bad line repeats its request until it is answered.
  async again(ask) {
    const end = Date.now() + 40_000;
    for (;;) {
      try {
        const reply = await ask();
        const busy = reply.status === 503 || (reply.status === 409 && reply.body.code === 'request.in_flight');
        if (!busy) return reply;
        if (Date.now() > end) throw new Error(`no answer in time: ${reply.text}`, { cause: 'late' });
      } catch (error) {
        if (error.cause === 'late' || Date.now() > end) throw error;
        await this.restarting;
      }
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  async checkOut(purchase) {
    const bag = await this.again(() => cart(this.shop, [[this.piece.variant, 1]]).then((made) => ({ status: 201, body: made })));
    purchase.email = `${purchase.name}@example.com`;
    for (let tries = 0; ; ++tries) {
      const reply = await this.again(() => this.shop.post(`/v1/carts/${bag.body.id}/checkout`,
        body(methodOf(purchase.outcome), purchase.email), { access: bag.body.access, key: purchase.name }));
      if (reply.status === 201) {
        purchase.order = reply.body.order;
        return;
      }
      // The provider was gone with us: the shopper presses the button again.
      assert.ok(reply.status === 502 && tries < 3, `${purchase.name}: ${reply.status} ${reply.text}`);
    }
  }

  intentOf(purchase) {
    return this.bank.intentOf(purchase.order.payments.at(-1).id)[0];
  }

  async browser(purchase) {
    const reply = await this.again(() => confirm(this.shop, purchase.order));
    assert.equal(reply.status, purchase.outcome === 'declined' ? 402 : 200, `${purchase.name}: the browser got ${reply.status} ${reply.text}`);
  }

  async webhook(purchase) {
    const intent = this.intentOf(purchase);
    const type = purchase.outcome === 'declined' ? 'payment_intent.payment_failed' : 'payment_intent.succeeded';
    const event = this.bank.events.find((each) => each.type === type && each.data.object.id === intent.id);
    const reply = await this.again(() => deliver(this.shop, event));
    assert.equal(reply.status, 200, reply.text);
  }

  async step(at, purchase) {
    if (at === 0) return this.checkOut(purchase);
    if (at === 1) return purchase.outcome === 'at once' ? undefined : this.bank.act(this.intentOf(purchase).id, purchase.outcome);
    const what = purchase.arrivals[at - 2];
    const both = what === 'X' ? 'BW' : (what ?? '');
    return Promise.all([...both].map((each) => (each === 'B' ? this.browser(purchase) : this.webhook(purchase))));
  }

  async books(purchases) {
    const { shop, bank } = this;
    const all = [...await everything(shop, '/v1/admin/orders', { token: shop.owner }),
      ...await everything(shop, '/v1/admin/orders?status=dropped', { token: shop.owner })];
    for (const purchase of purchases) {
      const mine = all.filter((each) => each.email === purchase.email);
      const bought = mine.filter((each) => each.status === 'paid');
      const intents = mine.flatMap((each) => each.payments).flatMap((each) => bank.intentOf(each.id));
      const wanted = purchase.outcome === 'declined' ? 0 : 1;
      assert.equal(bought.length, wanted, `${purchase.name}: orders ${mine.map((each) => each.status)}`);
      assert.deepEqual(mine.filter((each) => !['paid', 'dropped'].includes(each.status)), [], `${purchase.name} hangs in between`);
      assert.equal(intents.filter((each) => each.status === 'succeeded').length, wanted, `${purchase.name}: captures`);
      assert.equal(intents.reduce((sum, each) => sum + bank.held(each), 0), wanted * bought.reduce((sum, each) => sum + each.totals.total.amount, 0));
      assert.deepEqual(intents.filter((each) => !['succeeded', 'canceled'].includes(each.status)), [], `${purchase.name} is open at the provider`);
      const states = mine.flatMap((each) => each.payments.map((payment) => payment.status));
      assert.deepEqual(states.filter((each) => !['captured', 'declined', 'failed'].includes(each)), [], `${purchase.name} is open`);
    }
    assert.equal(all.length, new Set(all.map((each) => each.number)).size);
    return all.length;
  }
}

async function live(t, shop, bank, piece, place, round) {
  const begun = Date.now();
  const life = new Life(shop, bank, piece);
  const purchases = cases.map((each) => ({ ...each, arrivals: each.order, order: undefined, name: `${each.name}.${round}` }));
  if (place.operation) bank.hook(place.operation, place.moment, () => void life.kill());
  for (let at = 0; at < steps; ++at) {
    const under = Promise.all(purchases.map((each) => life.step(at, each)));
    if (place.webhook && at === 2) await life.kill();
    await under;
    await life.restarting;
    if (place.after?.includes(at)) await life.kill();
  }
  await until('nothing hangs in between', async () =>
    (await shop.must(200, 'GET', '/v1/admin/orders?status=placed', undefined, { token: shop.owner })).items.length === 0,
  { milliseconds: 40_000, every: 100 });
  await until('the provider has nothing open', () => [...bank.intents.values()].every((each) => ['succeeded', 'canceled'].includes(each.status)),
    { milliseconds: 20_000 });
  await life.books(purchases);
  // Late and out of order, everything once more: it changes nothing.
  for (const event of bank.events.splice(0).reverse()) assert.equal((await deliver(shop, event)).status, 200);
  await life.books(purchases);
  if (place.name !== 'nowhere') assert.ok(life.kills > 0, 'it was killed');
  t.diagnostic(`killed ${life.kills} times: ${place.name}: ${purchases.length} purchases in ${Date.now() - begun} ms`);
}

const seed = Number(process.env.PLAZA_TEST_SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const drawn = (list, count) => list.map((each) => [random(), each]).sort((a, b) => a[0] - b[0]).slice(0, count).map((each) => each[1]);
const lives = wholeMatrix ? places
  : [places[0], ...drawn(places.filter((each) => each.after), 2), ...drawn(places.filter((each) => each.operation || each.webhook), 2)];
const engine_ = engines[Math.floor(random() * engines.length)];

for (const engine of wholeMatrix ? engines : [engine_]) {
  test(`browser and webhook in every order, killed at ${lives.length} places (${engine})`, { timeout: 900_000 }, async (t) => {
    t.diagnostic(`seed ${seed}`);
    const environment = engine === 'sqlite' ? { PLAZA_TEST_VFS: 'plaza-unsynced' } : {};
    const { shop, bank } = await openShop({ engine, environment });
    t.after(() => {
      shop.abandon();
      bank.close();
    });
    const piece = await product(shop, 'The Vase', { stock: 10_000 });
    for (const [round, place] of lives.entries()) {
      await t.test(place.name, (inner) => live(inner, shop, bank, piece, place, round));
    }
    await shop.close();
  });
}
