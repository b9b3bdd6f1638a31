// A new member signs up, makes a post with a picture and a tag, and a follower finds it in the feed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { member, ownPassword, picture, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(2)) {
  test(`a new member's post reaches a follower (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const cup = await product(shop, 'Tea Cup');
    const follower = await member(shop, 'Duc Follower');

    const page = await visitor(browser, shop, where);
    await page.goto('/signup?next=/compose');
    await page.locator('form [name=name]').fill('Mai Kiln');
    await page.locator('form [name=email]').fill('mai@example.com');
    await page.locator('form [name=password]').fill(ownPassword);
    await page.getByRole('button', { name: say('create_account') }).click();
    await page.locator('label.drop input[type=file]').setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: picture() });
    const next = page.getByRole('banner').getByRole('button', { name: say('next') }).or(page.locator('header').getByRole('button', { name: say('next') })).first();
    await page.getByRole('group', { name: say('crop_label') }).waitFor();
    await next.click();
    await page.getByRole('button', { name: say('tap_to_tag') }).click();
    await page.getByRole('dialog').locator('button.row', { hasText: cup.title }).click();
    await page.getByRole('button', { name: say('remove_tag', { title: cup.title }) }).waitFor();
    await next.click();
    await page.locator('textarea').fill('First firing of the year #stoneware');
    await next.click();
    await page.getByRole('button', { name: say('publish') }).click();
    await page.waitForURL('**/p/pst_*');
    const id = new URL(page.url()).pathname.split('/').at(-1);
    assert.deepEqual(page.troubles, []);

    const made = await shop.must(200, 'GET', `/v1/posts/${id}`);
    assert.equal(made.text, 'First firing of the year #stoneware');
    assert.deepEqual(made.tags.map((each) => each.product.id), [cup.id]);
    assert.equal(made.media.length, 1);

    const other = await visitor(browser, shop, where);
    await other.goto('/signin');
    await other.locator('form [name=email]').fill(follower.email);
    await other.locator('form [name=password]').fill(ownPassword);
    await other.locator('form').getByRole('button', { name: say('sign_in') }).click();
    await other.waitForURL((address) => address.pathname === '/');
    await other.goto(`/@${made.author.handle}`);
    await other.getByRole('button', { name: say('follow') }).first().click();
    await until('the follow is stored', async () =>
      (await shop.get(`/v1/people/${made.author.handle}`, { token: follower.token })).body.is_following);
    await other.goto('/?scope=following');
    await other.getByRole('article', { name: say('post_by', { name: 'Mai Kiln' }) }).waitFor();
    const feed = await shop.must(200, 'GET', '/v1/feed?scope=following', undefined, { token: follower.token });
    assert.deepEqual(feed.items.map((each) => each.post.id), [id]);
    assert.deepEqual(other.troubles, []);
    await shop.close();
  });
}
