// Somebody with one unmistakable word in everything that they ever wrote here is erased: then no byte of that word stands in any file of
// the data folder (and in no row of a PostgreSQL database), what law keeps is still there without them, the receipt says what was done,
// and the shop starts again from its log, with states of its learners that were made of the clean log meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { cart, media, member, ownPassword, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { everywhere, taggedPicture, word } from './traces.mjs';

for (const engine of engines) {
  test(`an erased person leaves no byte (${engine})`, { timeout: 600_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const owner = { token: shop.owner };
    const visitor = 'device-of-the-person';
    const bowl = await product(shop, 'Field Bowl');
    const jar = await product(shop, 'Sold Out Jar', { stock: 0 });
    const other = await member(shop, 'Binh');
    const person = await member(shop, `Anna ${word}`);
    const me = { token: person.token, visitor };
    let order;
    const today = () => shop.must(200, 'GET', `/v1/admin/orders/${order.id}`, undefined, owner);

    await t.test('they write their word everywhere', async () => {
      await shop.must(200, 'PATCH', '/v1/me', { bio: `I am ${word}`, handle: `${word}_1` }, me);
      const photo = await media(shop, person.token, taggedPicture(word));
      const own = await post(shop, person.token, { text: `Hello from ${word} #${word}`, media_ids: [photo.id], products: [bowl] });
      const theirs = await post(shop, other.token, { text: 'A post of somebody else' });
      await shop.must(201, 'POST', `/v1/posts/${theirs.id}/comments`, { text: `A comment by ${word}` }, me);
      await shop.must(201, 'POST', `/v1/posts/${own.id}/comments`, { text: 'An answer to them' }, { token: other.token });
      await shop.put(`/v1/posts/${theirs.id}/like`, undefined, me);
      const said = await shop.must(201, 'POST', `/v1/products/${bowl.handle}/reviews`, { stars: 2, title: word, text: `Chipped, says ${word}` }, { ...me, key: 'review' });
      await shop.must(200, 'PATCH', `/v1/reviews/${said.id}`, { stars: 3, text: `Better now, says ${word}` }, me);
      await shop.must(200, 'PUT', `/v1/admin/reviews/${said.id}/reply`, { text: `Thank you, ${word}.` }, owner);
      const wondered = await shop.must(201, 'POST', `/v1/products/${bowl.handle}/questions`, { text: `Does ${word} fit into it?` }, { ...me, key: 'question' });
      await shop.must(201, 'POST', `/v1/product_questions/${wondered.id}/answers`, { text: 'Yes, it does.' }, { token: other.token });
      await shop.post(`/v1/posts/${theirs.id}/reports`, { reason: 'spam', note: `says ${word}` }, me);
      await shop.must(200, 'POST', '/v1/identify', { userId: word, traits: { city: word } }, me);
      await shop.must(200, 'POST', '/v1/track', { event: 'Products Searched', properties: { query: word } }, me);
      await shop.must(200, 'POST', '/v1/track', { event: `Invented ${word}`, properties: {}, context: { page: { title: word } } }, { visitor });
      await shop.get(`/v1/search?q=${word}`, me);
      const bag = await cart(shop, [[bowl.variant, 2]], me);
      const bought = await shop.must(201, 'POST', `/v1/carts/${bag.id}/checkout`, {
        email: person.email, shipping_option: 'standard', payment: { provider: 'test', token: 'ok' }, note: `Ring at ${word}`,
        shipping_address: { name: `Anna ${word}`, line1: `${word} 12`, line2: word, city: word, postal_code: '100000', country: 'VN', phone: '0912345678' },
      }, { ...me, access: bag.access, key: 'bought' });
      order = bought.order;
      await shop.must(201, 'POST', `/v1/admin/orders/${order.id}/fulfilments`, { lines: [{ line_id: order.lines[0].id, quantity: 2 }] }, { ...owner, key: 'sent' });
      const asked = await shop.post(`/v1/orders/${order.id}/returns`, {
        lines: [{ line_id: order.lines[0].id, quantity: 1, reason: 'changed_mind', note: `Because ${word}` }], resolution: 'original',
      }, { ...me, key: 'back' });
      assert.ok(asked.status < 500, asked.text);
      await shop.must(204, 'PUT', '/v1/me/consents', { choices: [{ purpose: 'marketing', channel: 'email', given: true }], text_version: word }, me);
      // As a guest, with their own address; and what staff noted beside their credit.
      await shop.must(204, 'POST', `/v1/variants/${jar.variant}/alerts`, { email: person.email }, { visitor: 'another-device' });
      await shop.must(201, 'POST', `/v1/admin/accounts/${person.id}/store_credit`, { amount: { amount: 500, currency: 'EUR' }, reason: `For ${word}` }, { ...owner, key: 'credit' });
      await shop.must(201, 'POST', '/v1/admin/segments', { name: 'Here', text: 'last(anything) less than 5 days ago' }, { ...owner, key: 'segment' });
      const talk = await shop.must(201, 'POST', '/v1/conversations', { topic: 'other', subject: word, text: `Help, says ${word}` }, { ...me, key: 'help' });
      const desk = `/v1/admin/conversations/${talk.id}`;
      await shop.must(201, 'POST', `${desk}/answers`, { text: `Dear ${word}, gladly.` }, { ...owner, key: 'answer' });
      await shop.must(201, 'POST', `${desk}/notes`, { text: `Anna ${word} again`, mentions: [] }, owner);
      await until('the word can be found', async () => (await shop.must(200, 'GET', `/v1/admin/conversations?q=${word}`, undefined, owner)).items.some((each) => each.id === talk.id));
      await shop.must(201, 'POST', '/v1/admin/calls', {
        webvtt: `WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna ${word}>It is ${word} who calls.\n`, account_id: person.id, customer_name: `Anna ${word}`, phone: '0912345678',
      }, owner);
      await until('the answer has left', async () => (await shop.must(200, 'GET', desk, undefined, owner)).messages.some((each) => each.delivery === 'sent'));
      await until('the word is kept', () => everywhere(shop, word).length >= 3);
    });

    await t.test('they take all of it along, as JSON', async () => {
      const { body, headers } = await shop.get('/v1/me/export', me);
      assert.match(headers['content-disposition'], /attachment/);
      assert.equal(body.profile.email, person.email);
      assert.equal(body.content.posts.length, 1);
      assert.equal(body.content.comments.length, 1);
      assert.equal(body.orders[0].shipping_address.city, word);
      assert.equal(body.profile.consents.length, 1);
      assert.equal(body.credit.items[0].note, `For ${word}`);
      assert.deepEqual(body.predictions.items, []);
      assert.ok(body.sent_mails.items.some((each) => each.mail === 'order_placed'), JSON.stringify(body.sent_mails));
      await until('the export names the segments', async () => (await shop.get('/v1/me/export', me)).body.segments.items[0]?.segment === 'here');
      assert.equal((await shop.get('/v1/me/export')).status, 401);
      assert.equal((await shop.get(`/v1/admin/people/${person.id}/export`, { token: other.token })).status, 403);
    });

    let receipt;
    await t.test('one request erases them, and gives a receipt', async () => {
      const total = (await today()).totals.total;
      assert.equal((await shop.post('/v1/me/erasure', { password: 'a wrong password' }, me)).status, 401);
      const erased = await shop.post('/v1/me/erasure', { password: ownPassword }, me);
      assert.equal(erased.status, 204, erased.text);
      receipt = erased.headers['plaza-erasure-receipt'];
      assert.ok(receipt);
      const done = await until('the files are clean, too', async () => {
        const { body } = await shop.get(`/v1/erasures/${receipt}`);
        return body.finished_at && body;
      }, { milliseconds: 60_000 });
      const count = (where, what) => done.parts.filter((part) => part.where === where).flatMap((part) => part.erased).find((each) => each.what.startsWith(what))?.count;
      assert.equal(count('content', 'posts'), 1);
      assert.equal(count('content', 'comments'), 1);
      assert.equal(count('reviews', 'reviews'), 1);
      assert.equal(count('reviews', 'questions'), 1);
      const left = (await shop.must(200, 'GET', `/v1/products/${bowl.handle}/reviews`)).items;
      assert.deepEqual(left.map((each) => [each.stars, each.title, each.text, each.author.name]), [[3, '', '', '']]);
      assert.equal((await shop.must(200, 'GET', `/v1/products/${bowl.handle}/questions`)).items[0].answers[0].text, 'Yes, it does.');
      assert.equal(count('orders', 'orders'), 1);
      assert.equal(count('media', 'uploads'), 1);
      assert.ok(count('interactions', 'interactions') >= 3, JSON.stringify(done.parts));
      assert.ok(count('mails', 'mails') >= 1);
      assert.equal(count('alerts', 'alerts'), 1);
      assert.equal(count('credit', 'notes'), 1);
      assert.deepEqual((await today()).totals.total, total);
      assert.equal((await today()).email, '');
      assert.equal((await shop.get('/v1/me', me)).status, 401);
      assert.equal((await shop.get(`/v1/erasures/${receipt}x`)).status, 404);
    });

    await t.test('no byte of the word is left in any file, also after a restart from the log', async () => {
      await until('no file has it', () => everywhere(shop, word).length === 0, { milliseconds: 150_000, every: 500 })
        .catch((error) => assert.fail(`${error.message}: ${everywhere(shop, word)}`));
      await until('the learners have clean states', () => shop.said().includes('states of the learners were made of the clean log'), { milliseconds: 150_000 });
      await shop.stop();
      assert.deepEqual(everywhere(shop, word), []);
      const { learners } = JSON.parse(shop.run(['learners', '--replay', '--json']));
      for (const each of learners) {
        assert.ok(each.restored_from > 0, `${each.name} reads the log anew`);
        assert.ok(each.intact && each.replayed === each.hash, `${each.name}: a replay gives another state`);
      }
      await shop.start();
      const logged = await shop.must(200, 'GET', '/v1/admin/interactions?limit=500', undefined, owner);
      assert.ok(logged.items.length > 0);
      assert.ok(!JSON.stringify(logged).toLowerCase().includes(word));
      const found = await shop.must(200, 'GET', `/v1/search?q=${word}`, undefined, owner);
      assert.ok(!JSON.stringify(found.items ?? found.products ?? []).toLowerCase().includes(`anna ${word}`));
      assert.equal((await shop.get(`/v1/admin/people/${person.id}`, owner)).status, 404);
      assert.equal((await today()).shipping_address.country, 'VN');
      assert.ok(!shop.said().toLowerCase().includes(word), 'text logs carry ids only');
      assert.deepEqual(everywhere(shop, word), []);
    });

    await shop.close();
  });
}
