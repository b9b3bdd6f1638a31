// The feed from both sides: staff see what it learnt, change what counts, look at what a rule would do and publish it; a visitor sees the
// pinned post, asks why, and pauses personalisation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(3)) {
  test(`a rule is tried, published and seen, and the feed is paused (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const staff = { token: shop.owner };
    const vase = await product(shop, 'Blue Vase');
    const lan = await member(shop, 'Lan Vu');
    const image = await media(shop, lan.token);
    const pinned = await post(shop, lan.token, { text: 'The vase on our table #table', media_ids: [image.id], products: [vase] });
    for (let i = 0; i < 3; i += 1) await post(shop, lan.token, { text: `Another day ${i}`, media_ids: [image.id] });
    await until('the posts are in the feed', async () => (await shop.must(200, 'GET', '/v1/feed', undefined, { visitor: 'looker' })).items.length === 4);

    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/feed');
    await page.getByRole('rowheader', { name: say('feed_head.purchase') }).waitFor();
    await page.getByText(say('feed_affinity_empty')).waitFor();
    const { items } = await shop.must(200, 'GET', '/v1/feed', undefined, { visitor: 'looker' });
    const fans = [...Array(8).keys()].flatMap((fan) => items.slice(0, 3).map(({ post: liked }) => (
      { type: 'track', event: 'Post Liked', messageId: `like-${fan}-${liked.id}`, anonymousId: `fan-${fan}`, properties: { post_id: liked.id } })));
    await shop.must(200, 'POST', '/v1/batch', { batch: fans }, { visitor: 'fan-0' });
    const learning = () => shop.must(200, 'GET', '/v1/admin/feed/learning', undefined, staff);
    const { affinity, sources } = await until('what the eight have in common is learnt', async () => {
      const told = await learning();
      return told.affinity && told;
    }, { milliseconds: 60_000, every: 200 });
    assert.deepEqual([affinity.people, affinity.interactions >= 24, affinity.indexed >= 3, affinity.approximate], [8, true, true, false]);
    assert.ok(sources.some((each) => each.places > 0));
    await page.reload();
    await page.getByText(say('feed_affinity_exact')).waitFor();
    await page.getByRole('rowheader', { name: say(`feed_source.${sources[0].source}`), exact: true }).first().waitFor();
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);

    await page.goto('/studio/feed?view=weights');
    await page.getByLabel(say('feed_head.purchase')).fill('12.00');
    await page.getByText('400').waitFor();  // likes
    await page.getByRole('button', { name: say('save_changes') }).click();
    await page.getByText(say('saved_now')).waitFor();
    assert.equal((await shop.must(200, 'GET', '/v1/admin/feed/settings', undefined, staff)).worth.purchase, 1200);
    assert.deepEqual(await stickingOut(page), []);

    await page.goto('/studio/feed?view=rules');
    await page.getByRole('button', { name: say('feed_rule_new') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('title')).fill('The launch');
    await dialog.getByLabel(say('feed_kind')).selectOption('pin');
    await dialog.getByLabel(say('feed_target'), { exact: true }).selectOption('post');
    await dialog.getByLabel(say('feed_target.post')).fill(`${shop.url}/p/${pinned.id}`);
    await dialog.getByRole('button', { name: say('feed_preview_do') }).click();
    await dialog.locator('dl').waitFor();
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual((await shop.must(200, 'GET', '/v1/admin/feed/rules', undefined, staff)).items, []);
    await dialog.getByRole('button', { name: say('feed_publish') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('The launch').waitFor();
    const first = await shop.must(200, 'GET', '/v1/feed', undefined, { visitor: 'another' });
    assert.equal(first.items[0].post.id, pinned.id);
    assert.equal(first.items[0].reason.code, 'brand');
    assert.deepEqual(page.troubles, []);

    const shopper = await visitor(browser, shop, where);
    const tell = words(where.locale);
    await shopper.goto('/');
    await shopper.getByRole('button', { name: tell('post_menu') }).first().click();
    const sheet = shopper.getByRole('dialog');
    await sheet.getByText(tell('why_this')).waitFor();
    await sheet.getByText(tell('own_feed.title')).click();
    await sheet.getByRole('button', { name: tell('own_feed.pause') }).click();
    await sheet.getByText(tell('own_feed.is_paused'), { exact: false }).waitFor();
    assert.deepEqual(await seriousProblems(shopper), []);
    await sheet.getByRole('button', { name: tell('own_feed.resume') }).waitFor();
    assert.deepEqual(shopper.troubles, []);
    await shop.close();
  });
}
