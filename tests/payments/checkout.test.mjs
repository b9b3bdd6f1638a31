// Paying by card in the browser, in Stripe's own form: declined and then paid, with the bank's questions in a layer and on a page of
// its own, a second click, a closed browser, a blocked and a slow script, what an edit left due. One order, one capture.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { allProblems, openBrowser, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { until } from '../kit/shop.mjs';
import { becomes, openShop } from './stripe_shop.mjs';

const cards = { good: '4242 4242 4242 4242', declined: '4000 0000 0000 0002', asks: '4000 0025 0000 3155' };
const ways = [0, 3].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  describe(`cards in the browser (${nameOf(where)})`, { timeout: 240_000 }, () => {
    const say = words(where.locale);
    let shop, bank, browser, page;
    before(async () => {
      ({ shop, bank } = await openShop({ engine: where.engine }));
      browser = await openBrowser();
    });
    after(async () => {
      bank?.close();
      await browser?.close();
      await shop?.close();
    });
    const staff = () => ({ token: shop.owner });
    const orders = async (status) => (await shop.must(200, 'GET', `/v1/admin/orders?q=&limit=50${status ? `&status=${status}` : ''}`, undefined, staff())).items;
    const shoot = async (name) => {
      if (!process.env.PLAZA_SHOTS) return;
      mkdirSync(process.env.PLAZA_SHOTS, { recursive: true });
      await page.screenshot({ path: `${process.env.PLAZA_SHOTS}/${name}.${where.size}.${where.locale}.png` });
    };

    // A visitor with one piece, at the step of payment; `email` tells their orders apart.
    async function atPayment(email) {
      const piece = await product(shop, `Vase of ${email}`, { amount: 4000, stock: 3 });
      page = await visitor(browser, shop, where);
      await page.goto(`/products/${piece.handle}`);
      await page.getByRole('button', { name: say('add_to_bag'), exact: true }).first().click();
      await page.getByRole('button', { name: say('see_bag') }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: say('checkout') }).click();
      await sheet.locator('[name=email]').fill(`${email}@example.com`);
      await sheet.locator('[name=name]').fill('Lan Phạm');
      await sheet.locator('[name=address-line1]').fill('12 Phố Hàng Gai');
      await sheet.locator('[name=postal-code]').fill('100000');
      await sheet.locator('[name=city]').fill('Hà Nội');
      await sheet.locator('[name=country]').selectOption('VN');
      await sheet.getByRole('button', { name: say('to_delivery') }).click();
      await sheet.getByRole('button', { name: say('to_payment') }).click();
      const form = sheet.frameLocator('iframe');
      return { sheet, form, piece, pay: sheet.getByRole('button', { name: say('pay') }), type: (card) => form.locator('[name=number]').fill(card) };
    }
    const of = async (email) => (await shop.must(200, 'GET', `/v1/admin/orders?q=${email}%40example.com&limit=50`, undefined, staff())).items;
    const intentsOf = (list) => list.flatMap((order) => order.payments.flatMap((each) => bank.intentOf(each.id)));
    const stockOf = async (piece) => {
      const { items } = await shop.must(200, 'GET', `/v1/admin/stock?q=${encodeURIComponent(piece.title)}`, undefined, staff());
      return items[0].on_hand;
    };

    test('a card that is declined, then one that pays; the second click does nothing', async () => {
      const { sheet, form, piece, pay, type } = await atPayment('twice');
      await form.locator('[name=number]').waitFor();
      await shoot('form');
      await pay.click();
      await sheet.getByText(where.locale === 'vi' ? 'Số thẻ chưa đầy đủ.' : 'Your card number is incomplete.').waitFor();
      assert.deepEqual(await of('twice'), [], 'nothing is ordered before the form is filled in');
      await type(cards.declined);
      await pay.click();
      await sheet.getByText('Your card was declined.').waitFor();
      await shoot('declined');
      assert.deepEqual(await allProblems(page, 'dialog', { iframes: false }), []);
      await type(cards.good);
      await pay.dblclick();
      await sheet.getByText(say('thank_you')).waitFor();
      const list = await of('twice');
      assert.deepEqual(list.map((each) => each.status), ['paid']);
      assert.deepEqual(intentsOf(list).map((each) => [each.status, each.amount_received]), [['succeeded', list[0].totals.total.amount]]);
      assert.equal(await stockOf(piece), 2);
      assert.deepEqual(page.troubles, []);
    });

    test('a bank that asks in a layer over the page can be answered: no, then yes', async () => {
      const { sheet, pay, type } = await atPayment('asked');
      await type(cards.asks);
      const answer = async (button) => {
        await pay.click();
        await page.frameLocator('iframe[title="Your bank"]').locator(button).click();
      };
      await answer('#no');
      await sheet.getByText('We are unable to authenticate your payment method.').waitFor();
      await answer('#yes');
      await sheet.getByText(say('thank_you')).waitFor();
      assert.deepEqual((await of('asked')).map((each) => each.status), ['paid']);
      assert.deepEqual(page.troubles, []);
    });

    test('a bank with a page of its own: no brings back to the order, where another card pays', async () => {
      const { sheet, form, pay } = await atPayment('away');
      await form.locator('[value=bank]').check();
      await pay.click();
      await page.getByRole('button', { name: 'No' }).click();
      await page.waitForURL(/\/orders\/ord_\w+\?paying=1/);
      await page.getByText(say('pay.waits')).waitFor();
      await page.getByText(say('error.payment.declined')).waitFor();
      const again = page.frameLocator('iframe');
      await again.locator('[name=number]').fill(cards.good);
      await shoot('order');
      await page.getByRole('button', { name: say('pay') }).click();
      await page.getByRole('heading', { name: say('order_status.paid') }).waitFor();
      assert.deepEqual((await of('away')).map((each) => each.status), ['paid']);
      assert.equal(await sheet.count(), 0);
      assert.deepEqual(page.troubles, []);
    });

    test('a bank with a page of its own: yes', async () => {
      const { form, pay } = await atPayment('bankyes');
      await form.locator('[value=bank]').check();
      await pay.click();
      await page.getByRole('button', { name: 'Yes, pay' }).click();
      await page.getByRole('heading', { name: say('order_status.paid') }).waitFor();
      assert.deepEqual((await of('bankyes')).map((each) => each.status), ['paid']);
    });

    test('who changes their mind after a refusal has their bag again, and pays in another way', async () => {
      const { sheet, piece, pay, type } = await atPayment('other');
      await type(cards.declined);
      await pay.click();
      await sheet.getByText('Your card was declined.').waitFor();
      assert.equal(await stockOf(piece), 2, 'kept while they choose');
      await sheet.locator('label', { has: page.locator('input[name=provider][value=test]') }).click();
      await sheet.locator('input[name=payment][value=ok]').check({ force: true });
      await pay.click();
      await sheet.getByText(say('thank_you')).waitFor();
      assert.equal(await stockOf(piece), 2);
      const [dropped] = await orders('dropped');
      assert.equal(bank.intentOf(dropped.payments[0].id)[0].status, 'canceled', 'nobody can pay it any more');
      assert.deepEqual(page.troubles, []);
    });

    test('a closed browser: the order waits, is paid from its page, or is given back to the bag', async () => {
      const { sheet, pay, type } = await atPayment('closed');
      await type(cards.asks);
      await pay.click();
      await page.frameLocator('iframe[title="Your bank"]').locator('#yes').waitFor();
      await page.reload();
      const id = await page.evaluate(() => JSON.parse(localStorage.getItem('plaza.orders'))[0].id);
      await page.getByText(say('pay.bag_ordered')).waitFor();
      await page.getByRole('button', { name: say('see_order') }).click();
      await page.waitForURL(new RegExp(`/orders/${id}$`));
      await page.frameLocator('iframe').locator('[name=number]').waitFor();
      await page.getByRole('button', { name: say('pay.back_to_bag') }).click();
      await page.waitForURL(/\/bag$/);
      await page.getByText('Vase of closed').first().waitFor();
      await shoot('bag');
      assert.deepEqual((await of('closed')).filter((each) => each.status !== 'dropped'), []);
      assert.equal(await sheet.count(), 0);
      assert.deepEqual(page.troubles, []);
    });

    test('a script that is blocked says so, and comes when it is let through; a slow one is waited for', async () => {
      bank.fault('script', 'drop_request', 2);  // a browser tries again by itself
      const { sheet, form, pay, type } = await atPayment('blocked');
      await sheet.getByText(say('pay.blocked')).waitFor();
      assert.equal(await pay.isDisabled(), true);
      await shoot('blocked');
      bank.forgetFaults();
      bank.fault('script', 'hold');
      await sheet.getByRole('button', { name: say('try_again') }).click();
      await sheet.getByText(say('pay.slow')).waitFor();
      bank.letScriptGo();
      await form.locator('[name=number]').waitFor();
      await type(cards.good);
      await pay.click();
      await sheet.getByText(say('thank_you')).waitFor();
      assert.deepEqual((await of('blocked')).map((each) => each.status), ['paid']);
    });

    test('a shop that cannot be asked after a yes is asked again on the page of the order', async () => {
      const { pay, type } = await atPayment('lost');
      await type(cards.good);
      bank.fault('retrieve', 'status_500', 2);
      await pay.click();
      await page.waitForURL(/\/orders\/ord_\w+\?paying=1/);
      const [order] = await until('the order is known', async () => (await of('lost')).length > 0 && of('lost'));
      bank.forgetFaults();
      await page.getByRole('button', { name: say('pay.ask') }).or(page.getByRole('heading', { name: say('order_status.paid') })).first().waitFor();
      await becomes(shop, { ...order, access_token: await page.evaluate(() => JSON.parse(localStorage.getItem('plaza.orders'))[0].token) }, 'paid');
      assert.deepEqual(intentsOf(await of('lost')).map((each) => each.status), ['succeeded']);
    });

    test('what an edit left due is paid in the same form', async () => {
      const { sheet, piece, pay, type } = await atPayment('edited');
      await type(cards.good);
      await pay.click();
      await sheet.getByText(say('thank_you')).waitFor();
      const [order] = await of('edited');
      const line = order.lines[0];
      await shop.must(201, 'POST', `/v1/admin/orders/${order.id}/edits`, { lines: [{ line_id: line.id, quantity: 2 }], reason: 'as asked', version: order.version }, staff());
      await page.goto(`/orders/${order.id}`);
      await page.getByRole('button', { name: say('pay') }).click();
      await page.frameLocator('iframe').locator('[name=number]').fill(cards.good);
      await shoot('due');
      await page.getByRole('button', { name: say('pay') }).click();
      await page.locator('section.open').waitFor({ state: 'detached' });
      const [after_] = await of('edited');
      assert.deepEqual([after_.amounts.due.amount, after_.amounts.paid.amount], [0, after_.totals.total.amount]);
      assert.equal(await stockOf(piece), 1);
      assert.equal(intentsOf([after_]).reduce((sum, each) => sum + each.amount_received, 0), after_.totals.total.amount);
      assert.deepEqual(page.troubles, []);
    });

    test('only Stripe’s own places are let in, and its script only where somebody pays', async () => {
      page = await visitor(browser, shop, where);
      const seen = [];
      page.on('request', (request) => seen.push(request.url()));
      const policy = (await page.goto('/')).headers()['content-security-policy'];
      await page.goto('/bag');
      assert.deepEqual(seen.filter((url) => url.startsWith(bank.url)), []);
      assert.deepEqual(seen.filter((url) => /StripeForm/.test(url)), []);
      for (const part of [`script-src 'self' 'wasm-unsafe-eval' ${bank.url};`, `connect-src 'self' blob: ${bank.url};`, `frame-src 'self' ${bank.url}`]) {
        assert.ok(policy.includes(part), `${part} in ${policy}`);
      }
    });
  });
}
