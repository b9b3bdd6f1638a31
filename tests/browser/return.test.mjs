// A member sends a broken piece back with a picture, swaps another one, registers a warranty and claims it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, picture, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

for (const where of combinations(3)) {
  test(`a return with a picture, an exchange and a claim (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const staff = { token: shop.owner };
    const policy = await shop.must(200, 'GET', '/v1/admin/return_policy', undefined, staff);
    await shop.must(200, 'PUT', '/v1/admin/return_policy', { ...policy, warranty_months: 24, exchanges: true }, staff);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const buyer = await member(shop, 'Lan');
    const bag = await cart(shop, [[vase.variant, 3]], { token: buyer.token });
    const bought = await checkout(shop, bag, { email: buyer.email, token: buyer.token });
    assert.equal(bought.status, 201);
    const id = bought.body.order.id;
    await shop.must(200, 'POST', `/v1/admin/orders/${id}/fulfil`, { tracking: 'PLZ-1' }, staff);
    await shop.must(200, 'POST', `/v1/admin/orders/${id}/deliver`, {}, staff);

    const page = await visitor(browser, shop, where);
    await page.goto('/signin');
    await page.locator('[type=email]').fill(buyer.email);
    await page.locator('[type=password]').fill(ownPassword);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => url.pathname !== '/signin');
    await page.goto(`/orders/${id}`);
    await page.getByText('PLZ-1').first().waitFor();

    const sheet = page.getByRole('dialog');
    const ask = async (resolution) => {
      await page.getByRole('button', { name: say('return.start') }).click();
      await sheet.getByRole('checkbox').check();
      const reason = policy.reasons.find((each) => each.photos) ?? policy.reasons[0];
      await sheet.locator('select').first().selectOption(reason.code);
      await sheet.locator('input[type=file]').setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: picture() });
      await sheet.getByRole('button', { name: say('remove_picture') }).waitFor({ timeout: 45_000 });
      await sheet.locator('label').filter({ hasText: say(resolution) }).click();
      await sheet.getByText(say(resolution === 'return.exchange' ? 'return.worth' : 'return.you_get')).waitFor();
      await sheet.getByRole('button', { name: say('return.send') }).click();
      await sheet.waitFor({ state: 'detached' });
    };
    await ask('return.original');
    await ask('return.exchange');
    const made = (await shop.must(200, 'GET', '/v1/admin/returns', undefined, staff)).items;
    assert.deepEqual(made.map((each) => [each.resolution, each.lines[0].quantity, each.lines[0].photos.length]).sort(),
      [['exchange', 1, 1], ['original', 1, 1]]);

    await page.getByRole('button', { name: say('warranty.register_of', { title: 'Sage Vase' }) }).first().click();
    await page.getByRole('button', { name: say('claim.make') }).first().click();
    await sheet.locator('textarea').fill('The glaze came off.');
    await sheet.getByRole('button', { name: say('claim.send') }).click();
    await page.getByText(new RegExp(say('claim_status.opened').source.replace(/^\^\\s\*|\\s\*\$$/g, ''))).first().waitFor();
    const claims = (await shop.must(200, 'GET', '/v1/admin/claims', undefined, staff)).items;
    assert.deepEqual(claims.map((each) => [each.order_id, each.status, each.problem]), [[id, 'opened', 'The glaze came off.']]);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(4)) {
  test(`a guest returns with a picture (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const staff = { token: shop.owner };
    const policy = await shop.must(200, 'GET', '/v1/admin/return_policy', undefined, staff);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const bought = await checkout(shop, await cart(shop, [[vase.variant, 1]]), { email: 'guest@example.com', key: 'guest' });
    const { id, access_token: access } = bought.body.order;
    await shop.must(200, 'POST', `/v1/admin/orders/${id}/fulfil`, { tracking: 'PLZ-2' }, staff);
    await shop.must(200, 'POST', `/v1/admin/orders/${id}/deliver`, {}, staff);

    // Whoever does not hold the token uploads nothing.
    const stranger = await fetch(`${shop.url}/v1/orders/${id}/photos`, { method: 'POST', body: picture(), headers: { 'content-type': 'image/png', 'plaza-access-token': 'guessed' } });
    assert.deepEqual([stranger.status, (await stranger.json()).code], [404, 'orders.not_found']);

    const page = await visitor(browser, shop, where);
    await page.goto(`/orders/${id}?token=${access}`);
    await page.getByText('PLZ-2').first().waitFor();
    const sheet = page.getByRole('dialog');
    await page.getByRole('button', { name: say('return.start') }).click();
    await sheet.getByRole('checkbox').check();
    await sheet.locator('select').first().selectOption(policy.reasons.find((each) => each.photos).code);
    await sheet.locator('input[type=file]').setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: picture() });
    await sheet.getByRole('button', { name: say('remove_picture') }).waitFor({ timeout: 45_000 });
    await sheet.getByRole('button', { name: say('return.send') }).click();
    await sheet.waitFor({ state: 'detached' });
    const [made] = (await shop.must(200, 'GET', '/v1/admin/returns', undefined, staff)).items;
    assert.equal(made.lines[0].photos.length, 1);
    assert.equal((await fetch(`${shop.url}${made.lines[0].photos[0].url}`)).status, 200);
  });
}
