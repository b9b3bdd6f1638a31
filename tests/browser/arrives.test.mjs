// What arrives by itself: a one-star review and a comment about an order stand in the open inbox without anybody asking, with their
// product and how they feel; the answers stand under the review and under the post; what an agent says it is instead is kept; what is
// taken back closes. A Vietnamese letter goes to the team of what it wants.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { member, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from '../mail/dovecot.mjs';
import { letter, PostOffice } from '../mail/post_office.mjs';

for (const where of combinations(2)) {
  test(`what needs the brand arrives (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
    const dovecot = await Dovecot.open('support');
    t.after(() => dovecot.close());
    const office = await PostOffice.open(dovecot);
    t.after(() => office.close());
    const shop = await Shop.open({ ...where, set: { 'mailbox.accounts': dovecot.account, 'mailbox.ca_file': dovecot.certificate, 'mailbox.poll_seconds': '1',
      'mail.smtp_url': office.url, 'mail.from': 'Shop <hello@shop.example>' } });
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const lamp = await product(shop, 'Paper lamp');
    const [linh, an] = [await member(shop, 'Linh'), await member(shop, 'An')];
    const shown = await post(shop, linh.token, { text: 'My corner in the evening', products: [lamp] });
    const settings = await shop.must(200, 'GET', '/v1/admin/care/settings', undefined, owner);
    const me = (await shop.must(200, 'GET', '/v1/me', undefined, owner)).account;
    settings.agents = [{ account_id: me.id, teams: ['orders'], open_max: 20 }];
    await shop.must(200, 'PUT', '/v1/admin/care/settings', settings, owner);
    const one = (channel) => until(`a ${channel} is there`, async () => (await shop.must(200, 'GET', `/v1/admin/conversations?channel=${channel}`, undefined, owner)).items[0]);

    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/inbox');
    await page.getByText(say('care.empty')).waitFor();
    const sendAnswer = async (text) => {
      await page.getByRole('textbox', { name: say('care.answer') }).fill(text);
      await page.getByRole('button', { name: say('care.send') }).click();
    };

    await t.test('a one-star review, while the inbox is open', async () => {
      const review = await shop.must(201, 'POST', `/v1/products/${lamp.handle}/reviews`, { stars: 1, title: 'Two days', text: 'The switch stopped working after two days.' }, { token: an.token });
      await page.getByText('The switch stopped working after two days.').first().click();
      const conversation = await one('review');
      assert.deepEqual([conversation.feeling, conversation.intent, conversation.topic, conversation.product_id], ['negative', 'defect', 'broken', lamp.id]);
      const read = page.getByRole('group', { name: say('care.read') });
      await read.getByText(say('care.feeling.negative')).waitFor();
      await read.getByText('Paper lamp').waitFor();
      await page.getByText(say('care.rule.review')).waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      await sendAnswer('We are sorry. A new one leaves today.');
      await until('it stands under the review', async () => (await shop.must(200, 'GET', `/v1/reviews/${review.id}`)).reply?.text === 'We are sorry. A new one leaves today.');
      const reader = await visitor(browser, shop, where);
      await reader.goto(`/products/${lamp.handle}#reviews`);
      await reader.locator('blockquote').filter({ hasText: 'A new one leaves today.' }).waitFor();
      await reader.context().close();
    });

    await t.test('a comment about an order; small talk stays where it is', async () => {
      await page.goto('/studio/inbox');
      await shop.must(201, 'POST', `/v1/posts/${shown.id}/comments`, { text: 'So lovely!' }, { token: an.token });
      const comment = await shop.must(201, 'POST', `/v1/posts/${shown.id}/comments`, { text: 'Where is my order? It is two weeks late.' }, { token: an.token });
      await page.getByText('Where is my order? It is two weeks late.').first().click();
      assert.equal((await one('comment')).messages, 1);
      await page.getByText(say('care.rule.comment')).waitFor();
      await sendAnswer('It left this morning.');
      const reader = await visitor(browser, shop, where);
      await until('it stands under the post', async () => (await shop.must(200, 'GET', `/v1/posts/${shown.id}/comments`)).items.some((each) => JSON.stringify(each).includes('It left this morning.')));
      await reader.goto(`/p/${shown.id}`);
      if (where.size === 'phone') await reader.getByRole('button', { name: where.locale === 'vi' ? /Bình luận/ : /Comments/ }).first().click();
      await reader.getByText('It left this morning.').first().waitFor();
      await reader.context().close();

      await page.getByRole('group', { name: say('care.read') }).getByRole('button').nth(1).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('option', { name: say('care.intent.missing_item') }).click();
      await dialog.waitFor({ state: 'detached' });
      await until('it is kept', async () => (await one('comment')).intent_corrected);
      assert.equal((await one('comment')).intent, 'missing_item');

      const removed = await shop.ask('DELETE', `/v1/comments/${comment.id}`, undefined, { token: an.token });
      assert.ok(removed.status < 300, removed.text);
      await until('nothing is left to answer', async () => (await one('comment')).status === 'resolved');
      await page.getByText(say('care.words_gone')).first().waitFor();
      await page.getByText(say('care.told.withdrawn')).first().waitFor();
      assert.equal(await page.getByText('two weeks late').count(), 0);
    });

    await t.test('a Vietnamese letter goes to the team of what it wants', async () => {
      await office.send('lan@example.org', 'support@shop.example', letter({ from: 'lan@example.org', subject: 'Paper lamp', text: 'Tôi rất thất vọng. Đèn bị vỡ khi nhận hàng, tôi muốn hoàn tiền.' }));
      const mail = await one('email');
      assert.deepEqual([mail.feeling, mail.team, mail.assignee?.id], ['negative', 'orders', me.id]);
      assert.ok(['refund', 'damaged'].includes(mail.intent), mail.intent);
      assert.ok(['return', 'broken'].includes(mail.topic), mail.topic);
      await page.goto('/studio/inbox?sort=urgency&feeling=negative');
      await page.getByText('Paper lamp').first().waitFor();
      await page.goto('/studio/inbox?desk=rules');
      await page.getByText(say('care.topics_title')).waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(page.troubles, []);
    });
  });
}
