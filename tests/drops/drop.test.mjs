// A drop over real HTTP: far more people than units, a third of them cheating in every way that a browser or a script has. Exactly the
// units are sold, cheaters win no more than their share, and the line moves in the order that the seed, committed to beforehand, gave.
//
// 900 people for 60 units; with PLAZA_TEST_ALL 10,000 for 500. PLAZA_TEST_SEED=N repeats who does what.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, checkout, everything, ledgerProblems, member, product } from '../kit/seed.mjs';
import { Shop, until, wholeMatrix } from '../kit/shop.mjs';

const people = wholeMatrix ? 10_000 : 900;
const units = wholeMatrix ? 500 : 60;
const lateComers = people / 20;
const stock = units * 2;  // the drop's cap must hold, not the shelf
const workBits = 8;
const deviations = 4.5;   // a fair draw fails once in 150,000 runs

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

const leadingZeros = (bytes) => {
  const at = bytes.findIndex((byte) => byte !== 0);
  return at < 0 ? bytes.length * 8 : at * 8 + Math.clz32(bytes[at]) - 24;
};
const worth = (challenge, answer) => leadingZeros(createHash('sha256').update(`${challenge}:${answer}`).digest());
function search(challenge, fits) {
  for (let at = 0; ; ++at) if (fits(worth(challenge, String(at)))) return String(at);
}
const solve = (challenge) => search(challenge, (bits) => bits >= workBits);
const skimp = (challenge) => search(challenge, (bits) => bits < workBits);

async function inHands(items, hands, work) {
  let next = 0;
  await Promise.all(Array.from({ length: hands }, async () => {
    while (next < items.length) await work(items[next++]);
  }));
}

class Crowd {
  constructor(shop, drop, variant) {
    Object.assign(this, { shop, drop, variant, path: `/v1/drops/${drop}` });
  }

  challenge(who) {
    return this.shop.must(200, 'GET', `${this.path}/challenge`, undefined, who.as).then((got) => got.challenge);
  }
  handIn(who, challenge, answer) {
    return this.shop.post(`${this.path}/tickets`, { challenge, answer }, who.as);
  }
  async join(who) {
    const challenge = await this.challenge(who);
    const answer = solve(challenge);
    const reply = await this.handIn(who, challenge, answer);
    assert.ok(reply.status === 201 || reply.status === 200, reply.text);
    if (who.ticket) assert.equal(reply.body.ticket, who.ticket, 'another tab has the same place');
    Object.assign(who, { ticket: reply.body.ticket, id: reply.body.id, worked: { challenge, answer } });
    return reply;
  }
  place(who) {
    return this.shop.must(200, 'GET', `${this.path}/tickets/current`, undefined, { headers: { 'plaza-drop-ticket': who.ticket }, token: who.as.token });
  }

  // --- how people cheat before the opening
  async tabs(who) {
    const challenges = await Promise.all(Array.from({ length: 5 }, () => this.challenge(who)));
    const replies = await Promise.all(challenges.map((each) => this.handIn(who, each, solve(each))));
    assert.equal(new Set(replies.map((each) => each.body.ticket)).size, 1, 'five tabs are one place');
    assert.equal(replies.filter((each) => each.status === 201).length, 1);
    Object.assign(who, { ticket: replies[0].body.ticket, id: replies[0].body.id });
  }
  async refresh(who) {
    await this.join(who);
    for (let times = 0; times < 5; ++times) assert.equal((await this.place(who)).position, null);
    assert.equal((await this.join(who)).status, 200);
  }
  async replay(who, victim) {
    if (victim.worked) {
      const stolen = await this.handIn(who, victim.worked.challenge, victim.worked.answer);
      assert.deepEqual([stolen.status, stolen.body.code], [400, 'drops.challenge_unknown']);
    }
    await this.join(who);
    const again = await this.handIn(who, who.worked.challenge, who.worked.answer);
    assert.deepEqual([again.status, again.body.ticket], [200, who.ticket]);
  }
  async skimp(who) {
    const challenge = await this.challenge(who);
    const lazy = await this.handIn(who, challenge, skimp(challenge));
    assert.deepEqual([lazy.status, lazy.body.code], [400, 'drops.work_too_little']);
    const longer = challenge.replace(/^\d+/, (expiry) => String(Number(expiry) + 86_400));
    const forged = await this.handIn(who, longer, solve(longer));
    assert.deepEqual([forged.status, forged.body.code], [400, 'drops.challenge_unknown']);
    await this.join(who);
  }

