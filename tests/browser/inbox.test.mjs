// The inbox by keyboard alone: an agent finds who waits, answers with a saved reply, notes, labels, snoozes, takes and resolves; a
// customer who wrote on the contact page reads the answer there, answers and rates; money goes back from beside the conversation. Many
// are changed at once, one sleeps until a day that is chosen freely, and two agents at one conversation see each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, product } from '../kit/seed.mjs';
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

for (const where of combinations(3)) {
  test(`many at once by keyboard, a day chosen freely, and two agents at one (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const written = [];
    for (let i = 1; i <= 4; i += 1) {
      written.push(await shop.must(201, 'POST', '/v1/conversations', { topic: 'other', text: `Question number ${i}`, name: `Person ${i}`, email: `person${i}@example.org` }));
    }
    const one = async (i) => (await shop.must(200, 'GET', `/v1/admin/conversations/${written[i - 1].id}`, undefined, owner)).conversation;
    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/inbox');
    await page.getByText('Question number 4').first().waitFor();
    await page.evaluate(() => document.addEventListener('pointerdown', () => (window.touched = true), true));
    const bar = page.getByRole('group', { name: say('care.bulk') });
    // The newest stands first; the cursor goes down as they are picked.
    const pickTop = async (count) => {
      await page.keyboard.press('Home');
      for (let i = 0; i < count; i += 1) {
        if (i) await page.keyboard.press('j');
        await page.keyboard.press('x');
      }
      await bar.getByText(say(`care.picked.${count === 1 ? 'one' : 'other'}`, { count })).waitFor();
    };
    await t.test('labels are added to two and both are taken', async () => {
      await pickTop(2);
      assert.deepEqual(await seriousProblems(page), []);
      await page.keyboard.press('l');
      await page.getByRole('dialog').getByRole('combobox').fill('glaze');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await until('both have it', async () => (await one(4)).labels.join() === 'glaze' && (await one(3)).labels.join() === 'glaze');
      assert.deepEqual((await one(2)).labels, []);
      await bar.waitFor({ state: 'detached' });
      await pickTop(2);
      await page.keyboard.press('i');
      await until('both are taken', async () => (await one(4)).assignee && (await one(3)).assignee);
      await bar.waitFor({ state: 'detached' });
    });
    await t.test('they sleep until a day that is chosen freely', async () => {
      await pickTop(2);
      await page.keyboard.press('s');
      const dialog = page.getByRole('dialog');
      const when = dialog.getByLabel(say('care.sleep_at'));
      await when.fill('2020-01-02T09:30');
      await when.press('Enter');
      await dialog.getByText(say('care.sleep_past')).waitFor();
      await when.fill('2099-01-02T09:30');
      await when.press('Enter');
      await until('both sleep', async () => (await one(4)).status === 'snoozed' && (await one(3)).status === 'snoozed');
      const local = await page.evaluate(() => new Date('2099-01-02T09:30').toISOString());
      assert.equal(new Date((await one(4)).snoozed_until).toISOString(), local);
      await bar.waitFor({ state: 'detached' });
    });
    await t.test('what cannot be changed is named, and stays picked', async () => {
      await page.getByText('Question number 2').first().waitFor();
      await pickTop(2);
      // Somebody resolves one of them in this moment.
      await shop.must(200, 'PATCH', `/v1/admin/conversations/${written[1].id}`, { status: 'resolved' }, owner);
      await page.keyboard.press('s');
      await page.getByRole('dialog').getByRole('combobox').press('Enter');
      await bar.getByRole('alert').getByText(new RegExp(say('care.refusal.care.wrong_status').source.slice(1))).waitFor();
      await until('the other sleeps', async () => (await one(1)).status === 'snoozed');
      assert.equal((await one(2)).status, 'resolved');
      assert.deepEqual(await seriousProblems(page), []);
      await page.keyboard.press('Escape');
      await bar.waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => window.touched ?? false), false);
    });
    await t.test('two agents at one conversation see each other', async () => {
      const noor = await member(shop, 'Noor Agent');
      await shop.must(201, 'POST', '/v1/admin/staff', { email: noor.email, role: 'agent' }, owner);
      await page.goto(`/studio/inbox/${written[0].id}?view=all`);
      const answer = (where_) => where_.getByRole('textbox', { name: say('care.answer') });
      await answer(page).waitFor();
      const other = await visitor(browser, shop, where);
      await signIn(other, noor.email, ownPassword);
      await other.goto(`/studio/inbox/${written[0].id}?view=all`);
      await answer(other).waitFor();
      await page.getByText(say('care.others_look', { names: 'Noor Agent' })).waitFor({ timeout: 20_000 });
      await answer(other).pressSequentially('Dear', { delay: 20 });
      await page.getByText(say('care.others_type', { names: 'Noor Agent' })).waitFor({ timeout: 20_000 });
      assert.deepEqual([await seriousProblems(page), await stickingOut(page)], [[], []]);
      // The other is quicker: one reads what they wrote before one's own words go out.
      await answer(page).fill('Good morning.');
      await answer(other).press('Control+Enter');
      await page.getByRole('region', { name: say('care.messages') }).getByText('Dear').waitFor({ timeout: 20_000 });
      await answer(page).press('Control+Enter');
      await page.getByText(say('care.overtaken', { name: 'Noor Agent' })).waitFor();
      const answers = async () => (await shop.must(200, 'GET', `/v1/admin/conversations/${written[0].id}`, undefined, owner)).messages.filter((each) => each.direction === 'out').map((each) => each.text);
      assert.deepEqual(await answers(), ['Dear']);
      await answer(page).press('Control+Enter');
      await until('both are there', async () => (await answers()).join() === 'Dear,Good morning.');
      await page.getByText(say('care.overtaken', { name: 'Noor Agent' })).waitFor({ state: 'detached' });
      await other.goto('/studio/inbox');
      await page.getByText(say('care.others_look', { names: 'Noor Agent' })).waitFor({ state: 'detached', timeout: 30_000 });
      assert.deepEqual(other.troubles, []);
    });
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
