// A mail in the inbox: the agent sees its file, what was folded away and its own form in a closed frame, and answers with a file; the
// mailbox stands under Channels with what it did not let in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from '../mail/dovecot.mjs';
import { letter, PostOffice } from '../mail/post_office.mjs';

const form = `--alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe handle came off.\r\n\r\nOn Monday, Kilnlight wrote:\r\n> It is on its way.\r\n`
  + '--alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p onclick="alert(1)">The <b>handle</b> came off.</p><script>document.title = "taken"</script>'
  + '<img src="http://tracker.example/pixel.gif"><p><a href="javascript:alert(1)">a trap</a></p>\r\n--alt--\r\n';
const handle = `From: Lan <lan@example.org>\r\nTo: support@shop.example\r\nSubject: The handle\r\nMessage-ID: <handle@example.org>\r\nMIME-Version: 1.0\r\n`
  + `Content-Type: multipart/mixed; boundary=mix\r\n\r\n--mix\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n${form}`
  + '--mix\r\nContent-Type: text/html; charset=utf-8\r\nContent-Disposition: attachment; filename="receipt.html"\r\n\r\n<script>alert(1)</script>\r\n--mix--\r\n';

for (const where of combinations(2)) {
  test(`a conversation by mail (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
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
    await office.send('lan@example.org', 'support@shop.example', handle);
    await office.send('news@example.org', 'support@shop.example', letter({ from: 'news@example.org', subject: 'Buy now', headers: { 'List-Unsubscribe': '<mailto:x@example.org>' } }));
    const talk = await until('the mail is in the inbox', async () => (await shop.must(200, 'GET', '/v1/admin/conversations', undefined, { token: shop.owner })).items[0],
      { milliseconds: 60_000, every: 100 });
    const page = await visitor(browser, shop, where);
    const fetched = [];
    page.on('request', (request) => fetched.push(request.url()));
    await enterStudio(page, say, `/studio/inbox/${talk.id}`);

    await t.test('shows what came, and nothing of it runs', async () => {
      const file = page.getByRole('link', { name: /receipt\.html/ });
      await file.waitFor();
      await page.getByRole('region', { name: say('care.messages') }).getByText('The handle came off.', { exact: true }).first().waitFor();
      await page.getByText(say('care.quoted')).click();
      await page.getByText('> It is on its way.').waitFor();
      await page.getByText(say('care.as_sent')).click();
      await page.frameLocator('iframe').getByText('a trap').waitFor();
      assert.equal(await page.frameLocator('iframe').locator('script, img, [onclick], [href]').count(), 0);
      assert.ok(!fetched.some((url) => url.includes('tracker.example')));
      assert.ok(!(await page.title()).includes('taken'));
      const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
      assert.equal(download.suggestedFilename(), 'receipt.html');
      assert.equal(readFileSync(await download.path(), 'utf8').trim(), '<script>alert(1)</script>');
      assert.deepEqual(await seriousProblems(page), []);
      assert.deepEqual(await stickingOut(page), []);
    });

    await t.test('is answered with a file', async () => {
      await page.locator('input[type=file]').setInputFiles({ name: 'label.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 label') });
      await page.getByText('label.pdf').waitFor();
      await page.getByRole('textbox', { name: say('care.answer') }).fill('Here is the label.');
      await page.getByRole('button', { name: say('care.send') }).click();
      const answer = await office.got('lan@example.org');
      assert.ok(answer.body.includes('filename="label.pdf"'));
      await page.getByRole('link', { name: /label\.pdf/ }).waitFor();
    });

    await t.test('and the mailbox is seen under Channels', async () => {
      await page.goto('/studio/inbox?desk=channels');
      const mailbox = page.getByRole('region', { name: 'support@shop.example' });
      await mailbox.waitFor();
      await mailbox.getByText(say('care.mailbox.refusals')).click();
      await mailbox.getByText(say('care.mailbox.reason.bulk')).waitFor();
      await mailbox.getByText('news@example.org: Buy now').waitFor();
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(page.troubles, []);
    });
  });
}