  // --- buying
  async bag(who) {
    return cart(this.shop, [[this.variant, 1]], { ...who.as, headers: { 'plaza-drop-ticket': who.ticket } });
  }
  pay(who, bag, payment = 'ok') {
    return checkout(this.shop, bag, { ...who.as, payment, email: who.email, headers: { 'plaza-drop-ticket': who.ticket } });
  }
  async buy(who) {
    const bag = await this.bag(who);
    if (who.declines) assert.equal((await this.pay(who, bag, 'declined')).status, 402);
    const reply = await this.pay(who, bag);
    assert.equal(reply.status, 201, reply.text);
    who.order = reply.body.order.id;
  }
  // Two carts at once on one ticket: one of them is an order.
  async buyTwice(who) {
    const bags = [await this.bag(who), await this.bag(who)];
    const replies = await Promise.all(bags.map((bag) => this.pay(who, bag)));
    assert.deepEqual(replies.map((each) => each.status).sort(), [201, 409], replies.map((each) => each.text).join());
    assert.match(replies.find((each) => each.status === 409).body.code, /^drops\.(ticket_used|limit_reached)$/);
    who.order = replies.find((each) => each.status === 201).body.order.id;
    const replayed = await this.shop.post('/v1/carts', {}, who.as);
    const refused = await this.line(replayed.body, who);
    assert.deepEqual([refused.status, refused.body.code], [409, 'drops.ticket_used']);
  }
  line(bag, who, quantity = 1) {
    return this.shop.post(`/v1/carts/${bag.id}/lines`, { variant_id: this.variant, quantity },
      { ...who.as, access: bag.access_token, headers: who.ticket ? { 'plaza-drop-ticket': who.ticket } : {} });
  }
  // Out of turn, without a ticket, with a forged one.
  async jump(who) {
    const bag = (await this.shop.post('/v1/carts', {}, who.as)).body;
    const early = await this.line(bag, who);
    assert.deepEqual([early.status, early.body.code], [403, 'drops.not_admitted']);
    for (const ticket of [undefined, `${who.ticket.slice(0, -1)}${who.ticket.endsWith('A') ? 'B' : 'A'}`]) {
      const refused = await this.line(bag, { as: { visitor: who.as.visitor }, ticket });
      assert.deepEqual([refused.status, refused.body.code], [403, 'drops.ticket_needed']);
    }
  }
}

async function gather(shop, random) {
  const crowd = [];
  for (let at = 0; at < people; ++at) {
    const cheats = at % 3 === 2;
    crowd.push({ at, as: { visitor: `visitor-${at}-${Math.floor(random() * 1e9)}` }, email: `buyer.${at}@example.com`, cheats,
      way: cheats ? Math.floor(random() * 4) : -1, declines: random() < 0.05 });
  }
  for (const who of crowd.slice(0, 12)) who.as = { token: (await member(shop, `Member ${who.at}`)).token };
  // They come in any order.
  return crowd.map((who) => [random(), who]).sort((a, b) => a[0] - b[0]).map(([, who]) => who);
}

async function lineUp(shop, crowd, everybody) {
  await inHands(everybody, 100, async (who) => {
    if (!who.cheats) return crowd.join(who);
    const victim = everybody[(who.at * 7) % everybody.length];
    return [() => crowd.tabs(who), () => crowd.refresh(who), () => crowd.replay(who, victim), () => crowd.skimp(who)][who.way]();
  });
  assert.equal(new Set(everybody.map((who) => who.id)).size, people, 'everybody has a place of their own');
}

// Everybody looks at their place again and again, cheaters more often; who is let in buys.
async function sellOut(shop, crowd, waiting, live, atSold) {
  let left = waiting;
  await until('all is sold', async () => {
    const inside = [];
    await inHands(left, 200, async (who) => {
      let place = await crowd.place(who);
      for (let times = 0; who.cheats && times < 2; ++times) place = await crowd.place(who);
      if (place.status === 'admitted') inside.push(who);
      else if (who.cheats && !who.jumped && place.status === 'waiting') {
        who.jumped = true;
        if (who.at % 4 === 2) {
          try {
            await crowd.jump(who);
          } catch (problem) {
            // Their turn may come between the look and the attempt.
            if ((await crowd.place(who)).status === 'waiting') throw problem;
          }
        }
      }
    });
    await inHands(inside, 100, (who) => (who.cheats && !who.declines ? crowd.buyTwice(who) : crowd.buy(who)));
    left = left.filter((who) => !who.order);
    const now = await live();
    assert.ok(now.sold <= units && now.admitted <= units - now.sold, 'never more inside than there are units for');
    await atSold?.(now.sold, left);
    return now.sold === units;
  }, { milliseconds: 240_000, every: 100 });
  return left;
}

