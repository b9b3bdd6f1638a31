// The pages of the shop and the rooms of the studio can be used by everybody: axe-core finds nothing serious, nothing sticks out of a
// window 320 px wide, each is walked through by keyboard, and the first page is light.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { furnish } from '../kit/furnished.mjs';
import { ownPassword } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

const scriptBytesMax = 100_000;

// Walks by Tab as a person does who has no mouse: nothing focused is invisible, the walk is not caught, and it comes by `wanted`.
async function walk(page, wanted, most = 120) {
  const seen = [];
  for (let step = 0; step < most; ++step) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return null;
      const box = here.getBoundingClientRect();
      const name = (here.getAttribute('aria-label') ?? here.labels?.[0]?.textContent ?? here.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
      return { name: name || here.getAttribute('placeholder') || here.getAttribute('title') || '', tag: here.outerHTML.slice(0, 120), empty: box.width === 0 || box.height === 0 };
    });
    if (!at) continue;
    assert.ok(!at.empty, `focus is on something that cannot be seen: ${at.tag}`);
    assert.ok(at.name || /^<(html|main|dialog|div|iframe)/.test(at.tag), `focus is on something without a name: ${at.tag}`);
    seen.push(at.name);
    if (wanted.test(at.name)) return seen;
  }
  throw new Error(`not reached by Tab: ${wanted}; seen: ${seen.join(' | ')}`);
}

