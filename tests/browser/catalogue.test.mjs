// Staff make a product of twelve variants, set one price in the table by keyboard, and raise five hundred prices at once: each is
// what arithmetic says, and all of them go back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { everything, picture } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const glazes = ['Bone', 'Sage', 'Ember', 'Ink'];
const sizes = ['Small', 'Medium', 'Large'];

// Forty products and a half: with the one of the studio they have five hundred variants.
async function stockUp(shop) {
  const staff = { token: shop.owner };
  const make = (at, rows) => shop.must(201, 'POST', '/v1/admin/products', {
    title: `Bowl ${String(at).padStart(2, '0')}`, status: 'active', options: [{ name: 'Glaze', values: glazes }, { name: 'Size', values: sizes }],
    variants: rows.map(([Glaze, Size], index) => ({ price: { amount: 1_000 + 137 * at + 310 * index, currency: 'EUR' }, options: { Glaze, Size } })),
  }, staff);
  const all = glazes.flatMap((glaze) => sizes.map((size) => [glaze, size]));
  for (let at = 0; at < 40; ++at) await make(at, all);
  await make(40, all.slice(0, 8));
}

// Ten per cent more, then the nearest amount that ends in 99; half a cent and half a euro go up.
function raised(amount) {
  const more = amount + Math.round(amount / 10);
  const below = Math.floor((more - 99) / 100) * 100 + 99;
  const near = more - below < below + 100 - more ? below : below + 100;
  return near > 0 ? near : near + 100;
}

for (const where of combinations(1)) {
  test(`twelve variants and five hundred prices (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const staff = { token: shop.owner };
    await stockUp(shop);
    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/products');
    const variantsNow = async () => (await everything(shop, '/v1/admin/products', staff)).flatMap((each) => each.variants);
    let vase;

    await t.test('a product of twelve variants is made, with a picture and stock', async () => {
      await page.getByRole('link', { name: say('new_product') }).click();
      await page.getByLabel(say('title'), { exact: true }).fill('Harbour Vase');
      await page.getByLabel(say('price'), { exact: true }).fill('48');
      await page.getByLabel(say('on_hand_each')).fill('7');
      await page.getByRole('textbox', { name: say('option_name') }).first().fill('Glaze');
      await page.getByRole('textbox', { name: say('option_values') }).first().fill(glazes.join(', '));
      await page.getByRole('button', { name: say('option_add') }).click();
      await page.getByRole('textbox', { name: say('option_name') }).nth(1).fill('Size');
      await page.getByRole('textbox', { name: say('option_values') }).nth(1).fill(sizes.join(', '));
      await page.getByText(say('variants_made.other', { count: 12 })).waitFor();
      await page.locator('.detail input[type=file]').setInputFiles({ name: 'vase.png', mimeType: 'image/png', buffer: picture() });
      await page.locator('.detail img').first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      await page.getByRole('button', { name: say('create_and_show') }).click();
      await page.waitForURL(/\/studio\/products\/prd_/);
      vase = await shop.must(200, 'GET', `/v1/admin/products/${new URL(page.url()).pathname.split('/').at(-1)}`, undefined, staff);
      assert.deepEqual([vase.title, vase.status, vase.media.length], ['Harbour Vase', 'active', 1]);
      assert.deepEqual(vase.variants.map((each) => [each.options.Glaze, each.options.Size, each.price.amount]),
        glazes.flatMap((glaze) => sizes.map((size) => [glaze, size, 4_800])));
      await until('the stock is set', async () => {
        const { items } = await shop.must(200, 'GET', '/v1/admin/stock?q=Harbour&limit=100', undefined, staff);
        return items.length === 12 && items.every((each) => each.on_hand === 7);
      });
    });

    await t.test('the arrows walk through its prices; one is changed and the shop sells it so', async () => {
      const cell = (row) => page.locator(`[data-cell="${row}-1"]`);
      await cell(0).focus();
      for (let step = 0; step < 4; ++step) await page.keyboard.press('ArrowDown');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), '4-1');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('52.50');
      await page.keyboard.press('Control+s');
      await until('it is saved', async () =>
        (await shop.must(200, 'GET', `/v1/admin/products/${vase.id}`, undefined, staff)).variants[4].price.amount === 5_250);
      const shopper = await visitor(browser, shop, where);
      await shopper.goto(`/products/${vase.handle}`);
      const tell = words(where.locale);
      await shopper.getByText('Sage', { exact: true }).first().click();
      await shopper.getByText('Medium', { exact: true }).first().click();
      await shopper.getByText(/52[.,]50/).first().waitFor();
      await shopper.getByRole('button', { name: tell('add_to_bag'), exact: true }).first().click();
      await shopper.getByRole('button', { name: tell('see_bag') }).click();
      await shopper.getByRole('dialog').getByText(/Sage.*Medium/).waitFor();
      assert.deepEqual(shopper.troubles, []);
    });

    await t.test('five hundred prices are raised by ten per cent and end in 99, and go back', async () => {
      const before = await variantsNow();
      assert.equal(before.length, 500);
      await page.goto('/studio/products');
      await page.getByRole('link', { name: say('bulk_open') }).click();
      await page.getByLabel(say('bulk_percent')).fill('10');
      await page.getByLabel(say('bulk_ending')).fill('99');
      const go = page.getByRole('button', { name: say('bulk_do.other', { count: 500 }) });
      await go.waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      await go.click();
      await page.getByText(say('bulk_count', { done: 500, total: 500 })).waitFor({ timeout: 90_000 });
      const prices = (list) => new Map(list.map((each) => [each.id, each.price.amount]));
      assert.deepEqual(prices(await variantsNow()), new Map(before.map((each) => [each.id, raised(each.price.amount)])));
      await page.getByRole('button', { name: say('undo') }).click();
      await page.getByText(say('bulk_back_count', { done: 500, total: 500 })).waitFor({ timeout: 90_000 });
      assert.deepEqual(prices(await variantsNow()), prices(before));
    });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