function expectedOrder(seed, ids) {
  const rank = (id) => createHmac('sha256', seed).update(id).digest().readBigUInt64BE() >> 1n;
  return ids.map((id) => [rank(id), id]).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

async function lineWasFair(shop, drop, before, everybody, late) {
  const after = await shop.must(200, 'GET', `/v1/drops/${drop}`);
  const seed = Buffer.from(after.seed, 'hex');
  assert.equal(before.seed, null, 'the seed is a secret before the opening');
  assert.equal(createHash('sha256').update(seed).digest('hex'), before.seed_hash, 'and the one that was committed to');
  const line = await everything(shop, `/v1/admin/drops/${drop}/tickets`, { token: shop.owner });
  assert.deepEqual(line.slice(0, people).map((each) => each.id), expectedOrder(seed, everybody.map((who) => who.id)));
  assert.deepEqual(line.slice(people).map((each) => each.id), late.map((who) => who.id), 'who came later: first come, first served');
  const admitted = line.map((each) => each.admitted_at);
  const inside = admitted.filter(Boolean).length;
  assert.ok(admitted.slice(0, inside).every(Boolean), 'nobody was let in before somebody in front of them');
  assert.deepEqual(admitted.slice(0, inside), admitted.slice(0, inside).toSorted(), 'and in that order');
  const bought = line.filter((each) => each.status === 'bought');
  assert.equal(bought.reduce((sum, each) => sum + each.units, 0), units);
  // Coming first is no advantage: of the first and the second half who joined, as many are in the line's first half.
  const firstHalf = new Set(line.slice(0, people / 2).map((each) => each.id));
  const joined = line.slice(0, people).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const soonInFront = joined.slice(0, people / 2).filter((each) => firstHalf.has(each.id)).length;
  assert.ok(Math.abs(soonInFront - people / 4) <= deviations * Math.sqrt(people) / 4, `${soonInFront} of ${people / 2} who joined first`);
}

// The number of cheaters among the winners of a fair draw is hypergeometric.
function cheatersHadTheirShare(t, everybody) {
  const cheaters = everybody.filter((who) => who.cheats).length;
  const won = everybody.filter((who) => who.cheats && who.order).length;
  const share = cheaters / people;
  const deviation = Math.sqrt((units * share * (1 - share) * (people - units)) / (people - 1));
  t.diagnostic(`${cheaters} cheaters of ${people} won ${won} of ${units} units; a fair draw gives ${(units * share).toFixed(1)} ± ${deviation.toFixed(1)}`);
  assert.ok(won <= units * share + deviations * deviation, `${won} is more than their share`);
}

for (const engine of engines) {
  test(`${people} people, a third of them cheating, want ${units} units of a drop (${engine})`, { timeout: 600_000 }, async (t) => {
    const seed = Number(process.env.PLAZA_TEST_SEED ?? Date.now() % 1_000_000);
    t.diagnostic(`${engine}: seed ${seed}`);
    const random = randomFrom(seed);
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const piece = await product(shop, 'The Drop', { stock });
    const staff = { token: shop.owner };
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const made = await shop.must(201, 'POST', '/v1/admin/drops', {
      product_id: piece.id, opens_at: soon, quantity: units, per_person: 1, rate_per_minute: 3_000, admission_seconds: 600, work_bits: workBits,
    }, staff);
    await shop.must(200, 'POST', `/v1/admin/drops/${made.id}/status`, { status: 'scheduled' }, staff);
    const before = await shop.must(200, 'GET', `/v1/drops/${made.id}`);
    const live = () => shop.must(200, 'GET', `/v1/admin/drops/${made.id}/live`, undefined, staff);
    const crowd = new Crowd(shop, made.id, piece.variant);

    const everybody = await gather(shop, random);
    const begun = Date.now();
    await lineUp(shop, crowd, everybody);
    assert.equal((await live()).waiting, people, 'one place for each, however they tried');
    t.diagnostic(`${engine}: lined up in ${Date.now() - begun} ms`);
    await shop.must(200, 'POST', `/v1/admin/drops/${made.id}/status`, { status: 'open' }, staff);
    const late = Array.from({ length: lateComers }, (_, at) => ({ at, as: { visitor: `late-${at}` }, email: `late.${at}@example.com`, cheats: false }));
    for (const who of late) await crowd.join(who);

    // Once in the middle of it the process dies: nobody loses their place.
    let killed = false;
    const left = await sellOut(shop, crowd, [...everybody, ...late], live, async (sold, waiting) => {
      if (killed || sold < units / 3) return;
      killed = true;
      const some = waiting.filter((who) => who.at % 10 === 0).slice(0, 40);
      const looks = async () => {
        const places = [];
        await inHands(some, 40, async (who) => { places.push([who.id, (await crowd.place(who)).position ?? 0]); });
        return places.sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).filter(([, position]) => position > 0).map(([id]) => id);
      };
      const order = await looks();
      await shop.kill();
      await shop.start();
      const again = await looks();
      assert.deepEqual(again, order.slice(order.length - again.length), 'the same order after kill -9');
    });
    assert.ok(killed);
    t.diagnostic(`${engine}: ${units} sold after ${Date.now() - begun} ms`);

    const orders = await everything(shop, '/v1/admin/orders?status=paid', staff);
    assert.equal(orders.length, units);
    assert.equal(new Set(orders.map((each) => each.email)).size, units, 'nobody has two');
    const [level] = (await shop.must(200, 'GET', '/v1/admin/stock', undefined, staff)).items;
    assert.deepEqual([level.on_hand, level.reserved], [stock - units, 0]);
    assert.deepEqual(await ledgerProblems(shop, piece.variant, { onHand: stock - units }), []);
    const told = await crowd.place(left[0]);
    assert.deepEqual([told.status, told.sold_out, told.likely], ['waiting', true, false]);
    await lineWasFair(shop, made.id, before, everybody, late);
    cheatersHadTheirShare(t, everybody);
    await shop.must(200, 'POST', `/v1/admin/drops/${made.id}/status`, { status: 'closed' }, staff);
    assert.equal((await crowd.place(left[0])).status, 'over');
    await shop.close();
  });
}
