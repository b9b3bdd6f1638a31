// A guest puts three pieces aside, sees them side by side, looks at the differences alone and buys one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, openBrowser, payInSheet, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

const fact = (key, label, value, direction) => ({ key, label, value, direction });
const pieces = [
  ['Sage Mug', 2400, [fact('volume', 'Volume', '0.35 l', 'more'), fact('weight', 'Weight', '320 g', 'less'), fact('clay', 'Clay', 'Stoneware', 'neutral')]],
  ['Bone Mug', 1900, [fact('volume', 'Volume', '500 ml', 'more'), fact('clay', 'Clay', 'stoneware', 'neutral')]],
  ['Ember Mug', 3200, [fact('volume', 'Volume', '42 cl', 'more'), fact('weight', 'Weight', '0.41 kg', 'less'), fact('clay', 'Clay', 'Stoneware', 'neutral')]],
];

const meet = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

// Both sizes always: the rows are set differently.
const ways = [0, 3].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`three pieces are compared and one is bought (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const made = [];
    for (const [title, amount, attributes] of pieces) made.push(await product(shop, title, { amount, more: { attributes } }));

    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${made[0].handle}`);
    await page.getByRole('button', { name: say('compare.put_in', { title: 'Sage Mug' }) }).click();
    await page.goto('/search?q=mug');
    for (const title of ['Bone Mug', 'Ember Mug']) {
      const put = page.getByRole('button', { name: say('compare.put_in', { title }) });
      await page.getByRole('link', { name: title }).hover();
      await put.click();
    }
    // The chat makes room for what was put aside.
    const places = await Promise.all([page.getByRole('button', { name: say('chat_open') }), page.getByRole('complementary', { name: say('compare.tray') })].map((each) => each.boundingBox()));
    assert.ok(!meet(...places), JSON.stringify(places));
    await page.getByRole('link', { name: say('compare.compare_count.other', { count: 3 }) }).click();

    const table = page.getByRole('table');
    const row = (name) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    await row('Volume').waitFor();
    assert.equal(new URL(page.url()).search, `?products=${made.map((each) => each.handle).join(',')}`);
    assert.deepEqual(await row('Volume').getByRole('cell').allInnerTexts().then(plain), ['35 cl', `50 cl, ${bare(where, 'compare.best')}`, '42 cl']);
    assert.deepEqual(await row('Weight').getByRole('cell').allInnerTexts().then(plain),
      [`320 g, ${bare(where, 'compare.best')}`, bare(where, 'compare.not_stated'), '410 g']);
    await page.getByLabel(say('compare.only_differences')).check();
    await row('Clay').waitFor({ state: 'detached' });
    assert.equal(await row('Weight').count(), 1);

    // Whoever gets the address sees the same, differences alone included.
    const other = await visitor(browser, shop, where);
    await other.goto(page.url());
    await other.getByRole('table').getByRole('rowheader', { name: 'Volume' }).waitFor();
    assert.equal(await other.getByRole('rowheader', { name: 'Clay' }).count(), 0);
    assert.equal(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await allProblems(other), []);

    await page.getByRole('button', { name: say('compare.add_to_bag', { title: 'Bone Mug' }) }).click();
    await page.getByRole('button', { name: say('see_bag') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: say('checkout') }).click();
    await payInSheet(sheet, say);
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(other.troubles, []);

    const { items } = await shop.must(200, 'GET', '/v1/admin/orders', undefined, { token: shop.owner });
    assert.deepEqual(items.map((each) => [each.status, each.email]), [['paid', 'lan@example.com']]);
    await shop.close();
  });
}

const plain = (texts) => texts.map((text) => text.replaceAll(/\s+/g, ' ').replaceAll(' ,', ',').trim());
// The words themselves, of a key without parameters.
const bare = (where, key) => words(where.locale)(key).source.replace(/^\^\\s\*/, '').replace(/\\s\*\$$/, '');
