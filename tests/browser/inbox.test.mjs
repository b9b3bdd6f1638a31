// The inbox by keyboard alone: an agent finds who waits, answers with a saved reply, notes, labels, snoozes, takes and resolves; a
// customer who wrote on the contact page reads the answer there, answers and rates; money goes back from beside the conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(1)) {
  test(`an inbox by keyboard (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const tell = words(where.locale);
    const owner = { token: shop.owner };
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const lan = await member(shop, 'Lan');
    const bought = await checkout(shop, await cart(shop, [[vase.variant, 1]], { token: lan.token }), { email: lan.email, token: lan.token });
    assert.equal(bought.status, 201);
    await shop.must(201, 'POST', '/v1/admin/saved_replies', { shortcut: 'sorry', title: 'Sorry', text: 'We are sorry, {name}.', text_vi: 'Xin lỗi {name}.', labels: ['broken'] }, owner);
    const asked = await shop.must(201, 'POST', '/v1/conversations', { topic: 'broken', text: 'The vase broke.' }, { token: lan.token });
    const one = () => shop.must(200, 'GET', `/v1/admin/conversations/${asked.id}`, undefined, owner);

    const guest = await visitor(browser, shop, where);
    await t.test('a guest writes on the contact page', async () => {
      await guest.goto('/help');
      await guest.getByLabel(tell('help.text')).fill('Do you ship to Norway?');
      await guest.getByLabel(tell('help.name')).fill('Kari');
      await guest.getByLabel(tell('help.email')).fill('kari@example.org');
      await guest.getByRole('button', { name: tell('help.send') }).click();
      await guest.waitForURL(/\/help\/cnv_/);
      await guest.getByText('Do you ship to Norway?').last().waitFor();
      assert.deepEqual(await seriousProblems(guest), []);
    });

    const page = await visitor(browser, shop, where);
    await enterStudio(page, say);
    await page.goto('/studio/inbox');
    await page.getByText('The vase broke.').first().waitFor();
    await page.getByText('Do you ship to Norway?').first().waitFor();

    await t.test('an agent answers with a saved reply and two keys', async () => {
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(asked.id));
      const box = page.getByRole('textbox', { name: say('care.answer') });
      await box.waitFor();
      await page.keyboard.press('r');
      await until('the box has the keys', () => box.evaluate((node) => node === document.activeElement));
      await page.keyboard.type('/sor');
      await page.getByRole('option', { name: /sorry/ }).waitFor();
      await page.keyboard.press('Enter');
      await until('the words stand there', async () => /Lan/.test(await box.inputValue()));
      assert.deepEqual(await seriousProblems(page), []);
      await page.keyboard.press('Control+Enter');
      await until('it is answered', async () => (await one()).conversation.status === 'pending');
      await until('it is labelled', async () => (await one()).conversation.labels.join() === 'broken');
      await until('the answer is on its way', async () => (await one()).messages.some((each) => each.direction === 'out' && each.delivery === 'sent'));
    });

    await t.test('notes, takes, sets the priority and resolves', async () => {
      const note = page.getByRole('textbox', { name: say('care.note') });
      await until('nothing is being typed', () => page.evaluate(() => document.activeElement?.tagName !== 'TEXTAREA'));
      await page.keyboard.press('n');
      await note.waitFor();
      await until('the box has the keys', () => note.evaluate((node) => node === document.activeElement));
      await page.keyboard.type('Third one of this batch.');
      await page.keyboard.press('Control+Enter');
      await until('the note is there', async () => (await one()).messages.some((each) => each.direction === 'note'));
      await until('nothing is being typed', () => page.evaluate(() => document.activeElement?.tagName !== 'TEXTAREA'));
      await page.keyboard.press('i');
      await until('it is taken', async () => (await one()).conversation.assignee !== null);
      await page.keyboard.press('p');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await until('the priority is another', async () => (await one()).conversation.priority === 'high');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    await t.test('money goes back from beside the conversation', async () => {
      if (where.size === 'phone') await page.getByRole('button', { name: say('care.person') }).click();
      await page.getByRole('button', { name: say('care.refund') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(say('care.amount')).fill('5');
      await dialog.getByLabel(say('care.reason')).fill('The vase broke');
      await dialog.getByRole('button', { name: say('care.refund_now') }).click();
      await dialog.waitFor({ state: 'detached' });
      const order = await shop.must(200, 'GET', `/v1/admin/orders/${bought.body.order.id}`, undefined, owner);
      assert.equal(order.amounts.refunded.amount, 500);
      assert.equal((await one()).messages.at(-1).happened.kind, 'refund');
      if (where.size === 'phone') await page.getByRole('button', { name: say('care.thread') }).click();
      await page.keyboard.press('e');
      await until('it is resolved', async () => (await one()).conversation.status === 'resolved');
    });

    await t.test('the customer reads it, rates it and writes on', async () => {
      const own = await visitor(browser, shop, where);
      await own.context().addCookies([{ name: 'plaza_session', value: lan.token, url: shop.url }]);
      await own.goto(`/help/${asked.id}`);
      await own.getByText(/Lan\./).first().waitFor();
      assert.equal(await own.getByText('Third one of this batch.').count(), 0);
      await own.locator('.stars label').nth(3).click();
      await own.locator('form:has(.stars) button[type=submit]').click();
      await own.getByText(tell('help.rated', { count: 4 })).waitFor();
      await own.getByLabel(tell('help.go_on')).fill('Thank you.');
      await own.getByRole('button', { name: tell('help.send') }).last().click();
      const now = await until('it is open again', async () => {
        const found = await one();
        return found.conversation.status === 'open' && found;
      });
      await own.getByText('Thank you.', { exact: true }).waitFor();
      assert.deepEqual([now.conversation.status, now.conversation.rating, now.conversation.unread], ['open', 4, 1]);
      assert.deepEqual(own.troubles, []);
    });
    await t.test('what is written in the chat is answered from the inbox, and the answer stands in the chat', async () => {
      const hers = { token: lan.token };
      await shop.must(201, 'POST', '/v1/chat', {}, hers);
      await shop.must(201, 'POST', '/v1/chat/messages', { text: 'Are you there?', client_id: 'are-you-there' }, hers);
      const [chat] = await until('the chat is in the inbox', async () => {
        const { items } = await shop.must(200, 'GET', '/v1/admin/conversations?channel=chat', undefined, owner);
        return items.length && items;
      });
      assert.deepEqual([chat.excerpt, chat.customer.verified, chat.customer.account_id], ['Are you there?', true, lan.id]);
      await shop.must(201, 'POST', `/v1/admin/conversations/${chat.id}/answers`, { text: 'We are.' }, owner);
      const chatted = await until('the answer stands in the chat', async () => {
        const { messages } = await shop.must(200, 'GET', '/v1/chat', undefined, hers);
        return messages.some((each) => each.text === 'We are.') && messages;
      });
      assert.equal(chatted.length, 2);
    });
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(guest.troubles, []);
    await shop.close();
  });
}
