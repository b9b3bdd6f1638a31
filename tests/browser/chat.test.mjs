// A visitor's chat: written on a product's page, answered by an agent on the open page, cut off and caught up with, gone on with after
// signing up. Agent and customer see each other type and read, and products and orders shown in the chat lead to them. Two members: a
// request, an answer, a block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, enterStudio, openBrowser, seriousProblems, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const own = {
  en: { write: 'Write a message', send: 'Send', accept: 'Accept', email: 'E-mail', show: 'Show Moon Vase', waits: /One message until they accept/, blocked: /Neither of you can write/, block: 'Block Lan', more: 'More about this conversation', types: /is typing/, read: 'Read' },
  vi: { write: 'Viết tin nhắn', send: 'Gửi', accept: 'Đồng ý', email: 'Email', show: 'Gửi kèm Moon Vase', waits: /Chỉ một tin cho tới khi họ đồng ý/, blocked: /Không ai nhắn được cho ai/, block: 'Chặn Lan', more: 'Thêm về cuộc trò chuyện này', types: /đang viết/, read: 'Đã đọc' },
};

async function write(where, part, text) {
  const m = own[where.locale];
  await part.getByRole('textbox', { name: m.write }).fill(text);
  await part.getByRole('button', { name: m.send, exact: true }).click();
}

for (const where of combinations(1)) {
  test(`a visitor's chat is answered, cut off, caught up with and taken along (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const m = own[where.locale];
    const vase = await product(shop, 'Moon Vase', { stock: 5 });
    const page = await visitor(browser, shop, where);
    await page.goto(`/products/${vase.handle}`);
    await page.getByRole('button', { name: say('chat_open') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: m.show }).click();
    await write(where, sheet, 'Is it waterproof?');
    await sheet.getByRole('link', { name: /Moon Vase/ }).waitFor();
    assert.deepEqual(await allProblems(page, 'dialog'), []);
    // Nobody is there: the visitor leaves an address.
    await sheet.getByLabel(m.email).fill('lan@mail.example');
    await sheet.locator('form.away button').click();
    await sheet.getByText(/lan@mail\.example/).waitFor();

    const staff = { token: shop.owner };
    const conversation = await until('the inbox has it', async () => (await shop.must(200, 'GET', '/v1/admin/conversations', undefined, staff)).items[0]);
    const answer = (text) => shop.post(`/v1/admin/conversations/${conversation.id}/answers`, { text, client_id: `answer-${text.length}-key` }, staff);
    const first = await answer('Yes, glazed inside.');
    assert.ok(first.status < 300, JSON.stringify(first.body));
    await sheet.getByText('Yes, glazed inside.').waitFor({ timeout: 30_000 });

    // The line is cut while an answer comes and while the visitor writes.
    await page.context().setOffline(true);
    await write(where, sheet, 'And for flowers?');
    await answer('It holds water for weeks.');
    await page.context().setOffline(false);
    await sheet.getByText('It holds water for weeks.').waitFor({ timeout: 30_000 });
    await until('what was written offline is there', async () => {
      const found = await page.evaluate(async () => (await (await fetch('/v1/chat')).json()).messages.map((each) => each.text));
      return found.filter((text) => text === 'And for flowers?').length === 1 && found.length === 4;
    }, { milliseconds: 30_000 });

    // They sign up: the chat goes along, to another device too.
    const made = await page.evaluate(async () => (await (await fetch('/v1/accounts', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'lan@mail.example', password: 'correct horse battery', display_name: 'Lan' }),
    })).json()));
    await page.reload();
    await page.getByRole('button', { name: say('chat_open') }).click();
    await page.getByRole('dialog').getByText('It holds water for weeks.').waitFor();
    const elsewhere = await shop.must(200, 'GET', '/v1/chat', undefined, { token: made.token });
    assert.equal(elsewhere.messages.length, 4);
    // While an agent has the inbox open, somebody is there.
    assert.equal((await shop.must(200, 'GET', '/v1/chat')).desk.open, false);
    const agent = await visitor(browser, shop, where);
    await enterStudio(agent, studioWords(where.locale), '/studio/inbox');
    await until('somebody is there', async () => (await shop.must(200, 'GET', '/v1/chat')).desk.open, { milliseconds: 30_000 });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(2)) {
  test(`a member asks, is accepted, talks and is blocked (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const m = own[where.locale];
    const people = {};
    for (const name of ['Lan', 'Minh']) {
      people[name] = await shop.must(201, 'POST', '/v1/accounts', { email: `${name}@mail.example`, password: 'correct horse battery', display_name: name });
    }
    const lan = await visitor(browser, shop, where);
    const minh = await visitor(browser, shop, where);
    await signIn(lan, 'Lan@mail.example', 'correct horse battery');
    await signIn(minh, 'Minh@mail.example', 'correct horse battery');

    await lan.goto(`/@${people.Minh.account.handle}`);
    await lan.getByRole('button', { name: say('message_person'), exact: true }).click();
    await write(where, lan.getByRole('dialog'), 'Hello Minh, is the lamp bright?');
    await lan.getByText(m.waits).waitFor();
    const thread = new URL(lan.url()).pathname;

    await minh.goto('/messages');
    await minh.getByRole('tab').nth(1).click();
    await minh.getByRole('link', { name: /Lan/ }).click();
    await minh.getByRole('log').getByText('Hello Minh').waitFor();
    assert.equal(await minh.getByRole('tab', { includeHidden: true }).nth(1).getAttribute('aria-selected'), 'true');
    await minh.getByRole('button', { name: m.accept }).click();
    await write(where, minh, 'Bright enough to read.');
    await lan.getByRole('log').getByText('Bright enough').waitFor({ timeout: 30_000 });
    await write(where, lan, 'Thank you!');
    await minh.getByRole('log').getByText('Thank you!').waitFor({ timeout: 30_000 });
    assert.deepEqual(await allProblems(minh, 'main'), []);

    await minh.getByRole('button', { name: m.more }).click();
    await minh.getByRole('dialog').getByRole('button', { name: m.block }).click();
    await minh.getByText(m.blocked).waitFor();
    const refused = await shop.post(`/v1${thread.replace('/messages', '/messages/threads')}/messages`, { client_id: 'after-the-block', text: 'Hello?' }, { token: people.Lan.token });
    assert.equal(refused.body.code, 'messaging.not_reachable');
    assert.deepEqual([...lan.troubles, ...minh.troubles], []);
    await shop.close();
  });
}

