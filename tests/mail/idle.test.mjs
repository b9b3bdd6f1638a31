// Debian's Dovecot tells when mail comes (IDLE): it is a conversation within two seconds, without looks. Where it cannot tell, or its
// connection is lost, looks go on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from './dovecot.mjs';
import { letter } from './post_office.mjs';

const patience = { milliseconds: 30_000, every: 20 };

for (const engine of engines) {
  describe(`mail that is told of, on ${engine}`, () => {
    let dovecot, shop;
    const quiet = { 'X-Auto-Response-Suppress': 'All' };
    const opened = (more = {}) => Shop.open({ engine, set: {
      'mailbox.accounts': dovecot.account, 'mailbox.ca_file': dovecot.certificate, 'mailbox.poll_seconds': '3600', 'mailbox.idle_seconds': '5', ...more,
    } });
    const mailbox = async () => (await shop.must(200, 'GET', '/v1/admin/mailboxes', undefined, { token: shop.owner })).items[0];
    const listening = (wanted) => until(`hears is ${wanted}`, async () => (await mailbox()).hears === wanted, patience);
    // Delivers, and how many milliseconds later it is a conversation.
    async function taken(from) {
      const begun = performance.now();
      dovecot.deliver(letter({ from, text: 'It is urgent.', headers: quiet }));
      await until(`a conversation of ${from}`, async () => {
        const { items } = await shop.must(200, 'GET', '/v1/admin/conversations?limit=100', undefined, { token: shop.owner });
        return items.some((each) => each.customer.address === from);
      }, patience);
      return performance.now() - begun;
    }

    before(async () => {
      dovecot = await Dovecot.open('support');
    });
    after(async () => {
      await shop?.close();
      await dovecot?.close();
    });

    test('it is there within two seconds, again and again', async (t) => {
      shop = await opened();
      await listening(true);
      for (let i = 0; i < 3; ++i) {
        const milliseconds = await taken(`soon${i}@example.org`);
        t.diagnostic(`${Math.round(milliseconds)} ms`);
        assert.ok(milliseconds < 2_000, `took ${milliseconds} ms`);
      }
    });

    test('a wait is begun anew before the server forgets it, on the same connection', async () => {
      const before = dovecot.commands('IDLE');
      await until('it waits anew twice', () => dovecot.commands('IDLE') >= before + 2, patience);
      assert.equal(dovecot.sessionsWith('IDLE'), 1);
      assert.ok(await taken('later@example.org') < 2_000);
    });

    test('a server that goes away is listened to again, and nothing is missed', async () => {
      await dovecot.stop();
      await listening(false);
      dovecot.deliver(letter({ from: 'meanwhile@example.org', text: 'Nobody told you.', headers: quiet }));
      await dovecot.start();
      await shop.must(204, 'POST', '/v1/admin/mailboxes/support@shop.example/check', {}, { token: shop.owner });
      await until('it is taken', async () => (await mailbox()).received >= 5, { ...patience, milliseconds: 90_000 });
      await shop.close();
    });

    test('a server that cannot tell is looked into', async () => {
      await dovecot.stop();
      dovecot.capability = 'IMAP4rev1 SASL-IR LITERAL+ UIDPLUS MOVE';
      await dovecot.start();
      shop = await opened({ 'mailbox.poll_seconds': '1' });
      await taken('slow@example.org');
      assert.equal((await mailbox()).hears, false);
    });
  });
}
