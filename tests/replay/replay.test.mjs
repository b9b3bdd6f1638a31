// Same log, same state: people look, like, buy, sign in, are linked and parted, posts are edited and removed, prices change, and the
// process dies in the middle of it. What the learners know then is what a replay of the whole log gives, by hash. PLAZA_TEST_SEED=N
// repeats a run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, checkout, member, post, product } from '../kit/seed.mjs';
import { Shop, until, wholeMatrix } from '../kit/shop.mjs';

const deaths = wholeMatrix ? 12 : 3;
const clients = 4;
const seed = Number(process.env.PLAZA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

// mulberry32
let state = seed >>> 0;
function below(count) {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * count);
}
const one = (list) => list[below(list.length)];

const learners = (shop, ...words) => JSON.parse(shop.run(['learners', '--json', ...words]));

function allTheSame(report) {
  assert.ok(report.log_position > 0);
  for (const each of report.learners) {
    assert.equal(each.position, report.log_position, each.name);
    assert.equal(each.replayed, each.hash, `${each.name}: a replay gives another state`);
    assert.ok(each.intact, each.name);
  }
  assert.deepEqual(report.learners.map((each) => each.name).sort(),
    ['experiments', 'feed', 'insights', 'predictions', 'profiles', 'radar', 'segments', 'storefront']);
}

class Town {
  constructor(shop) {
    this.shop = shop;
    this.visitors = Array.from({ length: 12 }, (_, at) => `device-${at}-of-the-town`);
  }

  async settle() {
    const { shop } = this;
    this.members = [];
    for (const name of ['An', 'Binh', 'Chi', 'Dung']) this.members.push(await member(shop, name));
    this.products = [];
    for (const title of ['Field Bowl', 'Tall Vase', 'Sage Mug']) this.products.push(await product(shop, title, { stock: 500 }));
    this.posts = [];
    for (let at = 0; at < 14; ++at) await this.write();
    await until('posts are shown', async () => (await shop.get('/v1/feed?limit=10', { visitor: 'somebody' })).body.items.length === 10);
  }

  async write() {
    const tag = one(['clay', 'glaze', 'kiln']);
    const made = await post(this.shop, one(this.members).token, { text: `Post ${this.posts.length} #${tag}`, products: below(2) ? [one(this.products)] : [] });
    this.posts.push(made);
  }

  // As somebody signed in on a device, or as the device alone.
  who() {
    const visitor = one(this.visitors);
    return below(3) ? { visitor } : { visitor, token: one(this.members).token };
  }

  async look() {
    const who = this.who();
    const { body } = await this.shop.get('/v1/feed?limit=10', who);
    const batch = (body.items ?? []).slice(0, 1 + below(8)).flatMap((item) => {
      const track = (event, more = {}) => ({
        type: 'track', messageId: randomUUID(), anonymousId: who.visitor, event, timestamp: new Date().toISOString(),
        properties: { post_id: item.post.id, impression_id: item.impression_id, ...more },
      });
      const deeds = [track('Post Viewed', { watch_ms: below(14_000) })];
      if (below(3) === 0) deeds.push(track(one(['Post Liked', 'Post Saved', 'Post Hidden'])));
      if (below(3) === 0) deeds.push(track('Tag Tapped', { product_id: one(this.products).id }));
      return deeds;
    });
    await this.shop.post('/v1/batch', { batch, sentAt: new Date().toISOString() }, who);
  }

  async buy() {
    const who = this.who();
    const bag = await cart(this.shop, [[one(this.products).variant, 1]], who);
    await checkout(this.shop, bag, { email: 'somebody@example.com', key: randomUUID(), ...who });
  }

