// Who is blocked reaches the blocker by no way: not by message or its pictures, comment, mention, reply, follow, a product's question or an
// answer to theirs, and not in a group that both are in: by a discussion or a reply that names them, an invitation, a word under their own.
// What is refused changes nothing, and what is not addressed to them at least tells them nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { media, member, picture, post, product } from '../kit/seed.mjs';
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
    // A group that all are in, with a discussion of hers, and one of a third in which both speak.
    const staff = { token: shop.owner };
    const group = await shop.must(201, 'POST', '/v1/groups', { name: 'Glaze lovers', about: 'What happens in the kiln.', visibility: 'public', subject: { kind: 'interest', ref: 'glaze' }, tags: ['glaze'] }, { ...staff, key: 'the-group' });
    const other = await shop.must(201, 'POST', '/v1/groups', { name: 'Secret kiln', about: 'By invitation.', visibility: 'secret', subject: { kind: 'interest', ref: 'kiln' }, tags: [] }, { ...staff, key: 'the-other-group' });
    for (const who of [her, him, them]) await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, who);
    await shop.must(204, 'POST', `/v1/groups/${other.slug}/invitations`, { handle: bao.handle }, staff);
    await shop.must(200, 'PUT', `/v1/groups/${other.slug}/membership`, {}, him);
    await shop.must(200, 'PUT', `/v1/groups/${other.slug}/members/${bao.handle}`, { role: 'moderator' }, staff);
    const discussions = `/v1/groups/${group.slug}/discussions`;
    const herTalk = await shop.must(201, 'POST', discussions, { title: 'Which glaze for vases?', text: 'Mine run.' }, { ...her, key: 'her-discussion' });
    const theirTalk = await shop.must(201, 'POST', discussions, { title: 'Cold nights in the kiln', text: 'Tell me.' }, { ...them, key: 'their-discussion' });
    const herReply = await shop.must(201, 'POST', `/v1/discussions/${theirTalk.id}/replies`, { text: 'A blanket helps.' }, { ...her, key: 'her-reply' });
    const shown = await shop.must(201, 'POST', `/v1/messages/threads/${thread}/pictures`, picture({ width: 64, height: 64 }), { ...her, type: 'image/png' });
    await shop.must(201, 'POST', `/v1/messages/threads/${thread}/messages`, { client_id: 'with-a-picture', media_ids: [shown.id] }, her);
    const pictures = async (who) => (await shop.must(200, 'GET', `/v1/messages/threads/${thread}/messages`, undefined, who)).items.flatMap((each) => each.attachments.map((one) => one.url));
    assert.match((await pictures(him))[0], /signature=/);
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
      'a picture in the thread that was there': ['POST', `/v1/messages/threads/${thread}/pictures`, picture({ width: 64, height: 64 })],
      'a discussion that names her': ['POST', discussions, { title: 'What would Mai do?', text: `@${mai.handle} answer me` }],
      'a reply that names her in another discussion': ['POST', `/v1/discussions/${theirTalk.id}/replies`, { text: `@${mai.handle} answer me` }],
      'a reply to her reply there': ['POST', `/v1/discussions/${theirTalk.id}/replies`, { text: 'Answer me', parent_id: herReply.id }],
      'a reply in her discussion': ['POST', `/v1/discussions/${herTalk.id}/replies`, { text: 'Answer me' }],
      'an edit of a discussion that names her': ['POST', discussions, { title: 'Nothing special here', text: `Hello @${mai.handle}, answer me` }],
      'an invitation into his group': ['POST', `/v1/groups/${other.slug}/invitations`, { handle: mai.handle }],
      'naming her an expert': ['PUT', `/v1/groups/${group.slug}/experts/${mai.handle}/glaze`, undefined],
      'a question that names her': ['POST', `/v1/products/${vase.handle}/questions`, { text: `What does @${mai.handle} think of it?` }],
    };
    const outcomes = {};
    for (const [what, [method, path, body]] of Object.entries(tries)) {
      const reply = await shop.ask(method, path, body, { ...him, key: what.replaceAll(/[^a-z]/g, '-') });
      assert.ok(reply.status < 500, `${what}: ${reply.status} ${reply.text}`);
      outcomes[what] = reply.status;
    }
    for (const what of ['a message in the thread that was there', 'a new thread', 'a comment on her post', 'a reply to her comment', 'following her',
      'a picture in the thread that was there', 'a reply to her reply there', 'a reply in her discussion', 'an invitation into his group', 'naming her an expert']) {
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
    for (const address of [discussions, '/v1/discussions', `/v1/discussions/${herTalk.id}/replies`, `/v1/discussions/${theirTalk.id}/replies`]) {
      const list = await shop.must(200, 'GET', address, undefined, her);
      assert.equal(JSON.stringify(list).toLowerCase().includes('answer me'), false, address);
    }
    // Her pictures have no address for him any more; she sees her own.
    assert.deepEqual(await pictures(him), ['']);
    assert.match((await pictures(her))[0], /signature=/);
    await shop.close();
  });
}
