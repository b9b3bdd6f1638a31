// Who is blocked reaches the blocker by no way: not by message, comment, mention, reply, follow, a product's question or an answer to theirs.
// What is refused changes nothing, and what is not addressed to them at least tells them nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { media, member, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const engine of engines) {
  test(`a blocked member reaches nobody (${engine})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const mai = await member(shop, 'Mai Hides');
    const bao = await member(shop, 'Bao Bothers');
    const kim = await member(shop, 'Kim Between');
    const [her, him, them] = [mai, bao, kim].map(({ token }) => ({ token }));
    const vase = await product(shop, 'Sage Vase', { stock: 3 });
    const image = await media(shop, mai.token);
    const hers = await post(shop, mai.token, { text: 'My vase', media_ids: [image.id], products: [vase] });
    const comment = await shop.must(201, 'POST', `/v1/posts/${hers.id}/comments`, { text: 'Mine too' }, him);
    const mine = await shop.must(201, 'POST', `/v1/posts/${hers.id}/comments`, { text: 'Thank you' }, her);
    const question = await shop.must(201, 'POST', `/v1/products/${vase.handle}/questions`, { text: 'Does it hold water for a week?' }, her);
    const begun = await shop.must(201, 'POST', '/v1/messages/threads', { handle: mai.handle, client_id: 'before-the-block', text: 'Hello' }, him);
    const thread = begun.id;
    const told = async (who) => (await shop.must(200, 'GET', '/v1/notifications?limit=100', undefined, who)).items;
    await until('both things he did before have arrived', async () => {
      const kinds = (await told(her)).filter((each) => JSON.stringify(each).includes('Bao')).map((each) => each.kind);
      return kinds.includes('commented') && kinds.includes('message_requested');
    });
    await shop.must(200, 'POST', `/v1/messages/threads/${thread}/accept`, undefined, her);
    await shop.must(200, 'PUT', `/v1/me/blocks/${bao.handle}`, undefined, her);
    const before = JSON.stringify((await told(her)).map((each) => each.id));
    const said = async () => (await shop.must(200, 'GET', `/v1/messages/threads/${thread}/messages`, undefined, her)).items.length;
    const messages = await said();

    const own = await post(shop, bao.token, { text: `Look at this @${mai.handle}`, media_ids: [(await media(shop, bao.token)).id] });
    const tries = {
      'a message in the thread that was there': ['POST', `/v1/messages/threads/${thread}/messages`, { client_id: 'after-the-block', text: 'Answer me' }],
      'a new thread': ['POST', '/v1/messages/threads', { handle: mai.handle, client_id: 'another-thread', text: 'Answer me' }],
      'typing in it': ['POST', `/v1/messages/threads/${thread}/typing`, undefined],
      'a comment on her post': ['POST', `/v1/posts/${hers.id}/comments`, { text: 'Answer me' }],
      'a reply to her comment': ['POST', `/v1/posts/${hers.id}/comments`, { text: 'Answer me', parent_id: mine.id }],
      'a like': ['PUT', `/v1/posts/${hers.id}/like`, undefined],
      'following her': ['PUT', `/v1/people/${mai.handle}/follow`, undefined],
      'an answer to her question': ['POST', `/v1/product_questions/${question.id}/answers`, { text: 'Answer me' }],
      'a mention in a comment': ['POST', `/v1/posts/${own.id}/comments`, { text: `@${mai.handle} answer me` }],
      'a question that names her': ['POST', `/v1/products/${vase.handle}/questions`, { text: `What does @${mai.handle} think of it?` }],
    };
    const outcomes = {};
    for (const [what, [method, path, body]] of Object.entries(tries)) {
      const reply = await shop.ask(method, path, body, him);
      assert.ok(reply.status < 500, `${what}: ${reply.status} ${reply.text}`);
      outcomes[what] = reply.status;
    }
    for (const what of ['a message in the thread that was there', 'a new thread', 'a comment on her post', 'a reply to her comment', 'following her']) {
      assert.ok(outcomes[what] >= 400, `${what} was taken: ${outcomes[what]}`);
    }
    // Kim is not blocked, and their comment is the last thing that can arrive: whatever he did would have come before it.
    await shop.must(201, 'POST', `/v1/posts/${hers.id}/comments`, { text: 'Lovely' }, them);
    const after = await until('Kim has arrived', async () => {
      const now = await told(her);
      return JSON.stringify(now).includes('Kim') && now;
    });
    const fresh = after.filter((each) => !before.includes(each.id));
    assert.equal(fresh.filter((each) => JSON.stringify(each).includes('Bao')).length, 0, JSON.stringify(fresh));
    assert.equal(await said(), messages);
    assert.ok(comment.id);
    // And she is not told of him by her own pages: what he wrote under her post is not shown to her.
    const seen = await shop.must(200, 'GET', `/v1/posts/${hers.id}/comments`, undefined, her);
    assert.equal(JSON.stringify(seen).includes('Answer me'), false);
    await shop.close();
  });
}