  async act() {
    const { shop } = this;
    const who = this.who(), owner = { token: shop.owner };
    const some = one(this.posts);
    switch (below(14)) {
      case 0: return this.buy();
      case 1: return this.write();
      case 2: return shop.patch(`/v1/posts/${some.id}`, { text: `Written again #${one(['clay', 'salt'])}`, tags: [] }, { token: this.members.find((each) => each.id === some.author.id)?.token });
      case 3: return below(3) ? shop.put(`/v1/posts/${some.id}/like`, undefined, { ...who, token: one(this.members).token }) : shop.delete(`/v1/posts/${some.id}`, { token: this.members.find((each) => each.id === some.author.id)?.token });
      case 4: return shop.patch(`/v1/admin/variants/${one(this.products).variant}`, { price: { amount: 900 + below(5_000), currency: 'EUR' } }, owner);
      case 5: return shop.post('/v1/identify', { anonymousId: who.visitor, userId: 'claimed', traits: { city: one(['Hue', 'Hanoi']) } }, who);
      case 6: {
        const person = one(this.members);
        return shop.post(`/v1/admin/people/${person.id}/${one(['merge', 'unmerge'])}`, { visitor: who.visitor }, owner);
      }
      case 7: return shop.post('/v1/sessions', { email: one(this.members).email, password: 'a quiet long password' }, { visitor: who.visitor });
      case 8: return shop.post('/v1/track', { event: one(['Feed Personalization Paused', 'Feed Personalization Resumed', 'Feed Personalization Reset']), properties: {} }, who);
      default: return this.look();
    }
  }

  // Several at once, so many deeds together.
  async live(count) {
    let left = count;
    const client = async () => {
      while (left-- > 0) await this.act();
    };
    await Promise.all(Array.from({ length: clients }, client));
  }

  // The same, and after so many the process dies, whatever the others are at.
  async liveAndDie(count) {
    let done = 0;
    const client = async () => {
      while (done < count) {
        try {
          await this.act();
        } catch (error) {
          if (done < count) throw error;
        }
        if (++done === count) this.shop.child.kill('SIGKILL');
      }
    };
    await Promise.all([...Array.from({ length: clients }, client), this.shop.ended]);
  }
}

for (const engine of engines) {
  test(`what the learners know is what the log says, whenever the process dies (${engine})`, { timeout: 900_000 }, async (t) => {
    t.diagnostic(`PLAZA_TEST_SEED=${seed}`);
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const town = new Town(shop);
    await town.settle();
    await town.live(60);

    await t.test('after an orderly stop', async () => {
      await shop.stop();
      const report = learners(shop, '--replay');
      allTheSame(report);
      for (const each of report.learners) assert.equal(each.restored_from, report.log_position, `${each.name} wrote its snapshot`);
      await shop.start();
    });

    await t.test(`after ${deaths} deaths`, async () => {
      for (let death = 0; death < deaths; ++death) {
        await town.liveAndDie(10 + below(70));
        if (death === 0 || wholeMatrix) allTheSame(learners(shop, '--replay'));
        await shop.start();
      }
      await town.live(30);
      await shop.stop();
      allTheSame(learners(shop, '--replay'));
      const names = execFileSync('sqlite3', [join(shop.data, 'interactions.db'), 'SELECT DISTINCT name FROM interactions_log'], { encoding: 'utf8' }).split('\n');
      for (const name of ['feed.facts', 'feed.page', 'orders.order_paid', 'identity.signed_in', 'profiles.profiles_merged', 'Post Viewed', 'Tag Tapped']) {
        assert.ok(names.includes(name), `nothing of ${name} in the log`);
      }
    });

    await t.test('another version of a learner is made anew, the others keep their hash', () => {
      const before = learners(shop);
      execFileSync('sqlite3', [join(shop.data, 'interactions.db'), "UPDATE interactions_states SET version = version + 100 WHERE learner = 'feed'"]);
      const after = learners(shop);
      for (const [at, each] of after.learners.entries()) {
        assert.equal(each.hash, before.learners[at].hash, each.name);
        assert.equal(each.restored_from, each.name === 'feed' ? null : before.log_position, each.name);
      }
    });

    await t.test('a damaged snapshot is not believed', async () => {
      const file = join(shop.data, 'interactions.db');
      const before = learners(shop);
      execFileSync('sqlite3', [file, "UPDATE interactions_state_parts SET data = substr(data, 1, length(data) - 3) WHERE learner = 'segments'"]);
      const after = learners(shop);
      assert.deepEqual(after.learners.map((each) => each.hash), before.learners.map((each) => each.hash));
      assert.equal(after.learners.find((each) => each.name === 'segments').restored_from, null);
      await shop.start();
      assert.equal((await shop.get('/v1/feed?limit=10', { visitor: 'device-0-of-the-town' })).status, 200);
    });

    await shop.close();
  });
}
