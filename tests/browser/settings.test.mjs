// Staff look at a mail in both languages and send themselves a trial; a tax zone that somebody else changed meanwhile shows both
// versions; a class of tax is made, borne by a product, renamed, and cannot be deleted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { ownerEmail, Shop } from '../kit/shop.mjs';

const ways = [2, 1].flatMap((turn) => combinations(turn));
for (const where of ways.filter((each, at) => ways.findIndex((other) => nameOf(other) === nameOf(each)) === at)) {
  test(`mails are looked at, a zone is settled, a class is named (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const staff = { token: shop.owner };
    const vase = await product(shop, 'Blue Vase', { amount: 2400 });
    const rates = [{ tax_class: 'standard', rate_ppm: 190_000 }];
    const zone = await shop.must(201, 'POST', '/v1/admin/tax_zones', { name: 'Germany', countries: ['DE'], rates }, staff);

    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/settings/mails?mail=order_placed&language=en');
    const frame = page.frameLocator('iframe');
    await frame.locator('p').getByText('This is what we will send you').waitFor();
    await frame.locator('td').filter({ hasText: /Small vase|Blue Vase/ }).first().waitFor();
    assert.equal(await page.locator('iframe').getAttribute('sandbox'), '');
    assert.deepEqual(await stickingOut(page), []);
    await page.goto('/studio/settings/mails?mail=order_placed&language=vi&as=text');
    await page.locator('pre').getByText('Tổng cộng').waitFor();
    await page.getByRole('button', { name: say('mail_trial') }).click();
    await page.getByText(say('mail_trial_sent', { address: ownerEmail })).waitFor();
    assert.deepEqual(await seriousProblems(page), []);

    await page.goto('/studio/settings');
    await page.getByRole('button', { name: `${plain(say, 'edit')}: Germany` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('list_field.name')).fill('Deutschland');
    await shop.must(200, 'PATCH', `/v1/admin/tax_zones/${zone.id}`, { countries: ['DE', 'AT'], version: zone.version }, staff);
    await dialog.getByRole('button', { name: say('save_changes') }).click();
    await dialog.getByText('DE, AT').waitFor();
    // What was typed is still there.
    assert.equal(await dialog.getByLabel(say('list_field.name')).inputValue(), 'Deutschland');
    await dialog.getByRole('button', { name: say('keep_mine') }).click();
    await dialog.waitFor({ state: 'detached' });
    const { items: zones } = await shop.must(200, 'GET', '/v1/admin/tax_zones', undefined, staff);
    assert.deepEqual(zones.map((each) => [each.name, each.countries]), [['Deutschland', ['DE']]]);

    await page.getByRole('button', { name: say('tax_class_new') }).click();
    await dialog.getByLabel(say('list_field.name')).fill('Books');
    await dialog.getByLabel('Deutschland').fill('7');
    await dialog.getByRole('button', { name: say('save_changes') }).click();
    await dialog.waitFor({ state: 'detached' });
    await shop.must(204, 'PUT', '/v1/admin/tax_classes', { tax_class: 'Books', product_ids: [vase.id] }, staff);
    await page.reload();
    await page.getByRole('button', { name: `${plain(say, 'edit')}: Books` }).click();
    await dialog.getByText(say('tax_class_in_use')).waitFor();
    assert.equal(await dialog.getByRole('button', { name: say('delete') }).count(), 0);
    await dialog.getByLabel(say('list_field.name')).fill('Printed');
    await dialog.getByRole('button', { name: say('save_changes') }).click();
    await dialog.waitFor({ state: 'detached' });
    const { items: borne } = await shop.must(200, 'GET', '/v1/admin/tax_classes', undefined, staff);
    assert.deepEqual(borne.map((each) => [each.title, each.tax_class]), [['Blue Vase', 'Printed']]);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

// The words themselves.
function plain(say, key) {
  return say(key).source.replace(/^\^\\s\*/, '').replace(/\\s\*.*$/, '').replaceAll('\\', '');
}
