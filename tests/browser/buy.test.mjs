// A guest sees a post, taps the product in it and leaves with a paid order, without leaving the feed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, payInSheet, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, post, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

// Both sizes always: they are two ways through the feed.
const ways = [0, 3].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`a guest buys what a post shows (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const author = await member(shop, 'Mai Kiln');
    const vase = await product(shop, 'Sage Vase', { stock: 5 });
    const shown = await media(shop, author.token);
    await post(shop, author.token, { text: 'Morning light #clay', media_ids: [shown.id], products: [vase] });

    const page = await visitor(browser, shop, where);
    await page.goto('/');
    if (where.size === 'phone') {
      await page.getByRole('button', { name: say('show_product', { title: vase.title }) }).first().click();
      await page.locator('button.chip').click();
    } else {
      await page.getByRole('complementary').getByRole('button', { name: say('buy') }).click();
    }
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: say('buy_now') }).click();
    await payInSheet(sheet, say);
    const order = (await sheet.getByRole('link', { name: say('see_order') }).getAttribute('href')).split('/').at(-1);
    await sheet.getByRole('button', { name: say('back_to_feed') }).click();
    await sheet.waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).pathname, '/');
    assert.deepEqual(page.troubles, []);

    const { items } = await shop.must(200, 'GET', '/v1/admin/orders', undefined, { token: shop.owner });
    assert.deepEqual(items.map((each) => [each.id, each.status, each.email]), [[order, 'paid', 'lan@example.com']]);
    const stock = await shop.must(200, 'GET', '/v1/admin/stock', undefined, { token: shop.owner });
    assert.deepEqual(stock.items.map((each) => [each.on_hand, each.reserved]), [[4, 0]]);
    await shop.close();
  });
}
