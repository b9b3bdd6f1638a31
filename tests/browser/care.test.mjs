// Care from end to end: a member writes from the feed, an agent sees the order beside the chat, may not give so much back alone, asks and
// gets it approved, and the member says in the chat how it was. Two conversations become one and two again, and one is split. Goods are
// replaced, and orders edited and cancelled, beside the conversation, within the limits of the agent; a forged sender finds nothing. And an
// agent works through twenty conversations without touching the mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, openBrowser, seriousProblems, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, media, member, ownPassword, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const own = {
  en: { write: 'Write a message', send: 'Send' },
  vi: { write: 'Viết tin nhắn', send: 'Gửi' },
};

// Somebody of the staff, signed in to the studio.
async function staffPage(browser, shop, where, name, role, at) {
  const person = await member(shop, name);
  await shop.must(201, 'POST', '/v1/admin/staff', { email: person.email, role }, { token: shop.owner });
  const page = await visitor(browser, shop, where);
  await signIn(page, person.email, ownPassword);
  await page.goto(at);
  return { page, person };
}

for (const where of combinations(3)) {
  test(`from the feed to the refund and the rating (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const tell = words(where.locale);
    const m = own[where.locale];
    const owner = { token: shop.owner };
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const lan = await member(shop, 'Lan Vu');
    const bought = await checkout(shop, await cart(shop, [[vase.variant, 2]], { token: lan.token }), { email: lan.email, token: lan.token });
    assert.equal(bought.status, 201);
    const picture = await media(shop, lan.token);
    await post(shop, lan.token, { text: 'Two vases at once', media_ids: [picture.id], products: [vase] });
    const settings = await shop.must(200, 'GET', '/v1/admin/care/settings', undefined, owner);
    await shop.must(200, 'PUT', '/v1/admin/care/settings', { ...settings, time_zone: 'Europe/Berlin', limits: { refund_max: 500, credit_max: 500, day_max: 500 } }, owner);

    const buyer = await visitor(browser, shop, where);
    await signIn(buyer, lan.email, ownPassword);
    await buyer.goto('/');
    await buyer.getByRole('button', { name: tell('chat_open') }).click();
    const sheet = buyer.getByRole('dialog');
    await sheet.getByRole('textbox', { name: m.write }).fill('One of the two came chipped.');
    await sheet.getByRole('button', { name: m.send, exact: true }).click();
    await sheet.getByRole('log').getByText('came chipped').waitFor();
    const chat = await until('the inbox has it', async () => (await shop.must(200, 'GET', '/v1/admin/conversations?channel=chat', undefined, owner)).items[0]);
    const one = () => shop.must(200, 'GET', `/v1/admin/conversations/${chat.id}`, undefined, owner);
    const order = () => shop.must(200, 'GET', `/v1/admin/orders/${bought.body.order.id}`, undefined, owner);

    const { page, person } = await staffPage(browser, shop, where, 'Noor Agent', 'agent', `/studio/inbox/${chat.id}`);
    const said = (text) => page.getByRole('region', { name: say('care.messages') }).getByText(text).first();
    await said('came chipped').waitFor();
    await t.test('the agent sees the order and is not allowed so much', async () => {
      if (where.size === 'phone') await page.getByRole('button', { name: say('care.person') }).click();
      await page.locator('.on-order button').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: /Sage Vase/ }).fill('1');
      await dialog.getByLabel(say('reason'), { exact: true }).fill('One came chipped');
      await dialog.locator('button[type=submit]:enabled').click();
      await dialog.getByRole('alert').first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.equal((await order()).amounts.refunded.amount, 0);
      await dialog.getByRole('button', { name: say('care.ask_approval') }).click();
      await dialog.waitFor({ state: 'detached' });
      const around = [
        ['POST', `/v1/admin/orders/${bought.body.order.id}/refunds`, { extra: 501, reason: 'around the inbox' }],
        ['POST', `/v1/admin/orders/${bought.body.order.id}/refund`, { reason: 'around the inbox' }],
        ['POST', `/v1/admin/accounts/${lan.id}/store_credit`, { amount: { amount: 501, currency: 'EUR' }, reason: 'around the inbox' }],
        ['POST', '/v1/admin/gift_cards', { amount: { amount: 501, currency: 'EUR' } }],
      ];
      for (const [method, path, body] of around) {
        const reply = await shop.ask(method, path, body, { token: person.token });
        assert.deepEqual([path, reply.status, reply.body.code], [path, 403, 'care.over_limit']);
      }
    });
    await t.test('the owner approves, the money goes back and the member rates', async () => {
      const { items: [asked] } = await shop.must(200, 'GET', '/v1/admin/care/approvals', undefined, owner);
      assert.deepEqual([asked.amount.amount, asked.asker.name, asked.reason], [4000, 'Noor Agent', 'One came chipped']);
      await shop.must(200, 'POST', `/v1/admin/care/approvals/${asked.id}/decision`, { approve: true }, owner);
      assert.equal((await order()).amounts.refunded.amount, 4000);
      if (where.size === 'phone') await page.getByRole('button', { name: say('care.thread') }).click();
      await said('One came chipped').waitFor();
      await page.keyboard.press('e');
      await until('it is resolved', async () => (await one()).conversation.status === 'resolved');
      const stars = sheet.locator('.stars label');
      await stars.nth(4).waitFor({ timeout: 30_000 });
      await stars.nth(4).click();
      await sheet.locator('form:has(.stars) button[type=submit]').click();
      await sheet.getByText(tell('help.rated', { count: 5 })).waitFor();
      assert.equal((await one()).conversation.rating, 5);
      assert.deepEqual(await allProblems(buyer, 'dialog'), []);
    });
    await t.test('two conversations become one, two again, and one is split', async () => {
      const form = await shop.must(201, 'POST', '/v1/conversations', { topic: 'order', text: 'I wrote in the chat, too.' }, { token: lan.token });
      await page.goto(`/studio/inbox/${form.id}`);
      await said('I wrote in the chat, too.').waitFor();
      await page.keyboard.press('m');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(chat.id));
      await until('they are one', async () => (await one()).messages.some((each) => each.text === 'I wrote in the chat, too.'));
      const hers = await shop.must(200, 'GET', `/v1/conversations/${form.id}`, undefined, { token: lan.token });
      assert.equal(hers.id, chat.id);  // the old link leads there
      await page.getByRole('button', { name: say('care.undo_merge') }).click();
      await until('they are two', async () => (await shop.must(200, 'GET', `/v1/admin/conversations/${form.id}`, undefined, owner)).conversation.status === 'open');
      await shop.must(201, 'POST', `/v1/conversations/${form.id}/messages`, { text: 'And where is my lamp?' }, { token: lan.token });
      await page.goto(`/studio/inbox/${form.id}`);
      await said('And where is my lamp?').waitFor();
      await page.getByRole('button', { name: say('care.split'), exact: true }).click();
      await page.getByRole('checkbox', { name: say('care.pick_message') }).last().check();
      await page.getByRole('button', { name: say('care.split_now') }).click();
      await page.waitForURL((url) => url.pathname.includes('cnv_') && !url.pathname.includes(form.id));
      await said('And where is my lamp?').waitFor();
      assert.deepEqual(await stickingOut(page), []);
    });
    assert.deepEqual([page.troubles, buyer.troubles], [[], []]);
    await shop.close();
  });
}

for (const where of combinations(4)) {
  test(`replaced, edited and cancelled beside the conversation (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const bowl = await product(shop, 'Tea Bowl', { amount: 500, stock: 9 });
    const lan = await member(shop, 'Lan Vu');
    const buy = async (variant, quantity) => {
      const bought = await checkout(shop, await cart(shop, [[variant, quantity]], { token: lan.token }), { email: lan.email, token: lan.token });
      assert.equal(bought.status, 201);
      return bought.body.order;
    };
    const [broken, changed, given_up] = [await buy(vase.variant, 2), await buy(vase.variant, 3), await buy(bowl.variant, 1)];
    await shop.must(200, 'POST', `/v1/admin/orders/${broken.id}/fulfil`, {}, owner);
    const order = ({ id }) => shop.must(200, 'GET', `/v1/admin/orders/${id}`, undefined, owner);
    const stock = async () => {
      const { items } = await shop.must(200, 'GET', '/v1/admin/stock', undefined, owner);
      return [vase, bowl].map((each) => items.find((item) => item.variant_id === each.variant).on_hand);
    };
    const audited = async (each) => new Set((await order(each)).audit.map((entry) => entry.actor.name));
    const settings = await shop.must(200, 'GET', '/v1/admin/care/settings', undefined, owner);
    await shop.must(200, 'PUT', '/v1/admin/care/settings', { ...settings, limits: { refund_max: 4999, credit_max: 500, day_max: 12000 } }, owner);
    await shop.must(201, 'POST', '/v1/chat', {}, { token: lan.token });
    await shop.must(201, 'POST', '/v1/chat/messages', { text: 'One came broken, and I ordered too much.', client_id: 'first-words' }, { token: lan.token });
    const chat = await until('the inbox has it', async () => (await shop.must(200, 'GET', '/v1/admin/conversations?channel=chat', undefined, owner)).items[0]);
    const happened = async () => (await shop.must(200, 'GET', `/v1/admin/conversations/${chat.id}`, undefined, owner)).messages.filter((each) => each.happened).map((each) => `${each.author_name}: ${each.happened.kind}`);

    const { page, person } = await staffPage(browser, shop, where, 'Noor Agent', 'agent', `/studio/inbox/${chat.id}`);
    await page.getByRole('region', { name: say('care.messages') }).getByText('One came broken').first().waitFor();
    if (where.size === 'phone') await page.getByRole('button', { name: say('care.person') }).click();
    const act = async (each, what) => {
      await page.locator('.orders li').filter({ hasText: each.number }).getByRole('button', { name: new RegExp(say(`care.order_${what}`).source.replace(/\$$/, '')) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      return dialog;
    };
    const fill = async (dialog, label, value) => {
      await dialog.getByLabel(label, { exact: true }).fill(value);
      await page.keyboard.press('Tab');
    };
    assert.deepEqual(await stock(), [4, 8]);

    await t.test('a broken piece is replaced: stock, money and a new order follow', async () => {
      const dialog = await act(broken, 'replace');
      await dialog.getByRole('textbox', { name: /Sage Vase/ }).fill('1');
      await fill(dialog, say('reason'), 'One came broken');
      await dialog.getByText(say('care.replace_worth')).waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(await stock(), [4, 8], 'looking changes nothing');
      await dialog.getByRole('button', { name: say('care.replace_now') }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(await stock(), [3, 8]);
      const { items } = await shop.must(200, 'GET', `/v1/admin/orders?account_id=${lan.id}`, undefined, owner);
      const anew = items.find((each) => each.exchange_of === broken.id);
      assert.deepEqual([items.length, anew.totals.total.amount, anew.amounts.due.amount, anew.lines.map((line) => [line.variant_id, line.quantity])], [4, 4000, 0, [[vase.variant, 1]]]);
      const old = await order(broken);
      assert.deepEqual([old.refunds.map((each) => each.kind), old.payments.map((each) => each.status)], [['exchange'], ['captured']], 'no money left the shop');
    });
    await t.test('an order is edited: what it costs less goes back', async () => {
      const dialog = await act(changed, 'edit');
      await dialog.getByRole('textbox', { name: /Sage Vase/ }).fill('2');
      await fill(dialog, say('reason'), 'One is enough');
      await dialog.locator('button[type=submit]:enabled').filter({ hasText: /40[.,]00/ }).click();
      await dialog.waitFor({ state: 'detached' });
      const now = await order(changed);
      assert.deepEqual([now.lines[0].quantity, now.amounts.refunded.amount, await stock()], [2, 4000, [4, 8]]);
    });
    await t.test('a small one is cancelled, the large one is more than the agent may', async () => {
      let dialog = await act(given_up, 'cancel');
      await fill(dialog, say('reason'), 'Not needed');
      await dialog.locator('button[type=submit]:enabled').click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual([(await order(given_up)).status, await stock()], ['cancelled', [4, 9]]);
      dialog = await act(changed, 'cancel');
      await fill(dialog, say('reason'), 'Nor this one');
      await dialog.locator('button[type=submit]:enabled').click();
      await dialog.getByRole('alert').first().waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual([(await order(changed)).status, await stock()], ['paid', [4, 9]]);
      await dialog.getByRole('button', { name: say('care.ask_approval') }).click();
      await dialog.waitFor({ state: 'detached' });
    });
    await t.test('there is no way around the limit, and none without the role', async () => {
      const around = [
        [`/v1/admin/orders/${changed.id}/cancel`, { reason: 'around the inbox' }],
        [`/v1/admin/orders/${changed.id}/refund`, { reason: 'around the inbox' }],
        [`/v1/admin/orders/${changed.id}/edits`, { lines: [{ line_id: (await order(changed)).lines[0].id, quantity: 0 }, { variant_id: bowl.variant, quantity: 1 }], reason: 'around the inbox' }],
        [`/v1/admin/conversations/${chat.id}/cancellations`, { order_id: changed.id, reason: 'again' }],
      ];
      for (const [path, body] of around) {
        const reply = await shop.ask('POST', path, body, { token: person.token });
        assert.deepEqual([path, reply.status, reply.body.code], [path, 403, 'care.over_limit']);
      }
      const mai = await member(shop, 'Mai Moderator');
      await shop.must(201, 'POST', '/v1/admin/staff', { email: mai.email, role: 'moderator' }, owner);
      const line = (await order(broken)).lines[0].id;
      const without = [
        ['refunds', { order_id: broken.id, extra: 1, reason: 'x' }], ['credits', { amount: { amount: 1, currency: 'EUR' }, reason: 'x' }],
        ['replacements', { order_id: broken.id, lines: [{ line_id: line, quantity: 1 }], reason: 'x' }],
        ['edits', { order_id: changed.id, lines: [], reason: 'x' }], ['cancellations', { order_id: changed.id, reason: 'x' }],
      ];
      for (const [what, body] of without) {
        const reply = await shop.ask('POST', `/v1/admin/conversations/${chat.id}/${what}`, body, { token: mai.token });
        assert.deepEqual([what, reply.status, reply.body.code], [what, 403, 'request.forbidden']);
      }
      assert.equal((await shop.ask('GET', `/v1/admin/conversations/${chat.id}/belongings`, undefined, { token: mai.token })).status, 403);
    });
    await t.test('the owner approves, and everything says who and why', async () => {
      const { items: [asked] } = await shop.must(200, 'GET', '/v1/admin/care/approvals', undefined, owner);
      assert.deepEqual([asked.kind, asked.asker.name, asked.reason], ['cancel', 'Noor Agent', 'Nor this one']);
      await shop.must(200, 'POST', `/v1/admin/care/approvals/${asked.id}/decision`, { approve: true }, owner);
      assert.deepEqual([(await order(changed)).status, await stock()], ['cancelled', [6, 9]]);
      const { display_name: boss } = (await shop.must(200, 'GET', '/v1/admin/staff', undefined, owner)).items.find((each) => each.roles.includes('owner'));
      assert.deepEqual(await happened(), ['Noor Agent: replacement', 'Noor Agent: edit', 'Noor Agent: cancel', 'Noor Agent: asked', `${boss}: approved`, `${boss}: cancel`]);
      for (const [each, who] of [[broken, ['Noor Agent']], [changed, ['Noor Agent', boss]], [given_up, ['Noor Agent']]]) {
        const names = await audited(each);
        for (const name of who) assert.ok(names.has(name), `${name} is one of ${[...names]}`);
      }
    });
    await t.test('a forged sender finds nothing, but the order whose number it knows', async () => {
      const form = await shop.must(201, 'POST', '/v1/conversations', { topic: 'order', text: 'Send it to me instead.', name: 'Lan Vu', email: lan.email });
      await page.goto(`/studio/inbox/${form.id}`);
      await page.getByRole('region', { name: say('care.messages') }).getByText('Send it to me instead.').first().waitFor();
      if (where.size === 'phone') await page.getByRole('button', { name: say('care.person') }).click();
      await page.getByText(say('care.only_by_number')).waitFor();
      assert.equal(await page.locator('.orders li').count(), 0);
      assert.deepEqual(await seriousProblems(page), []);
      await page.getByRole('textbox', { name: say('care.order_number') }).fill('99');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
      await page.getByRole('textbox', { name: say('care.order_number') }).fill(broken.number);
      await page.keyboard.press('Enter');
      await page.locator('.orders li').filter({ hasText: broken.number }).waitFor();
      assert.equal(await page.locator('.orders li').count(), 1);
      assert.deepEqual(await stickingOut(page), []);
    });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(5)) {
  test(`twenty conversations by keyboard alone (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    await shop.must(201, 'POST', '/v1/admin/saved_replies', { shortcut: 'thanks', title: 'Thanks', text: 'Thank you, {name}.', text_vi: 'Cảm ơn {name}.', status: 'resolved' }, owner);
    const people = 20;
    for (let i = 0; i < people; i += 1) {
      await shop.must(201, 'POST', '/v1/conversations', { topic: 'other', text: `Question number ${i + 1}`, name: `Person ${i + 1}`, email: `person${i}@example.org` });
    }
    const open = async () => (await shop.must(200, 'GET', '/v1/admin/conversations/counts', undefined, owner)).open;
    assert.equal(await open(), people);
    const { page } = await staffPage(browser, shop, where, 'Noor Agent', 'agent', '/studio/inbox');
    await page.getByText('Question number 20').first().waitFor();
    await page.evaluate(() => document.addEventListener('pointerdown', () => (window.touched = true), true));
    const box = page.getByRole('textbox', { name: say('care.answer') });
    let before = '';
    for (let left = people; left > 0; left -= 1) {
      if (!/cnv_/.test(page.url())) {
        // A phone is back at its list: what is resolved leaves it, and the next one that waits is opened.
        if (before) await page.locator(`a[href*="${/cnv_\w+/.exec(before)[0]}"]`).waitFor({ state: 'detached' });
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await page.waitForURL(/cnv_/);
      }
      before = page.url();
      await box.waitFor();
      await page.keyboard.press('r');
      await until('the box has the keys', () => box.evaluate((node) => node === document.activeElement));
      if (left % 2) {
        await page.keyboard.type('/tha');
        await page.getByRole('option', { name: /thanks/ }).waitFor();
        await page.keyboard.press('Enter');
        await until('the words stand there', async () => /Person/.test(await box.inputValue()) || /\d/.test(await box.inputValue()));
        await page.keyboard.press('Control+Enter');
      } else {
        await page.keyboard.type('Yes, we do.');
        await page.keyboard.press('Control+Shift+Enter');
      }
      await until(`${left - 1} are left`, async () => (await open()) === left - 1);
      await page.waitForURL((url) => url.href !== before);
    }
    assert.equal(await page.evaluate(() => window.touched ?? false), false);
    const { items } = await shop.must(200, 'GET', '/v1/admin/conversations?status=resolved&limit=100', undefined, owner);
    assert.equal(items.length, people);
    await page.getByText(say('care.empty')).waitFor();
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
