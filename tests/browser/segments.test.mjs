// Staff build a segment by clicking and by typing, both in step; who fits comes in at once, gets the discount that is for them and
// their own shop page; others do not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

// Somebody without an account looks at lamps: the next page greets them in another way from its first paint on, nobody else's does.
async function anotherShopPage(browser, shop, where, lamp) {
  const guest = await visitor(browser, shop, where);
  await guest.addInitScript(() => {
    globalThis.titles = [];
    new MutationObserver(() => {
      const title = document.querySelector('h1')?.textContent.trim();
      if (title && globalThis.titles.at(-1) !== title) globalThis.titles.push(title);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  const plain = words(where.locale)('nav.shop');
  await guest.goto('/collections');
  await guest.getByRole('heading', { level: 1, name: plain }).waitFor();
  const id = (await guest.context().cookies()).find((each) => each.name === 'plaza_visitor').value;
  for (const at of [1, 2, 3]) {
    await shop.must(200, 'POST', '/v1/track', { event: 'Product Viewed', anonymousId: id, messageId: `guest-${at}`, properties: { product_id: lamp.id } }, { visitor: id });
  }
  await until('they are in', async () => (await shop.must(200, 'GET', '/v1/collections', undefined, { visitor: id })).hero?.title === 'Light for the evening');
  const answer = await guest.goto('/collections');
  assert.match(await answer.text(), /<h1>Light for the evening<\/h1>/);
  assert.match(answer.headers()['cache-control'], /private/);
  await guest.getByRole('heading', { level: 1, name: 'Light for the evening' }).waitFor();
  assert.deepEqual([...new Set(await guest.evaluate(() => globalThis.titles))], ['Light for the evening'], 'nothing flashes');
  const other = await visitor(browser, shop, where);
  await other.goto('/collections');
  await other.getByRole('heading', { level: 1, name: plain }).waitFor();
  for (const path of ['/collections', '/v1/collections']) assert.match((await shop.get(path)).headers['cache-control'], /private/);
  assert.deepEqual([...guest.troubles, ...other.troubles], []);
}

for (const where of combinations(1)) {
  test(`a segment is built, typed, filled and used (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const staff = { token: shop.owner };
    const lamp = await product(shop, 'Dune Lamp', { amount: 4800 });
    const lan = await member(shop, 'Lan Pham');
    const minh = await member(shop, 'Minh Tran');
    const looks = (who, at) => shop.must(200, 'POST', '/v1/track', { event: 'Product Viewed', anonymousId: `v-${who.id}`, messageId: `${who.id}-${at}`, properties: { product_id: lamp.id } }, { token: who.token });
    for (const at of [1, 2, 3]) await looks(lan, at);
    await looks(minh, 1);

    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/segments');
    await page.getByRole('link', { name: say('new_segment') }).first().click();
    await page.getByLabel(say('segment_field_name.name'), { exact: true }).fill('Keen on lamps');
    const fit = page.locator('.found');
    await fit.getByText(/^1$/).waitFor();
    await page.getByText('Lan Pham').waitFor();
    const typed = page.getByLabel(say('segment_typed'));
    assert.equal(await typed.inputValue(), 'count(Product Viewed, 7 days) >= 3');
    await page.getByLabel(say('segment_value')).fill('1');
    await page.getByLabel(say('segment_value')).blur();
    await fit.getByText(/^2$/).waitFor();
    assert.equal(await typed.inputValue(), 'count(Product Viewed, 7 days) >= 1');

    const open = 'count(Product Viewed, 7 days) >= 3 and not count(order_paid, 7 days >= 1';
    await typed.fill(open);
    await page.getByText(say('segment_place', { line: 1, column: open.lastIndexOf('>=') + 1 })).waitFor();
    await typed.fill('count(Product Viewed, 7 days) >= 3 and not count(order_paid, 7 days) >= 1');
    await fit.getByText(/^1$/).waitFor();
    assert.equal(await page.getByLabel(say('segment_condition')).count(), 2);
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);
    await page.getByRole('button', { name: say('save_changes') }).click();
    await page.waitForURL(/\/studio\/segments\/seg_/);
    const id = new URL(page.url()).pathname.split('/').at(-1);
    await page.getByRole('link', { name: 'Lan Pham' }).waitFor();

    const terms = { code: 'LAMP5', title: 'For who looks at lamps', kind: 'percent', percent_bp: 500, audience: 'keen-on-lamps' };
    await shop.must(201, 'POST', '/v1/admin/discounts', terms, staff);
    const codeFor = async (who) => {
      const bag = await cart(shop, [[lamp.variant, 1]], { token: who.token });
      return (await shop.ask('POST', `/v1/carts/${bag.id}/codes`, { code: 'LAMP5' }, { token: who.token, access: bag.access })).status;
    };
    assert.equal(await codeFor(lan), 201);
    assert.equal(await codeFor(minh), 409);
    for (const at of [2, 3]) await looks(minh, at);
    await until('the third look brings him in', async () => (await shop.must(200, 'GET', `/v1/admin/segments/${id}`, undefined, staff)).count === 2);
    assert.equal(await codeFor(minh), 201);

    await page.reload();
    await page.getByRole('link', { name: 'For who looks at lamps' }).waitFor();
    await page.getByRole('link', { name: 'Minh Tran' }).waitFor();
    await page.getByRole('button', { name: say('segment_variant_new') }).click();
    await page.getByLabel(say('segment_variant.title')).fill('Light for the evening');
    await page.getByRole('button', { name: say('segment_variant_save') }).click();
    await page.getByText('Light for the evening').waitFor();
    assert.equal((await shop.must(200, 'GET', '/v1/collections', undefined, { token: lan.token })).hero.title, 'Light for the evening');
    assert.equal((await shop.must(200, 'GET', '/v1/collections')).hero, null);
    assert.deepEqual(page.troubles, []);
    await anotherShopPage(browser, shop, where, lamp);
    await shop.close();
  });
}
