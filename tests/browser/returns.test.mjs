// An order is sent in two parts, one unit of it comes back and is settled to the cent, and a warranty claim ends in money:
// the shopper's side over HTTP, the staff's on the studio's screens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

const eur = (amount) => ({ amount, currency: 'EUR' });
const inCents = (amount) => new RegExp(`${Math.floor(amount / 100)}[.,]${String(amount % 100).padStart(2, '0')}`);

const ways = [1, 2].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`sent in parts, sent back, settled (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const bowl = await product(shop, 'Field Bowl', { amount: 2400 });
    const mug = await product(shop, 'Harbour Mug', { amount: 1990 });
    const bag = await cart(shop, [[bowl.variant, 2], [mug.variant, 1]]);
    const bought = (await checkout(shop, bag, { email: 'lan@example.com', key: 'bought' })).body.order;
    const buyer = { access: bought.access_token };
    const lineOf = (variant) => bought.lines.find((each) => each.variant_id === variant).id;
    const order = () => shop.must(200, 'GET', `/v1/admin/orders/${bought.id}`, undefined, owner);
    assert.equal((await order()).status, 'paid');

    const page = await visitor(browser, shop, where);
    const button = (key, params) => page.getByRole('button', { name: say(key, params) });
    // What is next for what is open: at its foot.
    const next = (key) => page.locator('.detail > footer').getByRole('button', { name: say(key) });
    const dialog = page.getByRole('dialog');
    const units = (line) => dialog.getByRole('textbox', { name: new RegExp(line.title) });
    await enterStudio(page, say);

    await t.test('the policy keeps a fee back', async () => {
      await page.goto('/studio/returns?desk=policy');
      await page.getByLabel(say('policy.fee')).fill('2,50');
      await button('save_changes').click();
      await page.getByText(say('saved_now')).waitFor();
      const policy = await shop.must(200, 'GET', '/v1/admin/return_policy', undefined, owner);
      assert.deepEqual([policy.fee, policy.approve_at_once], [250, true]);
    });

    await t.test('a first parcel holds one bowl', async () => {
      await page.goto(`/studio/orders/${bought.id}`);
      await next('move.fulfil').click();
      await units(bowl).fill('1');
      await units(mug).fill('0');
      await dialog.getByLabel(say('carrier')).fill('DHL');
      await dialog.getByLabel(say('tracking')).fill('JJD 0099');
      assert.deepEqual(await seriousProblems(page), []);
      await dialog.getByRole('button', { name: say('do_fulfil_part.one', { count: 1, left: 3 }) }).click();
      await dialog.waitFor({ state: 'detached' });
      const now = await order();
      assert.deepEqual([now.status, now.fulfilment_status], ['paid', 'partial']);
      assert.deepEqual(now.fulfilments.map((each) => [each.lines, each.carrier, each.tracking]), [[[{ line_id: lineOf(bowl.variant), quantity: 1 }], 'DHL', 'JJD 0099']]);
    });

    await t.test('somebody else is quicker: it is told, and the rest is sent', async () => {
      await next('move.fulfil').click();
      await units(mug).waitFor();
      await shop.must(201, 'POST', `/v1/admin/orders/${bought.id}/fulfilments`, { lines: [{ line_id: lineOf(mug.variant), quantity: 1 }] }, { ...owner, key: 'quicker' });
      await dialog.getByRole('button', { name: say('do.fulfil') }).click();
      await dialog.getByText(say('moved_on')).waitFor();
      assert.equal(await units(mug).count(), 0);
      await dialog.getByRole('button', { name: say('do.fulfil') }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual([(await order()).status, (await order()).fulfilments.length], ['fulfilled', 3]);
      for (let left = 3; left > 0; left -= 1) {
        await button('do.parcel_arrived').first().click();
        await page.waitForFunction(([text, count]) => [...document.querySelectorAll('.detail .body button')].filter((each) => new RegExp(text).test(each.textContent)).length === count,
          [say('do.parcel_arrived').source, left - 1]);
      }
      assert.equal((await order()).status, 'delivered');
    });

    let back;
    await t.test('one bowl is to come back for 21.50', async () => {
      const wish = { lines: [{ line_id: lineOf(bowl.variant), quantity: 1, reason: 'changed_mind' }] };
      const sums = { goods: eur(2400), shipping: eur(0), fee: eur(250), amount: eur(2150), to_original: eur(2150), to_store_credit: eur(0), to_exchange: eur(0) };
      assert.deepEqual(await shop.must(200, 'POST', `/v1/orders/${bought.id}/returns/estimate`, wish, buyer), sums);
      back = await shop.must(201, 'POST', `/v1/orders/${bought.id}/returns`, wish, { ...buyer, key: 'back' });
      assert.deepEqual([back.status, back.estimate], ['approved', sums]);
      await page.goto('/studio/returns');
      await page.getByRole('list', { name: say('room.returns') }).getByRole('link').click();
      await page.locator('.detail').getByText(inCents(2150)).first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
    });

    await t.test('it arrives damaged and is settled with a euro on top', async () => {
      await next('return_move.receive').click();
      await dialog.getByRole('button', { name: say('condition.damaged') }).click();
      await dialog.getByRole('button', { name: say('do.receive') }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.equal((await order()).amounts.refunded.amount, 0);
      await next('return_move.settle').click();
      await dialog.getByLabel(say('goodwill')).fill('1');
      await dialog.getByRole('button', { name: inCents(2250) }).click();
      await dialog.waitFor({ state: 'detached' });
      const settled = await shop.must(200, 'GET', `/v1/admin/returns/${back.id}`, undefined, owner);
      assert.deepEqual([settled.status, settled.money.goods, settled.money.fee, settled.money.amount], ['settled', eur(2400), eur(250), eur(2250)]);
      assert.deepEqual(settled.lines.map((each) => [each.received, each.condition]), [[1, 'damaged']]);
      const now = await order();
      assert.deepEqual([now.amounts.refunded, now.lines.find((each) => each.variant_id === bowl.variant).refunded], [eur(2250), 1]);
      const stock = await shop.must(200, 'GET', `/v1/admin/stock?q=Field%20Bowl`, undefined, owner);
      assert.equal(stock.items.find((each) => each.variant_id === bowl.variant).on_hand, 8);
    });

    await t.test('a claim under warranty ends with the money of the mug', async () => {
      const warranty = await shop.must(201, 'POST', `/v1/orders/${bought.id}/warranties`, { line_id: lineOf(mug.variant) }, { ...buyer, key: 'warranty' });
      const claim = await shop.must(201, 'POST', `/v1/warranties/${warranty.id}/claims`, { problem: 'The handle came off.' }, { ...buyer, key: 'claim' });
      await page.goto('/studio/returns?desk=claims');
      await page.getByRole('list', { name: say('desk.claims') }).getByRole('link').click();
      await next('claim_move.accept').click();
      await dialog.getByRole('button', { name: say('do.claim_accept') }).click();
      await dialog.waitFor({ state: 'detached' });
      await next('claim_move.resolve').click();
      await dialog.getByText(say('remedy.refund')).click();
      await dialog.getByRole('button', { name: say('do.claim_resolve') }).click();
      await dialog.waitFor({ state: 'detached' });
      const told = await shop.must(200, 'GET', `/v1/claims/${claim.id}`, undefined, buyer);
      assert.deepEqual([told.status, told.remedy, told.refunded], ['resolved', 'refund', eur(1990)]);
      assert.deepEqual((await order()).amounts.refunded, eur(2250 + 1990));
    });

    await t.test('the order tells all of it, with the rest that can go back', async () => {
      await page.goto(`/studio/orders/${bought.id}`);
      await next('move.refund').click();
      await dialog.getByRole('button', { name: say('all_of_it') }).click();
      const left = (await order()).amounts.paid.amount - 2250 - 1990;
      const shipping = bought.totals.shipping.amount;
      await dialog.getByRole('button', { name: inCents(2400 + shipping) }).waitFor();
      assert.ok(left >= 2400 + shipping - 100, `${left} left`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      assert.deepEqual(await seriousProblems(page), []);
    });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
