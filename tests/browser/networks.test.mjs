// What the social networks and the telephone bring, in the inbox: where it comes from, until when it may be answered, who reads the
// answer, and that everybody on the staff can see how each network stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { fromMeta, instagram, NetworkStandIn, whatsapp } from '../networks/stand_in.mjs';

for (const where of combinations(3)) {
  test(`networks in the inbox (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const network = await NetworkStandIn.open();
    t.after(() => network.close());
    const shop = await Shop.open({ ...where, set: network.settings });
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    await fromMeta(shop, whatsapp.message('wamid.b1', 'Where is my parcel? https://example.com/track/1'));
    await fromMeta(shop, instagram.comment('17900001', 'Is it dishwasher safe?'));
    await fromMeta(shop, instagram.message('mid.b1', 'Look at my vase', { attachments: [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg?one=1' } }] }));
    const call = await shop.must(201, 'POST', '/v1/admin/calls', { webvtt: 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Noor>Good morning.\n\n00:03.000 --> 00:04.000\n<v Lan>My kettle whistles.', agent_name: 'Noor', customer_name: 'Lan' }, { token: shop.owner });
    const page = await visitor(browser, shop, where);
    await enterStudio(page, say);
    await page.goto('/studio/inbox');

    await t.test('a message says until when it can be answered, and its answer arrives', async () => {
      await page.getByText('Where is my parcel?').first().click();
      await page.getByText(say('care.rule.whatsapp_24h')).waitFor();
      assert.equal(await page.getByRole('link', { name: 'https://example.com/track/1', exact: true }).getAttribute('rel'), 'noopener noreferrer nofollow');
      await page.getByRole('textbox', { name: say('care.answer') }).fill('Tomorrow before noon.');
      assert.deepEqual(await seriousProblems(page), []);
      await page.getByRole('button', { name: say('care.send') }).click();
      const sent = await until('WhatsApp has it', () => network.made.find((each) => each.text === 'Tomorrow before noon.'));
      assert.equal(sent.to, '84912345678');
      const wamid = `wamid.out${network.made.length}`;
      await until('the status counts', async () => (await fromMeta(shop, whatsapp.status(wamid, 'read'))).status === 200);
      await page.getByText(say('care.delivery.read')).waitFor({ timeout: 60_000 });
    });

    await t.test('an answer to a comment is public, or private once', async () => {
      await page.goto('/studio/inbox');
      await page.getByText('Is it dishwasher safe?').first().click();
      await page.getByText(say('care.rule.instagram_public')).waitFor();
      await page.getByText(say('care.answer_privately')).first().click();
      await page.getByText(say('care.privately_hint')).waitFor();
      await page.getByRole('textbox', { name: say('care.answer') }).fill('Yes. Which glaze is yours?');
      await page.getByRole('button', { name: say('care.send') }).click();
      assert.equal((await until('Instagram has it', () => network.made.find((each) => each.text === 'Yes. Which glaze is yours?'))).privately, true);
      await page.getByText(say('care.privately')).first().waitFor();
    });

    await t.test('a picture is named in list and thread, and opens at the network', async () => {
      await page.goto('/studio/inbox');
      await page.getByText(new RegExp(`^Look at my vase ${say('care.media.image').source.slice(4)}`)).first().click();
      const link = page.getByRole('link', { name: say('care.media.image') });
      assert.equal(await link.getAttribute('href'), 'https://cdn.example/a.jpg?one=1');
      assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
      assert.deepEqual(await seriousProblems(page), []);
    });

    await t.test('a call shows who said what and when, and is answered nowhere', async () => {
      await page.goto(`/studio/inbox/${call.conversation_id}?view=all`);
      await page.getByText('My kettle whistles.').last().waitFor();
      assert.equal(await page.getByRole('textbox', { name: say('care.note') }).isEnabled(), true);
      await page.getByRole('button', { name: say('care.answer') }).click();
      await page.getByText(say('care.rule.call')).waitFor();
      assert.equal(await page.getByRole('textbox', { name: say('care.answer') }).isDisabled(), true);
      assert.deepEqual(await seriousProblems(page), []);
    });

    await t.test('how the networks stand', async () => {
      await page.goto('/studio/inbox?desk=channels');
      await page.getByText(say('care.network.connected')).first().waitFor();
      await page.getByText('/v1/webhooks/tiktok').waitFor();
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(page.troubles, []);
    });
    await shop.close();
  });
}
