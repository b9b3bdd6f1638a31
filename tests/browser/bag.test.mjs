// A guest types a code that holds, one that does not and a gift card, sees each sum explained, pays the rest, moves the address,
// and cancels: the card is whole again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, openBrowser, payInSheet, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

const ways = [1, 2].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`a code and a gift card pay a part of the bag (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const staff = { token: shop.owner };
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 5 });
    await shop.must(201, 'POST', '/v1/admin/discounts', { title: 'Spring', kind: 'percent', percent_bp: 2500, code: 'SPRING25' }, staff);
    const card = await shop.must(201, 'POST', '/v1/admin/gift_cards', { amount: { amount: 1000, currency: 'EUR' }, note: 'a thank-you' }, staff);

    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${vase.handle}`);
    await page.getByRole('button', { name: say('add_to_bag'), exact: true }).first().click();
    await page.getByRole('button', { name: say('see_bag') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: say('have_code') }).click();
    const field = sheet.getByPlaceholder(say('code_or_card'));
    const apply = async (text) => {
      await field.fill(text);
      await sheet.getByRole('button', { name: say('apply') }).click();
    };
    await apply('NOSUCHCODE');
    await sheet.getByText(say('code_unknown')).waitFor();
    await apply('spring25');
    await sheet.getByRole('button', { name: say('remove_code', { code: 'spring25' }) }).waitFor();
    await apply(card.code.replaceAll('-', ' '));
    await sheet.getByText(say('amount_due')).waitFor();
    assert.match(await sheet.locator('dl .due').innerText(), /20/);
    assert.deepEqual(await allProblems(page, 'dialog'), []);

    await sheet.getByRole('button', { name: say('checkout') }).click();
    await payInSheet(sheet, say);
    await sheet.getByRole('link', { name: say('see_order') }).click();

    const [order] = (await shop.must(200, 'GET', '/v1/admin/orders', undefined, staff)).items;
    assert.deepEqual([order.status, order.totals.discount.amount, order.amounts.credit_used.amount], ['paid', 1000, 1000]);
    assert.equal(order.totals.total.amount, order.amounts.paid.amount);
    const balance = async () => (await shop.must(200, 'GET', `/v1/admin/gift_cards/${card.id}`, undefined, staff)).balance.amount;
    assert.equal(await balance(), 0);

    await page.getByRole('button', { name: say('change_address') }).click();
    const move = page.getByRole('dialog');
    await move.locator('[name=address-line1]').fill('36 Phố Hàng Bạc');
    await move.getByRole('button', { name: say('save_changes') }).click();
    await page.getByText('36 Phố Hàng Bạc').waitFor();
    await page.getByRole('button', { name: say('cancel_order') }).click();
    await page.getByRole('dialog').getByRole('button', { name: say('cancel_order') }).click();
    await page.getByRole('heading', { name: say('order_status.cancelled') }).waitFor();
    assert.equal(await balance(), 1000);
    const after = await shop.must(200, 'GET', `/v1/admin/orders/${order.id}`, undefined, staff);
    assert.deepEqual([after.status, after.amounts.refunded.amount], ['cancelled', order.totals.total.amount]);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