for (const where of combinations(1)) {
  test(`pages and rooms are for everybody (${nameOf(where)})`, { timeout: 360_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const there = await furnish(shop);
    const say = studioWords(where.locale);
    const page = await visitor(browser, shop, where);
    const size = page.viewportSize();

    // As it is, and in the narrowest window that there is.
    const fits = async (what) => {
      assert.deepEqual(await seriousProblems(page), [], what);
      assert.deepEqual(await stickingOut(page), [], what);
      await page.setViewportSize({ width: 320, height: 640 });
      assert.deepEqual(await stickingOut(page), [], `${what}, 320 px wide`);
      await page.setViewportSize(size);
    };

    await t.test('first script of the feed fits', async () => {
      const session = await page.context().newCDPSession(page);
      await session.send('Network.enable');
      const kinds = new Map();
      let bytes = 0;
      session.on('Network.responseReceived', (event) => kinds.set(event.requestId, event.type));
      session.on('Network.loadingFinished', (event) => {
        if (kinds.get(event.requestId) === 'Script') bytes += event.encodedDataLength;
      });
      await page.goto('/', { waitUntil: 'networkidle' }).catch(() => {});
      await page.getByRole('article').first().waitFor();
      t.diagnostic(`script of the first load: ${bytes} bytes compressed (at most ${scriptBytesMax})`);
      assert.ok(bytes > 0 && bytes <= scriptBytesMax, `${bytes} bytes of script`);
      await session.detach();
    });

    const heading = () => page.getByRole('heading').first().waitFor();
    const ready = {
      feed: ['/', () => page.getByRole('article').first().waitFor()],
      product: [`/products/${there.vase.handle}`, () => page.getByRole('heading', { name: there.vase.title }).first().waitFor()],
      'product of a drop': ['/products/moon-vase', () => page.getByRole('link', { name: say('drop.to_room') }).waitFor()],
      'waiting room': [`/drops/${there.drop.id}`, () => page.getByRole('button', { name: say('drop.take_place') }).waitFor()],
      comparison: [`/compare?products=${there.vase.handle},${there.lamp.handle}`, () => page.getByRole('table').waitFor()],
      search: ['/search?q=vase', () => page.getByText(there.vase.title).first().waitFor()],
      'write to us': ['/help', () => page.getByRole('textbox').first().waitFor()],
      'an article': ['/help/glaze', () => page.locator('article.words').waitFor()],
      groups: ['/groups', () => page.getByRole('link', { name: there.group.name }).first().waitFor()],
      'a group': [`/groups/${there.group.slug}`, () => page.getByText('Which glaze comes next?').first().waitFor()],
      'events of a group': [`/groups/${there.group.slug}?tab=events`, () => page.getByText('Open studio').first().waitFor()],
      'about a group': [`/groups/${there.group.slug}?tab=about`, () => page.getByText(/No selling/).first().waitFor()],
      'a discussion': [`/groups/${there.group.slug}/d/${there.asked.id}`, () => page.getByText(/^It does\./).first().waitFor()],
      'a poll': [`/groups/${there.group.slug}/d/${there.poll.id}`, () => page.getByText('Tenmoku').first().waitFor()],
      'an event': [`/groups/${there.group.slug}/events/${there.event.id}`, heading],
      'log of moderation': ['/moderation', heading],
      'sign-in': ['/signin', () => page.locator('form [name=password]').waitFor()],
      bag: ['/bag', heading],
      order: [`/orders/${there.bought.id}`, () => page.getByText('JJD 0099').first().waitFor()],
      'new discussion': [`/groups/${there.group.slug}/new`, () => page.getByRole('textbox').first().waitFor()],
      'members of a group': [`/groups/${there.group.slug}/members`, () => page.getByText('Bartholomäus').first().waitFor()],
      'moderation of a group': [`/groups/${there.group.slug}/moderation`, () => page.getByText(/^It does\./).first().waitFor()],
      messages: ['/messages', () => page.getByText('Bartholomäus').first().waitFor()],
      'a message': [`/messages/${there.letter.id}`, () => page.getByRole('log').getByText(/^May I ask/).waitFor()],
      notifications: ['/notifications', heading], 'own reviews': ['/account/reviews', heading], 'own moderation': ['/account/moderation', heading],
    };
    for (const [name, [address, settled]] of Object.entries(ready)) {
      await t.test(`${name}: nothing serious, nothing sticks out`, async () => {
        if (name === 'order') {
          await page.goto('/signin');
          await page.evaluate(async ([email, password]) => fetch('/v1/sessions', {
            method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }),
          }), [there.author.email, ownPassword]);
        }
        await page.goto(address);
        await page.locator('#app > *').first().waitFor();
        await settled();
        await fits(name);
      });
    }
    await t.test('the keyboard reaches what is for sale, and buys it', async () => {
      await page.goto(`/products/${there.vase.handle}`);
      await page.getByRole('button', { name: say('add_to_bag') }).first().waitFor();
      await walk(page, say('add_to_bag'));
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: say('see_bag') }).waitFor();
    });

    await page.context().clearCookies();
    await page.goto('/studio/');
    await page.locator('input[type=password]').waitFor();
    await t.test('studio sign-in has no serious problem', () => fits('sign-in'));
    await enterStudio(page, say);
    const rooms = {
      Today: ['/studio/', () => page.getByRole('heading', { level: 1 }).first().waitFor()],
      orders: ['/studio/orders', '.list a'], 'an order': [`/studio/orders/${there.bought.id}`, '.detail h2'],
      inbox: ['/studio/inbox', 'h1'], 'an answer': [`/studio/inbox/${there.talk.id}`, '.turns'], 'report of the inbox': ['/studio/inbox?desk=report', 'dl'], 'rules of the inbox': ['/studio/inbox?desk=rules', 'fieldset'],
      returns: ['/studio/returns', '[role=list] a, ul a'], 'a return': [`/studio/returns/${there.back.id}`, '.detail h2'],
      claims: ['/studio/returns?desk=claims', '[role=list] a, ul a'], 'return policy': ['/studio/returns?desk=policy', 'input'],
      products: ['/studio/products', '.list a'], 'new product': ['/studio/products/new', '.detail input'],
      'change prices': ['/studio/products/prices', '.detail input'], 'a product': [`/studio/products/${there.vase.id}`, '.detail input'],
      stock: ['/studio/stock', 'input'], prices: ['/studio/prices', 'main a[href^="/studio/prices/"]'], 'a price list': [`/studio/prices/${there.list.id}`, '.detail input'],
      currencies: ['/studio/prices?view=currencies', 'h1'], 'customer groups': ['/studio/prices?view=groups', 'h1'], 'store credit': ['/studio/cards?view=credit', 'h1'], discounts: ['/studio/discounts', 'main a[href^="/studio/discounts/"]'],
      'a discount': [`/studio/discounts/${there.discount.id}`, '.detail input'], 'new discount': ['/studio/discounts/new', '.detail input'],
      drops: ['/studio/drops', 'main a[href^="/studio/drops/"]'], 'a drop': [`/studio/drops/${there.drop.id}`, '.detail h2'], 'new drop': ['/studio/drops/new', '.detail input'],
      cards: ['/studio/cards', 'main a[href^="/studio/cards/"]'], 'a card': [`/studio/cards/${there.card.id}`, '.detail h2'],
      segments: ['/studio/segments', 'h1'], 'new segment': ['/studio/segments/new', '.detail textarea'],
      approvals: ['/studio/inbox?desk=approvals', 'h1'], channels: ['/studio/inbox?desk=channels', 'h1'],
      moderation: ['/studio/moderation', '.list a, main li'], 'a case': [`/studio/moderation/${there.held.id}`, 'blockquote'], 'rules of moderation': ['/studio/moderation?view=rules', 'textarea'],
      'appeals': ['/studio/moderation?view=appeals', 'h1'], 'learning of moderation': ['/studio/moderation?view=learning', 'h1'], 'log of the shop': ['/studio/moderation?view=log', 'h1'],
      communities: ['/studio/communities', 'main a[href^="/studio/communities/"]'], 'a group in the studio': [`/studio/communities/${there.group.slug}`, 'h2'],
      'help in the studio': ['/studio/help', 'h1'], reviews: ['/studio/reviews', 'h1'], radar: ['/studio/radar', 'h2'],
      settings: ['/studio/settings', 'h1'],
    };
    for (const [name, [address, settled]] of Object.entries(rooms)) {
      await t.test(`${name}: nothing serious, nothing sticks out`, async () => {
        await page.goto(address);
        if (typeof settled === 'string') await page.locator(settled).first().waitFor();
        else await settled();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await fits(name);
        // What scrolls is inside the room.
        assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0, name);
      });
    }
    await t.test('the keyboard goes from room to room, opens what is listed and leaves it', async () => {
      await page.goto('/studio/discounts');
      await page.locator('main a[href^="/studio/discounts/"]').first().waitFor();
      await walk(page, /TET2027/);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/studio/discounts/${there.discount.id}`);
      await page.locator('.detail input').first().waitFor();
      for (const [keys, room] of [['gr', 'returns'], ['gs', 'stock'], ['gl', 'drops'], ['gi', 'prices']]) {
        await page.evaluate(() => document.activeElement.blur());
        for (const key of keys) await page.keyboard.press(key);
        await page.waitForURL(new RegExp(`/studio/${room}`));
      }
    });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
