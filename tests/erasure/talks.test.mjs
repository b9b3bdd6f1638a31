// Somebody who spoke with everybody is erased: in groups (a question, replies, a poll, an event, a note to moderators), to a member, in the
// chat, by mail, on a product, to moderators. Then no file, table, log, list or search holds their word, and what others said around it
// stands where it stood and can be read.
import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { openBrowser, partWords, signIn, visitor } from '../kit/browser.mjs';
import { engines } from '../kit/rotation.mjs';
import { media, member, ownPassword, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from '../mail/dovecot.mjs';
import { letter, PostOffice } from '../mail/post_office.mjs';
import { everywhere, taggedPicture, word } from './traces.mjs';

const patience = { milliseconds: 60_000, every: 100 };
const pushKey = () => createECDH('prime256v1').generateKeys().toString('base64url');
const soon = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();

for (const engine of engines) {
  test(`who is erased leaves threads that can be read (${engine})`, { timeout: 600_000 }, async (t) => {
    const dovecot = await Dovecot.open('support');
    t.after(() => dovecot.close());
    const office = await PostOffice.open(dovecot);
    t.after(() => office.close());
    const shop = await Shop.open({ engine, set: {
      'mailbox.accounts': dovecot.account, 'mailbox.ca_file': dovecot.certificate, 'mailbox.poll_seconds': '1',
      'mail.smtp_url': office.url, 'mail.from': 'Shop <hello@shop.example>',
    } });
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = partWords('en', 'storefront/community');
    const owner = { token: shop.owner };
    const must = (status, method, path, body, options) => shop.must(status, method, path, body, options);
    const bowl = await product(shop, 'Field Bowl');
    const binh = await member(shop, 'Binh');
    const anna = await member(shop, `Anna ${word}`);
    const [his, me] = [{ token: binh.token }, { token: anna.token, visitor: 'device-of-anna' }];
    const own = {};  // the ids of what she wrote
    const others = {};  // and of what stands around it

    await t.test('they write their word to everybody', async () => {
      await must(200, 'PATCH', '/v1/me', { bio: `I am ${word}`, handle: `${word}_1` }, me);
      const proof = /token=([\w-]+)/.exec((await office.got(anna.email, { fits: (mail) => /token=/.test(mail.body.replaceAll('=\r\n', '').replaceAll('=3D', '=')) })).body.replaceAll('=\r\n', '').replaceAll('=3D', '='));
      const confirmed = await shop.post('/v1/email_verifications/confirm', { token: proof[1] });
      assert.ok(confirmed.status < 300, confirmed.text);

      // A group: what she asked and answered, a poll and its vote, an event, a picture that says where it was made.
      const group = await must(201, 'POST', '/v1/groups', { name: 'Glaze lovers', about: 'Kilns.', visibility: 'public', subject: { kind: 'interest', ref: 'glaze' }, tags: ['glaze'] }, { ...owner, key: 'the-group' });
      const closed = await must(201, 'POST', '/v1/groups', { name: 'By request', about: 'Kilns.', visibility: 'request', subject: { kind: 'interest', ref: 'kiln' }, tags: [] }, { ...owner, key: 'the-other' });
      for (const who of [his, me]) await must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, who);
      await must(200, 'PUT', `/v1/groups/${closed.slug}/membership`, { note: `Let ${word} in` }, me);
      await must(200, 'PUT', `/v1/admin/community/people/${word}_1/level`, { level: 3, note: '' }, owner);
      const photo = await media(shop, anna.token, taggedPicture(word));
      const talks = `/v1/groups/${group.slug}/discussions`;
      own.asked = (await must(201, 'POST', talks, { kind: 'question', title: `Does ${word} craze?`, text: `Cone six, says ${word}.`, tags: ['glaze', word], media_ids: [photo.id] }, { ...me, key: 'asked' })).id;
      others.reply = (await must(201, 'POST', `/v1/discussions/${own.asked}/replies`, { text: 'A little silica helps.' }, { ...his, key: 'reply' })).id;
      await must(200, 'PUT', `/v1/discussions/${own.asked}/accepted`, { reply_id: others.reply }, me);
      own.poll = (await must(201, 'POST', talks, { kind: 'discussion', title: `Which one, asks ${word}`, text: '', poll: { options: [`Celadon ${word}`, 'Tenmoku'] } }, { ...me, key: 'poll' })).id;
      await must(200, 'PUT', `/v1/discussions/${own.poll}/poll`, { options: [0] }, me);
      await must(200, 'PUT', `/v1/discussions/${own.poll}/poll`, { options: [1] }, his);
      others.chosen = (await must(201, 'POST', `/v1/discussions/${own.poll}/replies`, { text: 'The dark one.' }, { ...his, key: 'chosen' })).id;
      others.asked = (await must(201, 'POST', talks, { kind: 'question', title: 'Which shelf for a small kiln?', text: 'Mine bends.' }, { ...his, key: 'his' })).id;
      own.reply = (await must(201, 'POST', `/v1/discussions/${others.asked}/replies`, { text: `Cordierite, says ${word}.` }, { ...me, key: 'her-reply' })).id;
      await must(200, 'PATCH', `/v1/replies/${own.reply}`, { text: `Cordierite, twice, says ${word}.` }, me);
      others.below = (await must(201, 'POST', `/v1/discussions/${others.asked}/replies`, { text: 'Thank you, that holds.', parent_id: own.reply }, { ...his, key: 'below' })).id;
      own.event = (await must(201, 'POST', `/v1/groups/${group.slug}/events`, { title: `Firing with ${word}`, text: `Bring ${word}`, place: `${word} street 1`, url: `https://example.com/${word}`, starts_at: soon(48), ends_at: soon(50) }, { ...me, key: 'event' })).id;
      await must(200, 'PUT', `/v1/group_events/${own.event}/rsvp`, { answer: 'going' }, his);

      // To a member, with a picture; in the chat; by mail, with a file.
      const thread = await must(201, 'POST', '/v1/messages/threads', { handle: binh.handle, client_id: 'the-first-words', text: `Hello from ${word}` }, me);
      own.thread = thread.id;
      await must(200, 'POST', `/v1/messages/threads/${thread.id}/accept`, undefined, his);
      const sent = await must(201, 'POST', `/v1/messages/threads/${thread.id}/pictures`, taggedPicture(word), { ...me, type: 'image/png' });
      await must(201, 'POST', `/v1/messages/threads/${thread.id}/messages`, { client_id: 'with-a-picture', text: `Look, ${word}`, media_ids: [sent.id] }, me);
      await must(201, 'POST', `/v1/messages/threads/${thread.id}/messages`, { client_id: 'his-own-words', text: 'Good to hear from you.' }, his);
      await must(201, 'POST', '/v1/chat', {}, me);
      await must(201, 'POST', '/v1/chat/messages', { text: `Is ${word} open?`, client_id: 'in-the-chat' }, me);
      const ofChannel = (channel) => until(`the inbox has the ${channel}`, async () => (await must(200, 'GET', `/v1/admin/conversations?channel=${channel}`, undefined, owner)).items[0], patience);
      own.chat = (await ofChannel('chat')).id;
      await must(201, 'POST', `/v1/admin/conversations/${own.chat}/answers`, { text: `Yes, ${word}, until six.`, client_id: 'answer-in-the-chat' }, owner);
      await office.send(anna.email, 'support@shop.example', letter({ from: anna.email, subject: `The bowl of ${word}`, text: `It broke, says ${word}.`, files: [{ name: `${word}.txt`, type: 'text/plain', bytes: Buffer.from(`${word} again`) }] }));
      own.mail = (await ofChannel('email')).id;
      await must(201, 'POST', `/v1/admin/conversations/${own.mail}/answers`, { text: `Dear ${word}, a new one leaves today.`, client_id: 'answer-by-mail' }, owner);
      await office.got(anna.email, { fits: (mail) => mail.mail.includes('leaves today') });

      // On a product, and to moderators.
      const said = await must(201, 'POST', `/v1/products/${bowl.handle}/reviews`, { stars: 4, title: word, text: `Fine, says ${word}` }, { ...me, key: 'review' });
      const wondered = await must(201, 'POST', `/v1/products/${bowl.handle}/questions`, { text: 'Does it hold soup?' }, { ...his, key: 'question' });
      await must(201, 'POST', `/v1/product_questions/${wondered.id}/answers`, { text: `It does, says ${word}.` }, me);
      const answered = await must(201, 'POST', `/v1/product_questions/${wondered.id}/answers`, { text: 'Mine does.' }, owner);
      assert.ok(said.id && answered.answers.length === 2);
      await must(201, 'POST', '/v1/reports', { kind: 'reply', id: others.below, reason: 'abuse', note: `He mocks ${word}` }, me);
      const away = await must(201, 'POST', `/v1/discussions/${others.asked}/replies`, { text: `Buy from ${word}` }, { ...me, key: 'advertised' });
      const opened = await must(200, 'POST', '/v1/admin/moderation/cases', { kind: 'reply', id: away.id }, owner);
      await must(200, 'POST', `/v1/admin/moderation/cases/${opened.id}/decide`, { action: 'remove', reason: 'spam', note: `No selling, ${word}` }, owner);
      const { items: [decided] } = await must(200, 'GET', '/v1/me/moderation', undefined, me);
      await must(201, 'POST', `/v1/me/moderation/decisions/${decided.id}/appeal`, { words: `But I am ${word}` }, me);
      await must(201, 'POST', '/v1/me/push_devices', { endpoint: 'https://push.example.com/of-anna', name: `The phone of ${word}`, keys: { p256dh: pushKey(), auth: randomBytes(16).toString('base64url') } }, me);

      // It was there to be found.
      await until('the groups find the word', async () => (await must(200, 'GET', `${talks}?q=${word}`, undefined, his)).items.length > 0, patience);
      await until('the inbox finds the word', async () => (await must(200, 'GET', `/v1/admin/conversations?q=${word}`, undefined, owner)).items.length >= 2, patience);
      assert.ok(everywhere(shop, word).length > 0);
      own.talks = talks;
      own.slug = group.slug;
    });

    await t.test('one request erases them', async () => {
      const erased = await shop.post('/v1/me/erasure', { password: ownPassword }, me);
      assert.equal(erased.status, 204, erased.text);
      const receipt = await until('the files are clean, too', async () => {
        const { body } = await shop.get(`/v1/erasures/${erased.headers['plaza-erasure-receipt']}`);
        return body.finished_at && body;
      }, { milliseconds: 60_000 });
      const counts = Object.fromEntries(receipt.parts.flatMap((part) => part.erased.map((each) => [each.what, each.count])));
      for (const [what, least] of [['discussions without words', 2], ['replies without words', 1], ['messages without words', 3], ['conversations without words and names', 2], ['mails without addresses and quotes', 2],
        ['files of mails', 1], ['appeals without words', 1], ['reports to moderators without words', 1]]) {
        assert.ok(counts[what] >= least, `${what}: ${JSON.stringify(counts)}`);
      }
    });

    const readable = async () => {
      const thread = await must(200, 'GET', `/v1/discussions/${own.asked}`, undefined, his);
      assert.deepEqual([thread.title, thread.text, thread.author, thread.hidden, thread.media, thread.tags.includes(word)], ['', '', null, 'erased', [], false]);
      const below = (await must(200, 'GET', `/v1/discussions/${own.asked}/replies`, undefined, his)).items;
      assert.deepEqual(below.map((each) => [each.id, each.text, each.author.name, each.accepted]), [[others.reply, 'A little silica helps.', 'Binh', true]]);
      const around = (await must(200, 'GET', `/v1/discussions/${others.asked}/replies`, undefined, his)).items;
      assert.deepEqual(around.find((each) => each.id === own.reply) && (({ text, author, hidden }) => [text, author, hidden])(around.find((each) => each.id === own.reply)), ['', null, 'erased']);
      const answer = around.find((each) => each.id === others.below);
      assert.deepEqual([answer.text, answer.parent_id], ['Thank you, that holds.', own.reply]);
      const poll = await must(200, 'GET', `/v1/discussions/${own.poll}`, undefined, his);
      assert.ok(!JSON.stringify(poll).includes(word));
      const event = await must(200, 'GET', `/v1/group_events/${own.event}`, undefined, his);
      assert.deepEqual([JSON.stringify(event).includes(word), event.mine], [false, 'going']);
      const talked = (await must(200, 'GET', `/v1/messages/threads/${own.thread}/messages`, undefined, his)).items;
      assert.deepEqual(talked.map((each) => [each.text, each.erased]), [['', true], ['', true], ['Good to hear from you.', false]]);
      assert.ok(talked.every((each) => each.attachments.length === 0));
      for (const id of [own.chat, own.mail]) {
        const { conversation, messages } = await must(200, 'GET', `/v1/admin/conversations/${id}`, undefined, owner);
        assert.ok(messages.length >= 2 && !JSON.stringify([conversation, messages]).toLowerCase().includes(word), id);
      }
      const [question] = (await must(200, 'GET', `/v1/products/${bowl.handle}/questions`)).items;
      assert.equal(question.text, 'Does it hold soup?');
      assert.ok(question.answers.some((each) => each.text === 'Mine does.') && !JSON.stringify(question).includes(word));
      for (const [path, options] of [
        [`${own.talks}?q=${word}`, his], [own.talks, his], ['/v1/discussions', his], [`/v1/groups/${own.slug}/members?limit=100`, his], [`/v1/groups/${own.slug}/events`, his], [`/v1/groups/${own.slug}/log`, his],
        ['/v1/messages/threads', his], ['/v1/notifications?limit=100', his], ['/v1/notifications?limit=100', owner], [`/v1/admin/conversations?q=${word}`, owner], ['/v1/admin/conversations?limit=100', owner],
        [`/v1/search?q=${word}`, owner], ['/v1/admin/moderation/cases?limit=100', owner], ['/v1/admin/moderation/appeals', owner], ['/v1/moderation/log', {}], [`/v1/products/${bowl.handle}/reviews`, {}],
      ]) {
        const found = await must(200, 'GET', path, undefined, options);
        assert.ok(!JSON.stringify({ ...found, q: '', query: '' }).toLowerCase().includes(word), `${path}: ${JSON.stringify(found).slice(0, 400)}`);
      }
      const offered = await must(200, 'POST', '/v1/help/suggestions', { text: `Does ${word} craze on cordierite?`, place: 'contact' });
      assert.ok(!JSON.stringify(offered).toLowerCase().includes(word));
      const html = await (await fetch(`${shop.url}/groups/${own.slug}/d/${own.asked}`)).text();
      assert.ok(!html.toLowerCase().includes(word));
      const page = await visitor(browser, shop, { size: 'phone', locale: 'en' });
      await signIn(page, binh.email, ownPassword);
      const shows = async (address, ...texts) => {
        await page.goto(address);
        for (const each of texts) await page.getByText(each).first().waitFor();
        assert.ok(!(await page.content()).toLowerCase().includes(word), address);
      };
      await shows(`/groups/${own.slug}/d/${own.asked}`, say('hidden_erased'), 'A little silica helps.');
      await shows(`/groups/${own.slug}/d/${others.asked}`, 'Which shelf for a small kiln?', say('hidden_erased'), 'Thank you, that holds.');
      await shows(`/groups/${own.slug}/events/${own.event}`, say('event_cancelled'));
      await shows(`/messages/${own.thread}`);
      await page.getByRole('log').getByText('Good to hear from you.').waitFor();
      assert.ok(!(await page.content()).toLowerCase().includes(word));
      await shows('/notifications');
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.ok(!(await page.content()).toLowerCase().includes(word));
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    };
    await t.test('what others said can be read, around places without words', readable);

    await t.test('no file, table or log holds the word, also after a restart', async () => {
      await until('no file has it', () => everywhere(shop, word).length === 0, { milliseconds: 150_000, every: 500 })
        .catch((error) => assert.fail(`${error.message}: ${everywhere(shop, word)}`));
      await shop.stop();
      assert.deepEqual(everywhere(shop, word), []);
      await shop.start();
      await readable();
      assert.ok(!shop.said().toLowerCase().includes(word), 'text logs carry ids only');
      assert.deepEqual(everywhere(shop, word), []);
    });
    await shop.close();
  });
}
