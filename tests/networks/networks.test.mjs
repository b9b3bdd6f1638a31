// The social networks and the telephone through a real process: what they tell arrives once and only when it is theirs, agents answer by
// the API of the inbox, and a stand-in of the networks' own API sees the answers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { combinations } from '../kit/rotation.mjs';
import { member } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { facebook, fromMeta, fromTikTok, instagram, NetworkStandIn, own, secrets, tiktok, tokens, whatsapp } from './stand_in.mjs';

for (const engine of new Set(combinations(5).map((each) => each.engine))) {
  describe(`networks and calls (${engine})`, () => {
    let shop;
    let network;
    let key;
    before(async () => {
      network = await NetworkStandIn.open();
      const before = (made) => (key = made.run(['key', 'create', 'secret']).match(/sk_\S+/)?.[0]);
      shop = await Shop.open({ engine, set: network.settings, before });
    });
    after(async () => {
      await shop?.close();
      network.close();
    });
    const staff = (method, path, body, status = 200) => shop.must(status, method, path, body, { token: shop.owner });
    const conversations = async () => (await staff('GET', '/v1/admin/conversations?limit=100')).items;
    const opened = (channel, excerpt) => until(`${channel}: ${excerpt}`, async () =>
      (await conversations()).find((each) => each.channel === channel && each.excerpt.startsWith(excerpt)));
    const detail = (each) => staff('GET', `/v1/admin/conversations/${each.id}`);
    const answer = async (each, text) => (await staff('POST', `/v1/admin/conversations/${each.id}/answers`, { text }, 201)).message;
    const seenByNetwork = (text) => until(`the network has "${text}"`, () => network.made.find((each) => each.text === text));
    const becomes = (each, message, delivery) => until(`${message.text} is ${delivery}`, async () =>
      (await detail(each)).messages.find((one) => one.id === message.id && one.delivery === delivery), { milliseconds: 60_000 });

    test('Meta tries the address and gets its challenge', async () => {
      const query = (token) => `/v1/webhooks/meta?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`;
      const good = await shop.get(query(secrets.verify));
      assert.deepEqual([good.status, good.text], [200, '1158201444']);
      assert.equal((await shop.get(query('another'))).status, 403);
    });

    test('a comment at Instagram is answered publicly, then privately, and our own words do not come back', async () => {
      assert.equal((await fromMeta(shop, instagram.comment('17900001', 'Có màu xanh không?'))).status, 200);
      const each = await opened('instagram', 'Có màu xanh');
      assert.equal(each.customer.address, '@mai.pots');
      const message = await answer(each, 'From Friday on.');
      const reply = await seenByNetwork('From Friday on.');
      assert.deepEqual([reply.network, reply.edge, reply.id], ['instagram', 'replies', '17900001']);
      await becomes(each, message, 'sent');
      const thread = await staff('GET', `/v1/admin/conversations/${each.id}/network`);
      assert.deepEqual([thread.kind, thread.may_reply_privately], ['comment', true]);
      await staff('POST', `/v1/admin/conversations/${each.id}/private_replies`, { text: 'Shall we keep one for you?' }, 201);
      const privately = await seenByNetwork('Shall we keep one for you?');
      assert.deepEqual([privately.edge, privately.to, privately.privately], ['messages', '17900001', true]);
      assert.equal((await shop.post(`/v1/admin/conversations/${each.id}/private_replies`, { text: 'Again' }, { token: shop.owner })).body.code, 'networks.not_private');
      // Instagram tells of our own comment and message, too.
      await fromMeta(shop, instagram.comment('reply_1', 'From Friday on.', { from: { id: own.instagram, username: 'kilnlight' }, parent_id: '17900001' }));
      await fromMeta(shop, instagram.echo('mid_2', 'Shall we keep one for you?'));
      network.people.set('232323232323232', { name: 'Mai Trần', username: 'mai.pots' });
      await fromMeta(shop, instagram.message('m_after', 'Yes please'));
      const direct = await opened('instagram', 'Yes please');
      assert.notEqual(direct.id, each.id);
      assert.equal(direct.customer.name, 'Mai Trần');
      assert.equal((await detail(each)).messages.filter((one) => one.direction === 'in').length, 1);
      assert.equal((await detail(direct)).messages.length, 1);
    });

    test('a mention gets its words from the network and its answer there', async () => {
      network.mentions.set('17900077', { text: '@kilnlight my mug leaks', username: 'lan', media: { id: '91000001', permalink: 'https://www.instagram.com/p/abc/' } });
      await fromMeta(shop, instagram.mention('17900077'));
      const each = await opened('instagram', '@kilnlight my mug leaks');
      await answer(each, 'We are sorry. Write to us?');
      const reply = await seenByNetwork('We are sorry. Write to us?');
      assert.deepEqual([reply.edge, reply.media, reply.comment], ['mentions', '91000001', '17900077']);
    });

    test('a comment at Facebook is answered under itself', async () => {
      await fromMeta(shop, facebook.comment(`${own.facebook}_7_1`, 'Nứt rồi'));
      const each = await opened('facebook', 'Nứt rồi');
      assert.equal(each.customer.name, 'Lan Phạm');
      await answer(each, 'Một cái mới đang trên đường.');
      assert.deepEqual([(await seenByNetwork('Một cái mới đang trên đường.')).edge, network.made.at(-1).id], ['comments', `${own.facebook}_7_1`]);
    });

    test('a message at WhatsApp is quoted, and its statuses mark the answer', async () => {
      const an = await member(shop, 'An Le');
      await fromMeta(shop, whatsapp.message('wamid.in1', 'Where is my parcel?'));
      const each = await opened('whatsapp', 'Where is my parcel?');
      assert.deepEqual([each.customer.address, each.customer.name, each.customer.account_id], ['+84912345678', 'An Lê', null]);
      const { terms } = await detail(each);
      assert.deepEqual([terms.rule, terms.open, terms.text_max], ['whatsapp_24h', true, 4096]);
      const ends = new Date(terms.closes_at) - new Date(each.last_at);
      assert.ok(Math.abs(ends - 86_400_000) < 1000, `${ends}`);
      const message = await answer(each, 'It comes tomorrow.');
      assert.equal((await seenByNetwork('It comes tomorrow.')).context, 'wamid.in1');
      await becomes(each, message, 'sent');
      const wamid = 'wamid.out' + network.made.length;
      await fromMeta(shop, whatsapp.status(wamid, 'read'));
      await becomes(each, message, 'read');
      await fromMeta(shop, whatsapp.status(wamid, 'delivered'));  // late: it stays read
      const second = await answer(each, 'And a card with it.');
      await seenByNetwork('And a card with it.');
      await becomes(each, second, 'sent');
      await fromMeta(shop, whatsapp.status('wamid.out' + network.made.length, 'failed', [{ code: 131026, title: 'Message undeliverable' }]));
      const failed = await becomes(each, second, 'failed');
      assert.equal(failed.failure, 'Message undeliverable');
      const now = await detail(each);
      assert.equal(now.conversation.status, 'open');
      assert.equal(now.messages.find((one) => one.id === message.id).delivery, 'read');
      assert.ok(an.id);
    });

    test('TikTok tells of comments and messages, and both are answered', async () => {
      await fromTikTok(shop, tiktok.comment('7301', 'Love the glaze'));
      await answer(await opened('tiktok', 'Love the glaze'), 'Thank you!');
      const reply = await seenByNetwork('Thank you!');
      assert.deepEqual([reply.edge, reply.id, reply.video], ['comment/reply/create', '7301', '7201']);
      await fromTikTok(shop, tiktok.message('tm_in', 'Do you ship to Hue?'));
      await answer(await opened('tiktok', 'Do you ship to Hue?'), 'We do, in two days.');
      assert.equal((await seenByNetwork('We do, in two days.')).to, 'conv_1');
    });

    test('one byte changed, another secret, an old time: refused, and nothing is kept', async () => {
      const before = (await conversations()).length;
      const event = instagram.comment('17955555', 'Never seen');
      const payload = JSON.stringify(event);
      const { createHmac } = await import('node:crypto');
      const signature = `sha256=${createHmac('sha256', secrets.meta).update(payload).digest('hex')}`;
      const changed = payload.replace('Never seen', 'Never seeN');
      for (const refused of [
        await fromMeta(shop, null, { payload: changed, signature }), await fromMeta(shop, event, { secret: 'another' }), await fromMeta(shop, event, { signature: '' }),
        await fromTikTok(shop, tiktok.comment('7399', 'Old'), { at: Math.floor(Date.now() / 1000) - 400 }), await fromTikTok(shop, tiktok.comment('7398', 'Other'), { secret: 'x' }),
      ]) assert.deepEqual([refused.status, refused.body.code], [400, 'networks.bad_signature']);
      assert.equal((await conversations()).length, before);
    });

    test('the same delivery and the same event in another delivery are nothing new', async () => {
      const event = whatsapp.message('wamid.twice', 'Only once', '84900000001');
      for (let i = 0; i < 3; ++i) assert.equal((await fromMeta(shop, event)).status, 200);
      const again = whatsapp.message('wamid.twice', 'Only once', '84900000001');
      again.entry[0].changes[0].value.statuses = [];
      await fromMeta(shop, again);
      await fromMeta(shop, whatsapp.message('wamid.next', 'And this', '84900000001'));
      const each = await opened('whatsapp', 'And this');
      assert.deepEqual((await detail(each)).messages.map((one) => one.text), ['Only once', 'And this']);
    });

    test('many entries at once are taken, each once', { timeout: 180_000 }, async () => {
      const many = { object: 'instagram', entry: Array.from({ length: 120 }, (_, at) => instagram.comment(`18${at}`, `Comment ${at}`, { parent_id: '18x' }).entry[0]) };
      assert.equal((await fromMeta(shop, many)).status, 200);
      await until('all are there', async () => (await conversations()).find((each) => each.messages === 120), { milliseconds: 120_000 });
    });

    test('a limit is tried again with the same key; a refusal makes it our turn again', async () => {
      await fromMeta(shop, facebook.comment(`${own.facebook}_7_9`, 'Still waiting'));
      const each = await opened('facebook', 'Still waiting');
      network.fault('comments', { status: 400, body: { error: { message: '(#4) Application request limit reached', type: 'OAuthException', code: 4 } } });
      const message = await answer(each, 'Tomorrow at noon.');
      await becomes(each, message, 'sent');
      const tries = network.requests.filter((one) => one.path.endsWith(`${own.facebook}_7_9/comments`));
      assert.equal(tries.length, 2);
      assert.deepEqual(new Set(tries.map((one) => one.key)), new Set([message.id]));
      network.fault('comments', { status: 400, body: { error: { message: 'This comment was deleted', type: 'GraphMethodException', code: 100 } } });
      const second = await answer(each, 'Anything else?');
      assert.equal((await becomes(each, second, 'failed')).failure, 'This comment was deleted');
      assert.equal((await detail(each)).conversation.status, 'open');
      const standing = (await staff('GET', '/v1/admin/networks')).items;
      const page = standing.find((one) => one.name === 'facebook');
      assert.deepEqual([page.hears, page.answers, page.last_error], [true, true, 'This comment was deleted']);
      assert.ok(page.last_event_at && page.last_error_at && page.events >= 2);
      const said = JSON.stringify(standing);
      for (const secret of [...Object.values(tokens), ...Object.values(secrets)]) assert.ok(!said.includes(secret), secret);
    });

    test('transcripts of calls belong to their person, and are answered nowhere', async () => {
      const an = await member(shop, 'Binh Vo');
      const file = '\ufeffWEBVTT\r\n\r\nNOTE from the telephone\r\n\r\n00:00.000 --> 00:02.000\r\n<v Noor>Kilnlight, good morning.\r\n\r\n2\r\n00:00:03.000 --> 00:00:05.500\r\n<v Binh Vo>My kettle whistles a fifth too low.</v>\r\n';
      const form = (parts) => `${parts.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"${name === 'file' ? '; filename="call.vtt"' : ''}\r\n\r\n${value}\r\n`).join('')}--b--\r\n`;
      const send = () => shop.post('/v1/admin/calls', form([['file', file], ['account_id', an.id], ['agent_name', 'Noor']]),
        { token: shop.owner, type: 'multipart/form-data; boundary=b' });
      const made = await send();
      assert.deepEqual([made.status, made.body.turns, made.body.account_id], [201, 2, an.id]);
      assert.deepEqual([(await send()).status, (await send()).body.id], [200, made.body.id]);
      const { turns } = await staff('GET', `/v1/admin/calls/${made.body.id}`);
      assert.deepEqual(turns.map((each) => [each.role, each.speaker, each.begin_ms]), [['agent', 'Noor', 0], ['customer', 'Binh Vo', 3000]]);
      const view = await detail({ id: made.body.conversation_id });
      assert.deepEqual([view.conversation.channel, view.conversation.status, view.conversation.customer.account_id], ['call', 'resolved', an.id]);
      assert.match(view.messages[0].text, /0:03 Binh Vo: My kettle whistles/);
      assert.equal(view.terms.open, false);
      const refused = await shop.post(`/v1/admin/conversations/${made.body.conversation_id}/answers`, { text: 'Hello' }, { token: shop.owner });
      assert.deepEqual([refused.status, refused.body.code], [409, 'care.closed']);

      assert.ok(key);
      const contact_lens = { Version: '1.1.0', Channel: 'VOICE', LanguageCode: 'en-US', CustomerMetadata: { ContactId: 'contact-77' }, ContentMetadata: { Output: 'Redacted' },
        Participants: [{ ParticipantId: 'AGENT', ParticipantRole: 'AGENT' }, { ParticipantId: 'CUSTOMER', ParticipantRole: 'CUSTOMER' }],
        Transcript: [{ ParticipantId: 'CUSTOMER', Id: 'a', Content: 'This is [PII].', BeginOffsetMillis: 0, EndOffsetMillis: 900, Sentiment: 'NEGATIVE', Redaction: { RedactedTimestamps: [] } }] };
      const lens = await shop.must(201, 'POST', '/v1/admin/calls', { contact_lens, account_id: an.id, follow_up: true }, { token: key });
      assert.deepEqual([lens.format, lens.contact_id], ['contact_lens', 'contact-77']);
      assert.equal((await detail({ id: lens.conversation_id })).conversation.status, 'open');
      assert.equal((await staff('GET', `/v1/admin/calls?account_id=${an.id}`)).items.length, 2);

      const out = await shop.must(200, 'GET', '/v1/me/export', undefined, { token: an.token });
      assert.match(JSON.stringify(out), /whistles a fifth too low/);
    });
  });
}