for (const where of combinations(2)) {
  test(`agent and customer see each other type and read, and what is shown leads to it (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const tell = words(where.locale);
    const m = own[where.locale];
    const owner = { token: shop.owner };
    const vase = await product(shop, 'Moon Vase', { amount: 4000, stock: 5 });
    const lan = await member(shop, 'Lan Vu');
    const bought = await checkout(shop, await cart(shop, [[vase.variant, 1]], { token: lan.token }), { email: lan.email, token: lan.token });
    assert.equal(bought.status, 201);
    const number = bought.body.order.number;
    const noor = await member(shop, 'Noor Agent');
    await shop.must(201, 'POST', '/v1/admin/staff', { email: noor.email, role: 'agent' }, owner);

    const buyer = await visitor(browser, shop, where);
    await signIn(buyer, lan.email, ownPassword);
    await buyer.goto('/');
    await buyer.getByRole('button', { name: tell('chat_open') }).click();
    const sheet = buyer.getByRole('dialog');
    await write(where, sheet, 'Is it waterproof?');
    const conversation = await until('the inbox has it', async () => (await shop.must(200, 'GET', '/v1/admin/conversations?channel=chat', undefined, owner)).items[0]);
    // Nobody has looked yet.
    await sheet.getByRole('log').getByText('Is it waterproof?').waitFor();
    assert.equal(await sheet.getByText(m.read, { exact: true }).count(), 0);

    const page = await visitor(browser, shop, where);
    await signIn(page, noor.email, ownPassword);
    await page.goto(`/studio/inbox/${conversation.id}`);
    const thread = page.getByRole('region', { name: say('care.messages') });
    const answer = page.getByRole('textbox', { name: say('care.answer') });
    await t.test('the customer sees that the shop has read and is typing', async () => {
      await thread.getByText('Is it waterproof?').waitFor();
      await sheet.getByText(m.read, { exact: true }).waitFor({ timeout: 30_000 });
      await answer.pressSequentially('Yes, ', { delay: 20 });
      await sheet.getByText(m.types).waitFor();
      await sheet.getByText(m.types).waitFor({ state: 'detached', timeout: 20_000 });
    });
    await t.test('the agent sees that the customer is typing', async () => {
      await sheet.getByRole('textbox', { name: m.write }).pressSequentially('I would like', { delay: 20 });
      await thread.getByText(say('care.customer_types', { name: 'Lan Vu' })).waitFor();
      await sheet.getByRole('textbox', { name: m.write }).fill('');
    });
    await t.test('a product and an order are found and shown', async () => {
      const add = page.getByRole('button', { name: say('care.card_add') });
      const dialog = page.getByRole('dialog');
      await add.click();
      await dialog.getByRole('option', { name: new RegExp(number.replace('#', '')) }).waitFor();
      assert.deepEqual(await seriousProblems(page, 'dialog'), []);
      await dialog.getByRole('combobox').fill('moon');
      await dialog.getByRole('option', { name: /Moon Vase/ }).waitFor();
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await add.click();
      await dialog.getByRole('combobox').fill(number);
      await dialog.getByRole('option', { name: new RegExp(number.replace('#', '')) }).waitFor();
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('list', { name: say('care.cards') }).getByRole('listitem').count(), 2);
      await answer.fill('Yes. This one, from your order.');
      assert.deepEqual(await stickingOut(page), []);
      await answer.press('Control+Enter');
      await thread.getByText(/Moon Vase/).waitFor();
      await thread.getByText(say('care.card_order', { number })).waitFor();
      assert.deepEqual(await seriousProblems(page), []);
    });
    await t.test('the customer sees both, the agent that they were read, and the product opens', async () => {
      const shown = sheet.getByRole('link', { name: /Moon Vase/ });
      await shown.waitFor({ timeout: 30_000 });
      assert.equal(await sheet.getByRole('link', { name: new RegExp(number.replace('#', '')) }).getAttribute('href'), `/orders/${bought.body.order.id}`);
      await thread.getByText(say('care.delivery.read')).waitFor({ timeout: 30_000 });
      assert.deepEqual(await allProblems(buyer, 'dialog'), []);
      await shown.click();
      await buyer.waitForURL(new RegExp(`/products/${vase.handle}`));
      await buyer.getByRole('heading', { name: 'Moon Vase' }).first().waitFor();
    });
    await t.test('a stranger’s order is not shown', async () => {
      const kari = await member(shop, 'Kari');
      const other = await checkout(shop, await cart(shop, [[vase.variant, 1]], { token: kari.token }), { email: kari.email, token: kari.token });
      const refused = await shop.post(`/v1/admin/conversations/${conversation.id}/answers`, { text: '', cards: [{ order_id: other.body.order.id }] }, owner);
      assert.deepEqual([refused.status >= 400, (await shop.must(200, 'GET', '/v1/chat', undefined, { token: lan.token })).messages.length], [true, 2]);
    });
    assert.deepEqual([page.troubles, buyer.troubles], [[], []]);
    await shop.close();
  });
}
