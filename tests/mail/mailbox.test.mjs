// Mail between a running shop and its customers through Debian's Dovecot (IMAP over TLS) and a real SMTP server.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { picture } from '../kit/seed.mjs';
import { engines } from '../kit/rotation.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from './dovecot.mjs';
import { letter, PostOffice, report } from './post_office.mjs';

const patience = { milliseconds: 60_000, every: 100 };
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const admin = '/v1/admin/conversations';

for (const engine of engines) {
  describe(`mail on ${engine}`, () => {
    let dovecot, office, shop, staff;

    before(async () => {
      dovecot = await Dovecot.open('support');
      office = await PostOffice.open(dovecot);
      shop = await Shop.open({ engine, set: {
        'mailbox.accounts': dovecot.account, 'mailbox.ca_file': dovecot.certificate, 'mailbox.poll_seconds': '1', 'mailbox.idle': 'false', 'mailbox.acknowledge': 'true',
        'mailbox.mail_bytes_max': '1000000', 'mailbox.per_sender_hour': '12', 'mail.smtp_url': office.url, 'mail.from': 'Shop <hello@shop.example>',
      } });
      staff = { token: shop.owner };
    });
    after(async () => {
      await shop?.close();
      await office?.close();
      await dovecot?.close();
    });

    const list = async () => (await shop.must(200, 'GET', `${admin}?limit=100`, undefined, staff)).items;
    const one = (id) => shop.must(200, 'GET', `${admin}/${id}`, undefined, staff);
    const ofCustomer = (address, count = 1) => until(`${count} conversations of ${address}`, async () => {
      const found = (await list()).filter((each) => each.customer.address === address);
      return found.length >= count && found;
    }, patience);
    const turns = (id, count) => until(`${count} turns`, async () => {
      const { messages } = await one(id);
      return messages.length >= count && messages;
    }, patience);
    const mailbox = async () => (await shop.must(200, 'GET', '/v1/admin/mailboxes', undefined, staff)).items[0];
    const lettersOf = async (some) => (await shop.must(200, 'GET', `/v1/admin/letters?message_ids=${some.map((each) => each.id).join(',')}`, undefined, staff)).items;
    const bytesOf = async (id) => Buffer.from(await (await fetch(`${shop.url}/v1/admin/letters/files/${id}`, { headers: { authorization: `Bearer ${shop.owner}` } })).arrayBuffer());

    test('a thread of three mails holds, with files both ways', async () => {
      const photo = picture({ width: 40, height: 40 });
      const first = letter({ from: 'lan@example.org', text: 'Chiếc bình của tôi bị vỡ rồi.\n-- \nLan', subject: '=?utf-8?b?QsOsbmggduG7oQ==?=',
        files: [{ name: 'ảnh bình.png', type: 'image/png', bytes: photo }], headers: { 'X-Auto-Response-Suppress': 'All' } });
      await office.send('lan@example.org', 'support@shop.example', first);
      const [talk] = await ofCustomer('lan@example.org');
      assert.equal(talk.channel, 'email');
      assert.equal(talk.subject, 'Bình vỡ');
      assert.equal(talk.customer.verified, false);
      assert.equal(talk.customer.locale, 'vi');
      const [turn] = await turns(talk.id, 1);
      assert.equal(turn.text, 'Chiếc bình của tôi bị vỡ rồi.');
      const [beside] = await lettersOf([turn]);
      assert.equal(beside.files[0].name, 'ảnh bình.png');
      assert.equal(digest(await bytesOf(beside.files[0].id)), digest(photo));

      const label = Buffer.from(`%PDF-1.4 ${'x'.repeat(5_000)}`);
      const put = await shop.must(201, 'POST', `${admin}/${talk.id}/files?name=${encodeURIComponent('nhãn trả.pdf')}`, label, { ...staff, type: 'application/pdf' });
      await shop.must(201, 'POST', `${admin}/${talk.id}/letters`, { text: 'So sorry. The label is here.', file_ids: [put.id] }, staff);
      const answer = await office.got('lan@example.org');
      assert.match(answer.headers['reply-to'], /^support\+[0-9a-z]{29}@shop\.example$/);
      assert.match(answer.headers.references, /^<reply\.[0-9a-z]{29}@shop\.example> <.*@example\.org>$/);
      assert.ok(answer.body.includes("filename*=UTF-8''nh%c3%a3n%20tr%e1%ba%a3.pdf"));
      assert.ok(answer.body.replaceAll('\r\n', '').includes(label.toString('base64')));

      // Lan's program drops the references: the address that it answers to is enough.
      await office.send('lan@example.org', answer.headers['reply-to'], letter({ from: 'lan@example.org', to: answer.headers['reply-to'], subject: 'Something else',
        text: 'Cảm ơn, nó đây.\n\nOn Monday, Shop wrote:\n> So sorry.', files: [{ name: 'receipt.html', type: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') }] }));
      const all = await turns(talk.id, 3);
      assert.deepEqual(all.map((each) => each.direction), ['in', 'out', 'in']);
      assert.equal(all[1].delivery, 'sent');
      assert.equal(all[2].text, 'Cảm ơn, nó đây.');
      const [, , last] = await lettersOf(all);
      assert.equal(last.quoted, 'On Monday, Shop wrote:\n> So sorry.');
      const reply = await shop.get(`/v1/admin/letters/files/${last.files[0].id}`, staff);
      assert.equal(reply.headers['content-type'], 'application/octet-stream');
      assert.match(reply.headers['content-disposition'], /^attachment; /);
      assert.equal(reply.headers['x-content-type-options'], 'nosniff');
      assert.equal((await shop.get(`/v1/admin/letters/files/${last.files[0].id}`)).status, 401);
      assert.equal((await ofCustomer('lan@example.org')).length, 1);
      await until('both are marked as seen', () => dovecot.seen().seen === 2, patience);
    });

    test('a mail that is delivered twice is one turn, also after kill -9', async () => {
      const mail = letter({ from: 'twice@example.org', headers: { 'X-Auto-Response-Suppress': 'All' } });
      await office.send('twice@example.org', 'support@shop.example', mail);
      await ofCustomer('twice@example.org');
      await shop.kill();
      await office.send('twice@example.org', 'support@shop.example', `Received: from another.example\r\n${mail}`);
      await office.send('twice@example.org', 'support@shop.example', letter({ from: 'twice@example.org', text: 'While you slept', headers: { 'X-Auto-Response-Suppress': 'All' } }));
      await shop.start();
      const talks = await ofCustomer('twice@example.org', 2);
      assert.equal(talks.length, 2);
      await until('the second copy is counted', async () => (await mailbox()).duplicates === 1, patience);
      for (const each of talks) assert.equal((await one(each.id)).messages.length, 1);
    });

    test('a bounce marks the answer as not delivered', async () => {
      await office.send('gone@example.org', 'support@shop.example', letter({ from: 'gone@example.org', headers: { 'X-Auto-Response-Suppress': 'All' } }));
      const [talk] = await ofCustomer('gone@example.org');
      await shop.must(201, 'POST', `${admin}/${talk.id}/answers`, { text: 'Here it is.' }, staff);
      const answer = await office.got('gone@example.org');
      await until('it is sent', async () => (await one(talk.id)).messages[1].delivery === 'sent', patience);
      await office.send('', 'support@shop.example', report(answer));
      const failed = await until('it failed', async () => {
        const found = (await one(talk.id)).messages.find((each) => each.direction === 'out');
        return found.delivery === 'failed' && found;
      }, patience);
      assert.equal(failed.failure, '5.1.1 smtp; 550 5.1.1 no such user');
      assert.equal((await one(talk.id)).conversation.status, 'open');
    });

    test('a loop of machines ends', async () => {
      let answered = 0;
      // It answers everything with a new mail and does not say what it is.
      office.machines.set('robot@example.org', () => [`robot@example.org`, letter({ from: 'robot@example.org', text: `I answer everything, for the ${++answered}th time.` })]);
      await office.send('robot@example.org', 'support@shop.example', letter({ from: 'robot@example.org', text: 'It begins.' }));
      await office.got('robot@example.org', { fits: (mail) => mail.headers['auto-submitted'] === 'auto-replied' });
      await ofCustomer('robot@example.org', 2);
      // One that says so and answers into the thread.
      office.machines.set('away@example.org', (mail) => ['away@example.org', letter({ from: 'away@example.org', subject: 'Away', text: 'I am away.',
        headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': mail.headers['message-id'] } })]);
      await office.send('away@example.org', 'support@shop.example', letter({ from: 'away@example.org', text: 'Where is it?' }));
      const [talk] = await ofCustomer('away@example.org');
      const noted = await turns(talk.id, 2);
      assert.deepEqual(noted.map((each) => each.direction), ['in', 'note']);
      assert.match(noted[1].text, /I am away\./);
      const looked = (await mailbox()).checked_at;
      await until('it looked twice more', async () => {
        const { checked_at } = await mailbox();
        return new Date(checked_at) - new Date(looked) > 2_000;
      }, patience);
      assert.equal(answered, 1);
      assert.equal(office.mailboxes.get('robot@example.org').length, 1);
      assert.equal(office.mailboxes.get('away@example.org').length, 1);
      assert.equal((await list()).filter((each) => each.customer.address === 'robot@example.org').length, 2);
    });

    test('a mail bomb does not go off, and is shown', async () => {
      const before_ = await mailbox();
      for (let at = 0; at < 30; ++at) dovecot.deliver(letter({ from: 'evil@example.net', text: `${at}` }));
      dovecot.deliver(letter({ from: 'evil@example.com', subject: 'Huge', text: 'x'.repeat(1_200_000) }));
      let nested = 'From: evil@example.info\r\nSubject: Deep\r\n';
      for (let at = 0; at < 60; ++at) nested += `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`;
      dovecot.deliver(nested);
      dovecot.deliver(letter({ from: 'kim@example.org', text: 'I am real.', headers: { 'X-Auto-Response-Suppress': 'All' } }));
      await ofCustomer('kim@example.org');
      const now = await mailbox();
      assert.equal((await list()).filter((each) => each.customer.address === 'evil@example.net').length, 12);
      assert.equal(now.refused - before_.refused, 20);
      const reasons = now.refusals.map((each) => each.reason);
      assert.deepEqual(reasons.slice(0, 3), ['too_nested', 'too_large', 'too_many_of_sender']);
      assert.equal(now.refusals[1].subject, 'Huge');
      assert.equal(now.refusals[0].sender, 'evil@example.info');
    });

    test('a server that is away is told of and found again', async () => {
      await dovecot.stop();
      const said = await until('the trouble is shown', async () => (await mailbox()).error, patience);
      assert.ok(!said.includes(dovecot.password) && !said.includes(encodeURIComponent(dovecot.password)));
      await dovecot.start();
      dovecot.deliver(letter({ from: 'later@example.org', headers: { 'X-Auto-Response-Suppress': 'All' } }));
      await shop.must(204, 'POST', '/v1/admin/mailboxes/support@shop.example/check', undefined, staff);
      await ofCustomer('later@example.org');
      assert.equal((await mailbox()).error, '');
    });
  });
}
