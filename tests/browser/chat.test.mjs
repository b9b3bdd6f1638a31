// A visitor's chat: written on a product's page, answered by an agent on the open page, cut off and caught up with, gone on with after
// signing up. Two members: a request, an answer, a block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, enterStudio, openBrowser, signIn, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const own = {
  en: { write: 'Write a message', send: 'Send', accept: 'Accept', email: 'E-mail', show: 'Show Moon Vase', waits: /One message until they accept/, blocked: /Neither of you can write/, block: 'Block Lan', more: 'More about this conversation' },
  vi: { write: 'Viết tin nhắn', send: 'Gửi', accept: 'Đồng ý', email: 'Email', show: 'Gửi kèm Moon Vase', waits: /Chỉ một tin cho tới khi họ đồng ý/, blocked: /Không ai nhắn được cho ai/, block: 'Chặn Lan', more: 'Thêm về cuộc trò chuyện này' },
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

    await minh.goto(thread);
    await minh.getByRole('log').getByText('Hello Minh').waitFor();
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
