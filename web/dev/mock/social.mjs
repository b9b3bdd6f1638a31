import { availableOf, comments, people, posts, products } from './data.mjs';
import { on, paged, Refusal } from './http.mjs';
import { image, media } from './pictures.mjs';

const liked = new Set(['pst_2']);
const saved = new Set();
const follows = new Set(['acc_2']);
let me = null;
const person = (handle) => {
  const each = people.find((one) => one.handle === handle);
  if (!each) throw new Refusal(404, 'identity.not_found', 'No such person');
  return each;
};
export const author = (id) => {
  const each = people.find((one) => one.id === id);
  return { id, handle: each.handle, name: each.display_name, avatar_url: each.avatar?.url ?? null };
};
const account = (each) => ({ ...each, is_following: follows.has(each.id), is_me: me?.id === each.id, roles: [], email: each.email, email_verified: false });
const lite = (id) => {
  const each = products.find((one) => one.id === id);
  return { id, handle: each.handle, title: each.title, price: each.price, available: availableOf(each), image: each.image };
};
export function postView(post) {
  return {
    ...post,
    author: { ...author(post.author_id), is_following: follows.has(post.author_id) },
    author_id: undefined,
    hashtags: [...post.text.matchAll(/#([\p{L}\p{N}_]+)/gu)].map((each) => each[1]),
    mentions: [...post.text.matchAll(/@([a-z0-9_.]+)/g)].map((each) => each[1]),
    tags: post.tags.map(({ product_id, ...tag }) => ({ ...tag, product: lite(product_id) })),
    liked: liked.has(post.id),
    saved: saved.has(post.id),
    can_edit: me?.id === post.author_id,
  };
}
const postOf = (id) => posts.find((each) => each.id === id) ?? (() => { throw new Refusal(404, 'content.not_found', 'No such post'); })();
const signedIn = () => { if (!me) throw new Refusal(401, 'identity.sign_in', 'Sign in first'); };

const hidden = new Set();
const reasons = [
  ['liked_similar', 'You liked posts like this one'],
  ['popular', 'Many people are looking at this now'],
  ['product_interest', 'You looked at the Ash bottle'],
  ['explore', 'Something a little different, to learn your taste'],
  ['following', 'You follow this person'],
  ['new', 'Just posted'],
];
on('GET', '/v1/feed', ({ query }) => {
  const topic = query.get('topic');
  const scope = query.get('scope');
  const list = posts.filter(
    (post) => post.status === 'published' && !hidden.has(post.id) && (!topic || post.text.includes(`#${topic}`)) && (scope !== 'following' || follows.has(post.author_id)),
  );
  return paged(list, query, (post) => {
    const [code, text] = reasons[Number(post.id.slice(4)) % reasons.length] ?? reasons[0];
    return { post: postView(post), reason: { code, text }, impression_id: `imp_${post.id}_${query.get('cursor') ?? 0}` };
  });
});
on('POST', '/v1/feed/hide', ({ body }) => (hidden.add(body.post_id), {}));
on('GET', '/v1/posts/{id}', ({ params }) => postView(postOf(params.id)));
on('POST', '/v1/posts', ({ body }) => {
  signedIn();
  const post = {
    id: `pst_${posts.length}`,
    author_id: me.id,
    text: body.text,
    media: body.media_ids.map((id) => uploads.get(id)),
    tags: body.tags.map((tag) => ({ media_index: 0, t: null, ...tag })),
    counts: { likes: 0, comments: 0, saves: 0, shares: 0, views: 0 },
    created_at: new Date().toISOString(),
    status: body.status ?? 'published',
    visibility: 'public',
  };
  posts.unshift(post);
  return [201, postView(post)];
});
on('PATCH', '/v1/posts/{id}', ({ params, body }) => {
  const post = postOf(params.id);
  if (body.media_ids) post.media = body.media_ids.map((id) => uploads.get(id));
  if (body.tags) post.tags = body.tags.map((tag) => ({ media_index: 0, t: null, ...tag }));
  Object.assign(post, { text: body.text ?? post.text, status: body.status ?? post.status });
  return postView(post);
});
on('DELETE', '/v1/posts/{id}', ({ params }) => void posts.splice(posts.indexOf(postOf(params.id)), 1));
on('GET', '/v1/me/posts', ({ query }) => paged(posts.filter((each) => each.status === query.get('status') && each.author_id === me?.id), query, postView));
for (const [name, set, count] of [['like', liked, 'likes'], ['save', saved, 'saves']]) {
  for (const method of ['PUT', 'DELETE']) {
    on(method, `/v1/posts/{id}/${name}`, ({ params }) => {
      signedIn();
      const post = postOf(params.id);
      const on_ = method === 'PUT';
      if (set.has(post.id) !== on_) post.counts[count] += on_ ? 1 : -1;
      on_ ? set.add(post.id) : set.delete(post.id);
      return { counts: post.counts, liked: liked.has(post.id), saved: saved.has(post.id) };
    });
  }
}
on('POST', '/v1/posts/{id}/share', ({ params }) => (postOf(params.id).counts.shares++, {}));
on('POST', '/v1/posts/{id}/report', () => [201, {}]);
const commentView = ({ author_id, post_id, ...rest }) => ({ ...rest, author: author(author_id), can_delete: me?.id === author_id });
on('GET', '/v1/posts/{id}/comments', ({ params, query }) => paged(comments.filter((each) => each.post_id === params.id), query, commentView));
on('POST', '/v1/posts/{id}/comments', ({ params, body }) => {
  signedIn();
  const comment = { id: `cmt_${comments.length}`, post_id: params.id, author_id: me.id, text: body.text, created_at: new Date().toISOString(), parent_id: body.parent_id ?? null, likes: 0 };
  comments.unshift(comment);
  postOf(params.id).counts.comments++;
  return [201, commentView(comment)];
});
on('DELETE', '/v1/comments/{id}', ({ params }) => void comments.splice(comments.findIndex((each) => each.id === params.id), 1));
on('GET', '/v1/people/{handle}', ({ params }) => account(person(params.handle)));
on('GET', '/v1/people/{handle}/posts', ({ params, query }) => {
  const { id } = person(params.handle);
  return paged(posts.filter((each) => each.author_id === id && each.status === 'published'), query, postView);
});
on('GET', '/v1/people/{handle}/{list}', ({ query }) => paged(people, query, (each) => author(each.id)));
for (const method of ['PUT', 'DELETE']) {
  on(method, '/v1/people/{handle}/follow', ({ params }) => {
    signedIn();
    const each = person(params.handle);
    const on_ = method === 'PUT';
    if (follows.has(each.id) !== on_) each.followers += on_ ? 1 : -1;
    on_ ? follows.add(each.id) : follows.delete(each.id);
    return { is_following: on_, followers: each.followers };
  });
}
on('GET', '/v1/me/saved', ({ query }) => paged(posts.filter((each) => saved.has(each.id)), query, postView));
on('GET', '/v1/hashtags/{tag}/posts', ({ params, query }) => paged(posts.filter((each) => each.text.includes(`#${params.tag}`)), query, postView));

const uploads = new Map();
on('POST', '/v1/media', () => {
  const id = `med_up${uploads.size}`;
  uploads.set(id, { ...media(uploads.size + 1, ''), id });
  return [201, { id, status: 'ready', kind: 'image', url: image(uploads.size).url }];
});
on('GET', '/v1/media/{id}', ({ params }) => uploads.get(params.id) ?? media(1));

on('GET', '/v1/me', () => ({ account: me ? account(me) : null, visitor: 'vis_mock', locale: 'en', roles: [], unread: me ? 2 : 0 }));
on('PATCH', '/v1/me', ({ body }) => {
  signedIn();
  const { avatar_media_id, ...rest } = body;
  if (avatar_media_id) me.avatar = { ...uploads.get(avatar_media_id) };
  Object.assign(me, rest);
  return { account: account(me), visitor: 'vis_mock', locale: 'en', roles: [], unread: 0 };
});
on('POST', '/v1/accounts', ({ body }) => {
  if (body.email.startsWith('taken')) throw new Refusal(409, 'identity.email_taken', 'There is an account with this e-mail');
  if ((body.password ?? '').length < 8) throw new Refusal(400, 'request.invalid', 'Some fields need a second look', [{ field: 'password', code: 'request.too_short', message: 'At least 8 characters.' }]);
  me = { id: `acc_${people.length}`, handle: body.display_name.toLowerCase().replace(/[^a-z0-9]+/g, '.'), display_name: body.display_name, bio: '', avatar: null, followers: 0, following: 1, posts: 0, email: body.email };
  people.push(me);
  return [201, { account: account(me), token: 'mock' }];
});
on('POST', '/v1/sessions', ({ body }) => {
  if (body.password === 'wrong') throw new Refusal(401, 'identity.bad_credentials', 'Wrong e-mail or password');
  me = people[2];
  me.email = body.email;
  return [201, { account: account(me), token: 'mock' }];
});
on('DELETE', '/v1/sessions/current', () => void (me = null));
on('DELETE', '/v1/sessions', () => void (me = null));
on('GET', '/v1/sessions', () => ({
  items: [
    { id: 'ses_1', created_at: '2026-11-20T08:00:00Z', last_seen_at: new Date().toISOString(), user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1', current: true },
    { id: 'ses_2', created_at: '2026-10-02T08:00:00Z', last_seen_at: '2026-11-12T08:00:00Z', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0', current: false },
  ],
  next_cursor: null,
}));
for (const path of ['/v1/email_verifications', '/v1/email_verifications/confirm', '/v1/password_resets', '/v1/password_resets/confirm']) on('POST', path, () => [202, {}]);
const mails = ['liked', 'followed', 'mentioned', 'commented', 'replied', 'order_placed', 'order_fulfilled', 'back_in_stock', 'price_dropped', 'event_moved', 'event_reminder'].map((kind) => ({ kind, mail: kind.startsWith('order') }));
on('GET', '/v1/me/notification_preferences', () => ({ items: mails }));
on('PATCH', '/v1/me/notification_preferences', ({ body }) => {
  for (const { kind, mail } of body.items) mails.find((each) => each.kind === kind).mail = mail;
  return { items: mails };
});
on('POST', '/v1/me/password', ({ body }) => {
  if (body.current_password === 'wrong') throw new Refusal(401, 'identity.bad_credentials', 'Wrong password');
  return {};
});
on('POST', '/v1/me/erasure', () => void (me = null));
on('POST', '/v1/batch', () => ({ success: true }));
on('GET', '/v1/notifications', () => ({
  items: [
    { id: 'ntf_1', kind: 'like', text: 'Mai Nguyễn likes your post', times: [], url: '/p/pst_1', actor: author('acc_1'), image_url: image(1).url, created_at: new Date(Date.now() - 400_000).toISOString(), read: false },
    { id: 'ntf_4', kind: 'event_moved', text: '“Kiln opening” was moved from Thu, 5 Mar 2026, 17:00–19:00 (UTC) to Fri, 6 Mar 2026, 17:00–20:00 (UTC). Where: Studio 4, Hội An', times: [{ text: 'Fri, 6 Mar 2026, 17:00–20:00 (UTC)', starts_at: '2026-03-06T17:00:00Z', ends_at: '2026-03-06T20:00:00Z' }, { text: 'Thu, 5 Mar 2026, 17:00–19:00 (UTC)', starts_at: '2026-03-05T17:00:00Z', ends_at: '2026-03-05T19:00:00Z' }], url: '/groups/glaze-lovers/events/gev_0', actor: author('acc_3'), image_url: null, created_at: new Date(Date.now() - 900_000).toISOString(), read: false },
    { id: 'ntf_2', kind: 'order', text: 'Order #1001 is on its way', times: [], url: '/orders', actor: null, image_url: image(0).url, created_at: new Date(Date.now() - 8_000_000).toISOString(), read: false },
    { id: 'ntf_3', kind: 'follow', text: 'Jonas Wehr follows you', times: [], url: '/@tableforsix', actor: author('acc_3'), image_url: null, created_at: new Date(Date.now() - 300_000_000).toISOString(), read: true },
  ],
  next_cursor: null,
}));
on('POST', '/v1/notifications/read', () => ({}));
on('GET', '/v1/stream', ({ response, request }) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': hello\n\n');
  streams.add(response);
  request.on('close', () => streams.delete(response));
});
const streams = new Set();
// POST /mock/sold_out {id} plays a product going off the shelf, for looking at the live page.
on('POST', '/mock/product', ({ body }) => {
  for (const stream of streams) stream.write(`event: product\ndata: ${JSON.stringify(body)}\n\n`);
  return { told: streams.size };
});
