// Staff look at one person: a likely link with its reasons, what linking would change, consents with their history, everything on one
// line of time, and the erasure with its receipt.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, product } from '../kit/seed.mjs';
import { root, Shop, until } from '../kit/shop.mjs';

for (const where of combinations(1)) {
  test(`one person in the studio (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const said = JSON.parse(readFileSync(join(root, `web/studio/i18n/${where.locale}.json`), 'utf8'));
    const owner = { token: shop.owner };
    const bowl = await product(shop, 'Field Bowl');
    const linh = await member(shop, 'Linh');
    await shop.must(200, 'POST', '/v1/identify', { traits: { size: 'M' } }, { visitor: 'kitchen-tablet' });
    await until('the visit is known', async () => (await shop.get('/v1/admin/people/kitchen-tablet', owner)).status === 200);
    const person = () => shop.must(200, 'GET', `/v1/admin/people/${linh.id}`, undefined, owner);

    const page = await visitor(browser, shop, where);
    const button = (key, params) => page.getByRole('button', { name: say(key, params) });
    const dialog = page.getByRole('dialog');
    await enterStudio(page, say);
    await page.goto(`/studio/people/${linh.id}`);

    await t.test('a link is looked at before it is made', async () => {
      await button('link_visitor').click();
      await dialog.getByLabel(say('visitor_or_account_id')).fill('kitchen-tablet');
      await dialog.getByRole('button', { name: say('link_preview') }).click();
      await dialog.getByRole('row', { name: /size/ }).waitFor();
      assert.deepEqual((await person()).visitors, []);
      assert.deepEqual(await seriousProblems(page), []);
      await dialog.getByRole('button', { name: say('link_now') }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual((await person()).traits, { size: 'M' });
    });

    await t.test('and taken back as if it had never been', async () => {
      await button('unlink').click();
      await dialog.getByRole('row', { name: /size/ }).waitFor();
      await dialog.getByRole('button', { name: say('unlink') }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual((await person()).traits, {});
    });

    await t.test('a consent is written down with its reason', async () => {
      await page.getByRole('listitem').filter({ has: page.getByText(say('purpose.marketing_email')) }).getByRole('button').first().click();
      await dialog.getByLabel(say('consent_reason')).fill('On the phone');
      await dialog.getByRole('button', { name: say('consent_give') }).click();
      await dialog.waitFor({ state: 'detached' });
      const consents = await shop.must(200, 'GET', `/v1/admin/people/${linh.id}/consents`, undefined, owner);
      assert.deepEqual([consents.history[0].state, consents.history[0].reason], ['given', 'On the phone']);
      await page.locator('[data-kind="consent"]').first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
    });

    await t.test('what they sent back and what was written to them stand on the line of time', async () => {
      const mine = { token: linh.token };
      const bought = await checkout(shop, await cart(shop, [[bowl.variant, 1]], mine), { email: linh.email, ...mine, key: 'bought' });
      const order = bought.body.order;
      await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/fulfil`, { tracking: 'JJD 1' }, owner);
      await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/deliver`, {}, owner);
      await shop.must(201, 'POST', `/v1/orders/${order.id}/returns`, { lines: [{ line_id: order.lines[0].id, quantity: 1, reason: 'changed_mind' }], resolution: 'original' }, { ...mine, key: 'back' });
      await page.reload();
      await page.locator('[data-kind="return"]').filter({ hasText: order.number }).first().waitFor();
      await page.locator('[data-kind="mail"]').filter({ hasText: said['mail_name.order_placed'] }).first().waitFor();
      await page.locator('[data-kind="mail"]').filter({ hasText: said['mail_name.return_approved'] }).first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
    });

    await t.test('they are erased, and the receipt says so', async () => {
      await button('erase_person').click();
      await dialog.getByRole('textbox').fill('somebody else');
      await dialog.getByRole('button', { name: say('erase_person') }).click();
      assert.equal((await person()).person.email, linh.email);
      await dialog.getByRole('textbox').fill(linh.email);
      await dialog.getByRole('button', { name: say('erase_person') }).click();
      await page.getByRole('heading', { name: say('erased_title') }).waitFor();
      assert.equal((await shop.get(`/v1/admin/people/${linh.id}`, owner)).status, 404);
    });
    await shop.close();
  });
}
