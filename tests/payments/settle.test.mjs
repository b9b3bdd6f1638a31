// Staff find a payment that was parked, read what is known of it, and close it by hand: in the settings' list and on the order.
// What is more than an agent may let pass is asked for, and passes when the owner approves.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, signIn, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { member, ownPassword, product } from '../kit/seed.mjs';
import { until } from '../kit/shop.mjs';
import { buy, openShop } from './stripe_shop.mjs';

const ways = [1, 2].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`staff settle payments by hand (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const { shop, bank } = await openShop({ engine: where.engine });
    t.after(() => bank.close());
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const piece = await product(shop, 'Vase', { stock: 10 });
    for (let times = 0; times < 3; ++times) {
      bank.fault('confirm', 'lie');
      assert.equal((await buy(shop, piece, 'pm_card_visa')).reply.body.code, 'payment.amount_mismatch');
    }
    const staff = { token: shop.owner };
    const [second, first, large] = (await shop.must(200, 'GET', '/v1/admin/payments/parked', undefined, staff)).items;
    const page = await visitor(browser, shop, where);
    const shoot = async (name) => {
      if (!process.env.PLAZA_SHOTS) return;
      mkdirSync(process.env.PLAZA_SHOTS, { recursive: true });
      await page.screenshot({ path: `${process.env.PLAZA_SHOTS}/${name}.${where.size}.${where.locale}.png` });
    };

    await enterStudio(page, say, '/studio/');
    await page.getByRole('link', { name: say('payments_wait.other', { count: 3 }) }).click();
    await page.waitForURL(/\/studio\/settings$/);
    const buttons = page.getByRole('button', { name: say('settle.button') });
    await buttons.nth(2).waitFor();
    assert.equal(await buttons.count(), 3);
    await shoot('settle-list');
    await buttons.first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(second.reference).waitFor();
    await shoot('settle');
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);
    const send = dialog.getByRole('button', { name: say('settle.button') });
    await send.click();
    await dialog.getByText(say('reason_needed')).waitFor();
    await dialog.getByLabel(say('reason')).fill('Stripe shows no trace of it');
    await dialog.getByText(say('settle.never_paid'), { exact: true }).click();
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await until('two are left', async () => (await buttons.count()) === 2);

    await page.goto(`/studio/orders/${first.subject}`);
    await buttons.first().click();
    await dialog.getByText(first.reference).waitFor();
    const intent = bank.intentOf(first.id)[0];
    await dialog.getByLabel(say('settle.amount', { currency: 'EUR' })).fill((intent.amount / 100).toFixed(2));
    await dialog.getByLabel(say('reason')).fill('Stripe shows the whole sum');
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('“Stripe shows the whole sum”').first().waitFor();
    await shoot('settled');
    await until('the money goes back', () => bank.held(intent) === 0);

    const settings = await shop.must(200, 'GET', '/v1/admin/care/settings', undefined, staff);
    await shop.must(200, 'PUT', '/v1/admin/care/settings', { ...settings, limits: { refund_max: 5, credit_max: 5, day_max: 5 } }, staff);
    const noor = await member(shop, 'Noor Agent');
    await shop.must(201, 'POST', '/v1/admin/staff', { email: noor.email, role: 'agent' }, staff);
    const desk = await visitor(browser, shop, where);
    await signIn(desk, noor.email, ownPassword);
    await desk.goto(`/studio/orders/${large.subject}`);
    await desk.getByRole('button', { name: say('settle.button') }).click();
    const asking = desk.getByRole('dialog');
    await asking.getByLabel(say('reason')).fill('Seen at Stripe');
    await asking.getByRole('button', { name: say('settle.button') }).click();
    await asking.getByRole('alert').first().waitFor();
    if (process.env.PLAZA_SHOTS) await desk.screenshot({ path: `${process.env.PLAZA_SHOTS}/settle-ask.${where.size}.${where.locale}.png` });
    assert.deepEqual(await seriousProblems(desk), []);
    assert.deepEqual(await stickingOut(desk), []);
    await asking.getByRole('button', { name: say('care.ask_approval') }).click();
    await asking.waitFor({ state: 'detached' });
    const waiting = () => shop.must(200, 'GET', '/v1/admin/payments/parked', undefined, staff);
    assert.deepEqual((await waiting()).items.map((each) => each.id), [large.id], 'nothing passed yet');
    assert.deepEqual(desk.troubles, []);
    await page.goto('/studio/inbox?desk=approvals');
    await page.getByText('Seen at Stripe').waitFor();
    await shoot('settle-approval');
    await page.getByRole('button', { name: say('care.approve') }).click();
    await page.getByText(say('care.approvals_none')).waitFor();
    assert.deepEqual((await waiting()).items, []);
    await page.goto(`/studio/orders/${large.subject}`);
    await page.getByText('“Seen at Stripe”').first().waitFor();
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
