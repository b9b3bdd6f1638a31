// A shopper chooses another currency: pages, feed, search and the bag follow, what does not fit says so, and the order is in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, payInSheet, seriousProblems, stickingOut, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, post, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

const yen = /[¥￥]\s?3,?\.?840|3\.840\s?[¥￥]/;
const euro = /24(?:[.,]00)?/;

const ways = [1, 2].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`another currency is chosen, and bought in (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const vase = await product(shop, 'Blue Vase', { amount: 2400 });
    const mai = await member(shop, 'Mai');
    const picture = await media(shop, mai.token);
    await post(shop, mai.token, { text: 'A vase in the morning', media_ids: [picture.id], products: [vase] });
    const card = await shop.must(201, 'POST', '/v1/admin/gift_cards', { amount: { amount: 1000, currency: 'EUR' } }, { token: shop.owner });

    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${vase.handle}`);
    // One currency: nothing to choose.
    await page.getByRole('heading', { level: 1, name: 'Blue Vase' }).waitFor();
    assert.equal(await page.getByLabel(say('currency')).count(), 0);

    await shop.must(200, 'PUT', '/v1/admin/currencies/JPY', { rate: '160', rounding_step: 10 }, { token: shop.owner });
    await page.reload();
    await page.getByRole('button', { name: say('add_to_bag') }).first().click();
    await page.getByRole('button', { name: say('see_bag') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(euro).first().waitFor();
    await sheet.getByRole('button', { name: say('have_code') }).click();
    const code = sheet.getByPlaceholder(say('code_or_card'));
    await code.fill(card.code);
    await code.press('Enter');
    await sheet.getByText(card.code.slice(-4)).first().waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    const reloaded = page.waitForEvent('load');
    await page.getByLabel(say('currency')).selectOption('JPY');
    await reloaded;
    await page.getByText(say('currency_unfit')).waitFor();
    await page.locator('.words .price').getByText(yen).waitFor();
    assert.equal(await page.getByLabel(say('currency')).inputValue(), 'JPY');
    // Without a script as well, and for nobody else.
    const html = await page.evaluate(async (path) => (await fetch(path)).text(), `/products/${vase.handle}`);
    assert.match(html, /"price":"3840","priceCurrency":"JPY"/);
    assert.match(await (await fetch(`${shop.url}/products/${vase.handle}`)).text(), /"price":"24.00","priceCurrency":"EUR"/);

    await page.goto('/search?q=vase');
    await page.getByRole('link', { name: 'Blue Vase' }).getByText(yen).waitFor();
    assert.deepEqual(await stickingOut(page), []);
    assert.deepEqual(await seriousProblems(page), []);
    await page.goto('/');
    await page.getByText(yen).first().waitFor();
    await page.goto('/bag');
    await page.getByText(yen).first().waitFor();

    // The card is of another currency: it says so, and is taken out by a tap.
    await page.getByText(say('error.credit.wrong_currency')).waitFor();
    await page.getByRole('button', { name: new RegExp(card.code.slice(-4)) }).click();
    await page.getByText(say('error.credit.wrong_currency')).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: say('checkout') }).first().click();
    await payInSheet(page.getByRole('dialog'), say);
    const { items } = await shop.must(200, 'GET', '/v1/admin/orders', undefined, { token: shop.owner });
    assert.deepEqual(items.map((each) => [each.status, each.currency, each.lines[0].unit_price.amount]), [['paid', 'JPY', 3840]]);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
