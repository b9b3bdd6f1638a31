// A product whose first colour is sold out opens with another one chosen, and with its picture; a colour without a picture of its own says
// whose picture it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, openBrowser, stickingOut, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, picture, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(4)) {
  test(`the picture is that of what is chosen (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const owner = { token: shop.owner };
    const say = words(where.locale);
    const pictures = [await media(shop, shop.owner, picture({ red: 200 })), await media(shop, shop.owner, picture({ red: 40 }))];
    const glazes = ['Brick', 'Teal', 'Sand'];
    const price = { amount: 2800, currency: 'EUR' };
    const mug = await product(shop, 'Ember Mug', { stock: 0, more: {
      options: [{ name: 'Glaze', values: glazes }], variants: glazes.map((Glaze) => ({ sku: Glaze, price, options: { Glaze } })), media_ids: pictures.map((each) => each.id),
    } });
    const { variants } = await shop.must(200, 'GET', `/v1/admin/products/${mug.id}`, undefined, owner);
    for (const [at, each] of pictures.entries()) await shop.must(200, 'PATCH', `/v1/admin/variants/${variants[at].id}`, { image_media_id: each.id }, owner);
    for (const each of variants.slice(1)) await shop.must(200, 'PUT', `/v1/admin/variants/${each.id}/stock`, { on_hand: 5, reason: 'counted' }, owner);
    const shown = await until('the page knows', async () => {
      const page = await shop.must(200, 'GET', `/v1/products/${mug.handle}`);
      return page.variants.map((each) => each.available).join() === 'false,true,true' && page.variants[1].image && page;
    });
    const [brick, teal] = shown.variants.map((each) => each.image?.url);

    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${mug.handle}`);
    await page.getByRole('radio', { name: 'Teal' }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    const strip = page.getByRole('group', { name: say('pictures_of', { title: 'Ember Mug' }) });
    const seen = () => strip.evaluate((box) => {
      const [left, right] = [box.getBoundingClientRect().left, box.getBoundingClientRect().right];
      const frame = [...box.children].find((each) => each.getBoundingClientRect().left >= left - 2 && each.getBoundingClientRect().right <= right + 2);
      return { url: frame?.querySelector('img')?.getAttribute('src'), words: frame?.textContent.trim() ?? '' };
    });
    const name = (url) => url.split('/').at(-1).split('?')[0];
    const shows = (url, text) => until(`it shows ${url}`, async () => {
      const now = await seen();
      return now.url && name(now.url) === name(url) && text.test(now.words);
    });
    await shows(teal, /^$/);
    await page.getByRole('radio', { name: 'Brick' }).check({ force: true });
    await shows(brick, /^$/);
    await page.getByRole('radio', { name: 'Sand' }).check({ force: true });
    await shows(brick, say('pictured', { name: 'Brick' }));
    assert.deepEqual(await allProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
