// Customers, orders and products leave one shop as files on the studio's screens, go into an empty one, and what that one exports is the
// same, byte for byte. A look changes nothing; what is wrong is named by its line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const rooms = { products: 'products', stock: 'stock', customers: 'people', orders: 'orders' };

for (const where of [1, 2].flatMap((turn) => combinations(turn))) {
  test(`files out and in again (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
    const [shop, other] = await Promise.all([Shop.open(where), Shop.open(where)]);
    t.after(() => [shop, other].forEach((each) => each.abandon()));
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const bowl = await product(shop, '=Field "Bowl", wide', { amount: 2400 });
    const lan = await member(shop, 'Lan');
    const bag = await cart(shop, [[bowl.variant, 2]], { token: lan.token });
    const bought = (await checkout(shop, bag, { email: 'lan@example.com', key: 'bought', token: lan.token })).body.order;
    const guest = await cart(shop, [[bowl.variant, 1]]);
    await checkout(shop, guest, { email: 'guest@example.com', key: 'guest' });
    await shop.must(201, 'POST', `/v1/admin/orders/${bought.id}/fulfilments`, { tracking: '=JJD 1', carrier: 'DHL' }, { ...owner, key: 'sent' });
    const known = await shop.must(202, 'POST', '/v1/admin/customers.csv',
      `Email,First Name,Note,Accepts Email Marketing\nlan@example.com,Lan,"=1+2\r\n@home",yes\nnew@example.com,-New,'=kept,no\n`, { ...owner, type: 'text/csv' });
    await until('the customers are taken', async () => (await shop.get(`/v1/admin/import_runs/${known.id}`, owner)).body.status === 'finished');

    await shop.must(201, 'POST', '/v1/admin/tax_exemptions', { account_id: lan.id, note: '=DE 123', until: '2099-01-01T00:00:00Z' }, owner);
    for (const [name, taxExempt] of [['Trade, "EU"', true], ['=VIP', false]]) {
      const group = await shop.must(201, 'POST', '/v1/admin/customer_groups', { name, tax_exempt: taxExempt }, { ...owner, key: name });
      await shop.must(200, 'POST', `/v1/admin/customer_groups/${group.id}/members`, { account_ids: [lan.id] }, owner);
    }
    const credit = { amount: { amount: 1250, currency: 'EUR' }, reason: 'a chipped rim' };
    await shop.must(201, 'POST', `/v1/admin/accounts/${lan.id}/store_credit`, credit, { ...owner, key: 'credit' });
    await shop.must(204, 'PUT', '/v1/admin/tax_classes', { tax_class: '=reduced', product_ids: [bowl.id] }, owner);

    const page = await visitor(browser, shop, where);
    const elsewhere = await visitor(browser, other, where);
    const dialog = (on) => on.getByRole('dialog');
    const out = async (on, kind) => {
      await on.goto(`/studio/${rooms[kind]}`);
      await on.getByRole('button', { name: say('export') }).click();
      const [download] = await Promise.all([on.waitForEvent('download'), dialog(on).getByRole('button', { name: say('export_now') }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const choose = async (on, kind, text) => {
      await on.goto(`/studio/${rooms[kind]}`);
      await on.getByRole('button', { name: say('import') }).click();
      await dialog(on).locator('input[type=file]').setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) });
    };
    const looked = (on) => dialog(on).getByRole('status').filter({ hasText: say('import_looked') }).waitFor();
    const count = (on, what) => dialog(on).locator('dl > div').filter({ has: on.locator('dt', { hasText: say(`import_${what}`) }) }).locator('dd').innerText();
    await enterStudio(page, say);
    await enterStudio(elsewhere, say);
    const files = {};

    for (const kind of ['products', 'customers', 'orders']) {
      await t.test(`${kind} go round`, async () => {
        files[kind] = await out(page, kind);
        await choose(elsewhere, kind, files[kind]);
        await looked(elsewhere);
        assert.deepEqual(await seriousProblems(elsewhere), []);
        const before = (await other.get(`/v1/admin/${kind}.csv`, { token: other.owner })).text;
        assert.equal(before.split('\r\n').length, 2, 'a look changed something');
        await dialog(elsewhere).getByRole('button', { name: say('import_take') }).click();
        await dialog(elsewhere).getByText(say('import_done')).waitFor();
        assert.notEqual(await count(elsewhere, 'created'), '0');
        assert.equal(await count(elsewhere, 'failed'), '0');
        await dialog(elsewhere).locator('footer').getByRole('button', { name: say('close') }).click();
      });
    }

    await t.test('counts are found by product in the other shop', async () => {
      const counts = await out(page, 'stock');
      await choose(elsewhere, 'stock', counts);
      await looked(elsewhere);
      await dialog(elsewhere).getByRole('button', { name: say('import_take') }).click();
      await dialog(elsewhere).getByText(say('import_done')).waitFor();
      // Ids and what is held are each shop's own.
      const told = (text) => text.split('\r\n').map((line) => line.replace(/^[^,]*,/, '').replace(/,(\d+),\d+,(\d+),\d+$/, ',$1,$2'));
      assert.deepEqual(told(await out(elsewhere, 'stock')), told(counts));
    });

    await t.test('the second shop writes the same bytes', async () => {
      for (const kind of ['products', 'customers', 'orders']) assert.equal(await out(elsewhere, kind), await out(page, kind), kind);
      assert.match(files.products, /"'=Field ""Bowl"", wide"/);
      assert.match(files.customers, /"'=1\+2\r\n@home"/);
      assert.doesNotMatch(files.customers, new RegExp(`owner@|${bought.access_token}`));
      assert.doesNotMatch(files.orders, new RegExp(bought.access_token));
    });

    await t.test('they stand there as they were, and nothing else followed', async () => {
      const kept = await other.must(200, 'GET', `/v1/admin/orders/${bought.id}`, undefined, { token: other.owner });
      assert.deepEqual([kept.number, kept.status, kept.totals.total, kept.fulfilments[0].tracking], [bought.number, 'fulfilled', bought.totals.total, '=JJD 1']);
      assert.ok(kept.audit.some((each) => each.action === 'imported'));
      const people = await other.must(200, 'GET', '/v1/admin/people?q=lan@', undefined, { token: other.owner });
      const person = await other.must(200, 'GET', `/v1/admin/people/${people.items[0].id}`, undefined, { token: other.owner });
      assert.equal(person.orders.count, 1);
      assert.equal(person.customer.note, '=1+2\r\n@home');
      const credit = await other.must(200, 'GET', `/v1/admin/accounts/${people.items[0].id}/store_credit`, undefined, { token: other.owner });
      assert.deepEqual(credit.entries.map((each) => [each.amount.amount, each.reason]), [[1250, 'imported']]);
      const groups = await other.must(200, 'GET', '/v1/admin/customer_groups', undefined, { token: other.owner });
      assert.deepEqual(groups.items.map((each) => [each.name, each.tax_exempt, each.member_count]).sort(),
        [['=VIP', false, 1], ['Trade, "EU"', true, 1]]);
      const trail = (await shop.must(200, 'GET', '/v1/admin/file_trail', undefined, owner)).items;
      assert.ok(trail.some((each) => each.action === 'export' && each.kind === 'orders' && each.actor.startsWith('acc_')));
      const { status } = await other.post('/v1/sessions', { email: 'lan@example.com', password: '' });
      assert.ok(status >= 400);
    });

    await t.test('what is wrong is named, and its report is a file', async () => {
      await choose(elsewhere, 'customers', 'Email,Note\nnobody,=1\nok@example.com,\n');
      await looked(elsewhere);
      assert.equal(await count(elsewhere, 'failed'), '1');
      const [download] = await Promise.all([elsewhere.waitForEvent('download'), dialog(elsewhere).getByRole('button', { name: say('import_report') }).click()]);
      assert.match(readFileSync(await download.path(), 'utf8'), /^line,column,problem\r\n2,Email,/);
      await choose(elsewhere, 'customers', 'Handle,Title\nx,y\n');
      await dialog(elsewhere).getByRole('alert').waitFor();
    });

    assert.deepEqual([...page.troubles, ...elsewhere.troubles], []);
    await Promise.all([shop.close(), other.close()]);
  });
}
