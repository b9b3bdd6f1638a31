// Staff change an order twice: dearer, and the buyer pays the difference on the order's page; cheaper, and it goes back at once.
// Both are shown to the cent before they are done, and the audit trail tells who and why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const inCents = (amount) => new RegExp(`${Math.floor(amount / 100)}[.,]${String(amount % 100).padStart(2, '0')}`);

for (const where of combinations(0)) {
  test(`an order is changed, paid, changed again (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const desk = studioWords(where.locale);
    const say = words(where.locale);
    const bowl = await product(shop, 'Field Bowl', { amount: 2_435, stock: 9 });
    const mug = await product(shop, 'Harbour Mug', { amount: 1_990, stock: 9 });
    const made = await checkout(shop, await cart(shop, [[bowl.variant, 1]]), { email: 'lan@example.com', key: 'bought' });
    const { id, access_token: access, totals } = made.body.order;
    const order = () => shop.must(200, 'GET', `/v1/admin/orders/${id}`, undefined, { token: shop.owner });
    const stock = async () => (await shop.must(200, 'GET', '/v1/admin/stock', undefined, { token: shop.owner })).items
      .map((each) => [each.variant_id, each.on_hand]).sort();
    const left = (bowls, mugs) => [[bowl.variant, bowls], [mug.variant, mugs]].sort();

    const staff = await visitor(browser, shop, where);
    const dialog = staff.getByRole('dialog');
    await enterStudio(staff, desk, `/studio/orders/${id}`);
    const change = () => staff.locator('.detail').getByRole('button', { name: desk('move.edit') }).first().click();
    await change();
    await dialog.getByRole('textbox', { name: desk('units_of', { name: 'Field Bowl' }) }).fill('2');
    await dialog.getByRole('combobox', { name: desk('add_product') }).fill('harbour');
    await dialog.getByRole('option', { name: /Harbour Mug/ }).click();
    await dialog.getByLabel(desk('reason')).fill('one more, and a mug');
    await dialog.getByRole('button', { name: inCents(2_435 + 1_990) }).waitFor();
    assert.deepEqual(await seriousProblems(staff), []);
    assert.deepEqual(await stickingOut(staff), []);
    assert.deepEqual([(await order()).version, await stock()], [2, left(8, 9)], 'looking changes nothing');
    await dialog.getByRole('button', { name: inCents(2_435 + 1_990) }).click();
    await dialog.waitFor({ state: 'detached' });
    const dearer = await order();
    assert.deepEqual([dearer.status, dearer.amounts.due.amount, dearer.totals.total.amount], ['paid', 4_425, totals.total.amount + 4_425]);
    assert.deepEqual(await stock(), left(7, 8));

    // The buyer sees what changed, and pays what is due.
    const buyer = await visitor(browser, shop, where);
    await buyer.goto(`/orders/${id}?token=${access}`);
    await buyer.getByText(say('order_due')).filter({ hasText: inCents(4_425) }).waitFor();
    assert.deepEqual(await seriousProblems(buyer), []);
    assert.deepEqual(await stickingOut(buyer), []);
    await buyer.getByRole('button', { name: say('pay') }).filter({ hasText: inCents(4_425) }).click();
    await until('it is paid', async () => (await order()).amounts.due.amount === 0);
    const paid = await order();
    assert.deepEqual([paid.amounts.paid.amount, paid.payments.map((each) => [each.status, each.amount.amount])],
      [totals.total.amount + 4_425, [['captured', totals.total.amount], ['captured', 4_425]]]);

    // Cheaper: without the bowls but one, the difference goes back by itself.
    await staff.reload();
    await change();
    await dialog.getByRole('textbox', { name: desk('units_of', { name: 'Field Bowl' }) }).fill('1');
    await staff.keyboard.press('Tab');
    await dialog.getByRole('button', { name: inCents(2_435) }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('the money is back', async () => (await order()).payments.some((each) => /refunded/.test(each.status)));
    const cheaper = await order();
    assert.deepEqual([cheaper.amounts.refunded.amount, cheaper.amounts.due.amount, cheaper.totals.total.amount], [2_435, 0, totals.total.amount + 1_990]);
    assert.deepEqual(await stock(), left(8, 8));
    const edits = cheaper.audit.filter((each) => each.action === 'edited');
    assert.deepEqual(edits.map((each) => [each.actor.kind, each.reason]), [['staff', 'one more, and a mug'], ['staff', '']]);
    await buyer.reload();
    await buyer.getByRole('region', { name: say('refund.refunds') }).getByText(inCents(2_435)).first().waitFor();
    assert.deepEqual([staff.troubles, buyer.troubles], [[], []]);
    await shop.close();
  });
}
