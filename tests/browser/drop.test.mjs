// A guest waits for a drop: takes a place, reloads without losing it, is let in and buys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, payInSheet, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(2)) {
  test(`a guest buys in a drop through its waiting room (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const staff = { token: shop.owner };
    const vase = await product(shop, 'Moon Vase', { stock: 5 });
    const soon = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
    const drop = await shop.must(201, 'POST', '/v1/admin/drops', {
      product_id: vase.id, joins_at: soon(-60), opens_at: soon(3_600), quantity: 2, per_person: 1, rate_per_minute: 600, work_bits: 12,
    }, staff);
    const becomes = (status) => shop.must(200, 'POST', `/v1/admin/drops/${drop.id}/status`, { status }, staff);
    await becomes('scheduled');

    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${vase.handle}`);
    await page.getByRole('link', { name: say('drop.to_room') }).waitFor();
    assert.equal(await page.getByRole('button', { name: say('add_to_bag') }).count(), 0);
    await page.getByRole('link', { name: say('drop.to_room') }).click();
    await page.getByRole('button', { name: say('drop.take_place') }).click();
    await page.getByRole('heading', { name: say('drop.in') }).waitFor();
    const ticket = await page.evaluate((id) => localStorage.getItem(`plaza_drop_${id}`), drop.id);
    await page.reload();
    await page.getByRole('heading', { name: say('drop.in') }).waitFor();
    assert.equal(await page.evaluate((id) => localStorage.getItem(`plaza_drop_${id}`), drop.id), ticket);
    assert.equal((await shop.must(200, 'GET', `/v1/drops/${drop.id}`)).waiting, 1);

    await becomes('open');
    await page.getByRole('heading', { name: say('drop.turn') }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: say('drop.buy_now') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: say('buy_now') }).click();
    await payInSheet(sheet, say);
    await sheet.getByRole('button', { name: say('done') }).click();
    await page.getByRole('heading', { name: say('drop.bought') }).waitFor({ timeout: 30_000 });
    assert.deepEqual(page.troubles, []);

    const live = await until('the drop counts the sale', async () => {
      const seen = await shop.must(200, 'GET', `/v1/admin/drops/${drop.id}/live`, undefined, staff);
      return seen.sold === 1 && seen;
    });
    assert.equal(live.left, 1);
    await shop.close();
  });
}
