// Groups with a little talk in them, for looking at their pages.
import { availableOf, posts, products } from './data.mjs';
import { on, paged, Refusal } from './http.mjs';
import { media } from './pictures.mjs';
import { author, postView } from './social.mjs';

const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const chip = (number) => {
  const each = products[number];
  return { id: each.id, handle: each.handle, title: each.title, price: each.price, available: availableOf(each), image: each.image, units_left: number === 3 ? 2 : null };
};
const person = (number, level, more = {}) => ({ ...author(`acc_${number}`), level, badges: level > 2 ? ['accepted_answer', 'good_reader'] : [], role: 'member', expert_in: [], ...more });
const owner = person(1, 4, { role: 'owner', expert_in: ['glaze'] });
const someone = person(2, 2);
const newcomer = person(3, 0);
const membership = { state: 'active', role: 'owner', digest: 'weekly', since: ago(900) };
const groups = [
  ['glaze-lovers', 'Glaze lovers', 'What happens in the kiln, and how to ask it nicely. Test tiles welcome, also the ugly ones.', 'public', 128, 64, media(4, 'Glazes')],
  ['lamps-at-dusk', 'Lamps at dusk', 'Warm light at home: bulbs, dimmers, shades.', 'request', 41, 12, null],
  ['one-stem', 'One stem', 'A flower, a vase, no more.', 'public', 77, 30, media(2, 'A vase')],
  ['rim-and-foot', 'Rim and foot', 'People who turn pots over in shops.', 'secret', 9, 4, null],
].map(([slug, name, about, visibility, members, discussions, cover], index) => ({
  id: `grp_${index}`, slug, name, about, visibility, members, discussions, cover, archived: false, unread: index === 0 ? 3 : 0,
  subject: index === 0 ? { kind: 'interest', ref: 'glaze', title: 'Glaze', url: '/?topic=glaze' } : null,
  membership: index === 0 || index === 3 ? membership : { state: 'none', role: 'member', digest: 'none', since: null },
}));
const groupOf = (slug) => groups.find((each) => each.slug === slug) ?? (() => { throw new Refusal(404, 'community.group_not_found', 'No such group'); })();
const whole = (group) => ({
  ...group,
  rules: '1. Be kind to people and honest about pots.\n2. No selling of other shops.\n3. Say what clay and what cone.',
  tags: ['glaze', 'firing', 'repair', 'first-pot'],
  created_at: ago(4000),
  owner,
  may: { read: true, join: true, post: group.membership.state === 'active', moderate: group.membership.role === 'owner', manage: group.membership.role === 'owner', invite: true, poll: true, event: true },
  limits: { level: 4, discussions_left: -1, replies_left: -1, links_max: -1, pictures_max: -1, mentions_max: -1 },
  requests: 1,
  cases: 1,
});
const titles = [
  ['question', 'Why does my celadon craze after a week?', 'It came out of the kiln without a line. Now the inside looks like a map. Same clay as always, cone 9, slow cooling. Does /products/ash-bottle do this too?'],
  ['discussion', 'Show your ugliest test tile', 'Mine looks like a burnt pancake and I love it.'],
  ['question', 'Cracked rim, worth saving?', 'It fell into the sink. A crack of four centimetres from the rim down. I would like to keep it for dry things at least. Gold, glue or goodbye?'],
  ['discussion', 'Kiln opening on Saturday: what are you waiting for', 'A short poll so that we know what to put on the table first.'],
  ['question', 'Does the ash bottle stand on a wet table?', 'Mine stands in the bathroom. I mean /products/ash-bottle.'],
];
const discussions = titles.map(([kind, title, text], index) => ({
  id: `dsc_${index}`, group: { id: 'grp_0', slug: 'glaze-lovers', name: 'Glaze lovers' }, kind, title, text, excerpt: text.slice(0, 200),
  author: [someone, newcomer, person(4, 1), owner, someone][index], tags: ['glaze'], picture: index === 1 ? media(5, 'A tile') : null, products: index === 0 || index === 4 ? [chip(1)] : [],
  replies: index === 2 || index === 4 ? 0 : 4, helpful: 3 - index > 0 ? 3 - index : 0, voted: 0, accepted: index === 0, pinned: index === 3, locked: false, live: index === 1, poll: index === 3,
  unread: index === 1 ? 2 : 0, status: index === 2 ? 'held' : 'published', created_at: ago(30 * (index + 1)), active_at: ago(2 + index * 5), reason: ['tag:glaze', 'active', null, null, null][index],
}));
const poll = { options: [{ text: 'Celadon bowls', votes: 12, mine: true }, { text: 'The big moon jar', votes: 7, mine: false }, { text: 'Whatever survived', votes: 4, mine: false }], voters: 23, multiple: false, closes_at: ago(-50), closed: false };
const discussionOf = (id) => discussions.find((each) => each.id === id) ?? (() => { throw new Refusal(404, 'community.discussion_not_found', 'No such discussion'); })();
const viewOf = (each) => ({
  ...each, media: each.picture ? [each.picture] : [], all_products: each.products, poll_view: each.poll ? poll : null, accepted_id: each.accepted ? 'rpl_2' : null, read: 3, last: 4, hidden: null, edited_at: null,
  held_because: each.status === 'held' ? [{ reason: 'new_member', because: 'Pictures of new members are looked at first.' }] : [], experts: [owner],
  may: { reply: true, edit: each.status === 'held', remove: each.status === 'held', vote: true, accept: true, moderate: true, report: true },
});
const said = [
  [1, null, 0, owner, 'Your glaze shrinks more than the clay. A little silica, two percent at a time.', 4],
  [2, null, 0, someone, 'I had the same with this very bottle. Cool slower between 700 and 500 degrees, and it stopped. @mai wrote the schedule down for me:\n\n1. to 700 with the damper closed\n2. hold an hour\n3. open nothing until 90', 11],
  [3, 'rpl_2', 1, newcomer, 'Thank you, I try that tonight.', 1],
  [4, 'rpl_3', 2, null, '', 0],
];
const replies = said.map(([number, parent_id, depth, who, text, helpful]) => ({
  id: `rpl_${number}`, discussion_id: 'dsc_0', number, parent_id, depth, author: who, text, media: [], products: number === 2 ? [chip(1), chip(3)] : [], helpful, voted: number === 2 ? 1 : 0, accepted: number === 2,
  status: 'published', hidden: who ? null : 'removed', held_because: [], created_at: ago(20 - number), edited_at: null, may: { edit: false, remove: false, vote: true, accept: true, report: true },
}));
const events = [['Kiln opening', 60, 'Studio 4, Hội An'], ['Repairing with gold, online', 200, '']].map(([title, hours, place], index) => ({
  id: `gev_${index}`, group: discussions[0].group, title, text: 'Bring a pot that you are unsure about. We look at it together, and nobody laughs.', place, url: place ? '' : 'https://example.com/meet', starts_at: ago(-hours), ends_at: ago(-hours - 2),
  capacity: place ? 20 : 0, going: 12, maybe: 3, mine: index ? 'none' : 'going', full: false, cancelled: false, author: owner, may: { edit: true }, people: [owner, someone, newcomer],
}));

on('GET', '/v1/groups', ({ query }) => paged(groups.filter((each) => each.name.toLowerCase().includes((query.get('q') ?? '').toLowerCase())), query));
on('GET', '/v1/me/groups', () => ({ items: groups.filter((each) => each.membership.state === 'active'), invitations: [], requests: [] }));
on('GET', '/v1/me/community', () => ({
  level: 2, name: 'member', next: 3, powers: ['vote', 'poll', 'down_vote'], limits: [], badges: [{ badge: 'first_answer', at: ago(90) }, { badge: 'good_reader', at: ago(40) }],
  progress: [{ what: 'discussions_read', have: 42, need: 80 }, { what: 'days_here', have: 20, need: 30 }, { what: 'accepted', have: 1, need: 3 }],
}));
on('GET', '/v1/groups/{slug}', ({ params }) => whole(groupOf(params.slug)));
on('PUT', '/v1/groups/{slug}/membership', ({ params }) => {
  const group = groupOf(params.slug);
  group.membership = { state: group.visibility === 'request' ? 'requested' : 'active', role: 'member', digest: 'weekly', since: ago(0) };
  return whole(group);
});
on('PATCH', '/v1/groups/{slug}/membership', ({ params }) => whole(groupOf(params.slug)));
on('GET', '/v1/groups/{slug}/discussions', ({ query }) => ({ ...paged(discussions.filter((each) => !each.pinned), query), pinned: discussions.filter((each) => each.pinned) }));
on('GET', '/v1/discussions', ({ query }) => paged(discussions.map((each) => ({ ...each, answer: query.get('product') && each.accepted ? { id: 'rpl_2', text: said[1][4], author: someone } : null })), query));
const waiting = { id: 'dsc_4', where: 'group', text: titles[4][1], about: 'Glaze lovers', url: '/groups/glaze-lovers/d/dsc_4', state: 'waiting', asked_at: ago(2) };
const onProduct = { ...waiting, id: 'pqu_1', where: 'product', text: 'Is the glaze safe for food?', about: 'Ash bottle', url: '/products/ash-bottle#questions', asked_at: ago(20) };
const passed = new Set();
on('GET', '/v1/help/questions', () => ({ items: [waiting, onProduct].filter((each) => !passed.has(each.id)) }));
on('GET', '/v1/help/questions/{id}', ({ params }) => ({ state: 'waiting', asked_at: ago(2), due_at: ago(-3), asked: 3, experts: [owner, person(4, 3)].map(({ id, handle, name }) => ({ id, handle, name })), mine: !passed.has(params.id), next: 'agents' }));
on('POST', '/v1/help/questions/{id}/pass', ({ params }) => void passed.add(params.id));
on('GET', '/v1/discussions/{id}', ({ params }) => viewOf(discussionOf(params.id)));
on('GET', '/v1/discussions/{id}/replies', ({ params }) => ({ items: params.id === 'dsc_2' || params.id === 'dsc_4' ? [] : replies, next_cursor: null, last: 4 }));
on('PUT', '/v1/discussions/{id}/read', () => undefined);
on('GET', '/v1/groups/{slug}/feed', ({ query }) => paged(posts.filter((each) => each.status === 'published').slice(0, 6), query, postView));
on('GET', '/v1/groups/{slug}/events', ({ query }) => paged(query.get('when') === 'past' ? [] : events, query));
on('GET', '/v1/group_events/{id}', ({ params }) => events.find((each) => each.id === params.id) ?? (() => { throw new Refusal(404, 'community.event_not_found', 'No such event'); })());
on('GET', '/v1/groups/{slug}/members', ({ query }) => {
  const state = query.get('state') ?? 'active';
  const all = { active: [owner, person(4, 3, { role: 'moderator' }), someone, newcomer], requested: [person(4, 1)], banned: [] };
  return { items: (all[state] ?? []).map((each) => ({ person: each, state, role: each.role, note: state === 'requested' ? 'I make lamps and would like to read along.' : '', since: ago(200) })), next_cursor: null };
});
on('GET', '/v1/groups/{slug}/experts', () => ({ items: [{ person: owner, tag: 'glaze', endorsed: 4, accepted: 3, expert: true, mine: false }, { person: someone, tag: 'firing', endorsed: 1, accepted: 2, expert: true, mine: true }] }));
on('GET', '/v1/groups/{slug}/log', () => ({ items: [{ what: 'removed', kind: 'reply', reason: 'spam', at: ago(70), appeal: 'none' }, { what: 'kept', kind: 'discussion', reason: 'off_topic', at: ago(300), appeal: 'overturned' }], next_cursor: null }));
on('GET', '/v1/groups/{slug}/moderation/rules', () => ({ text: 'hold links from new members', version: 1, changed_at: null }));
on('GET', '/v1/groups/{slug}/moderation/cases', () => ({
  items: [{ id: 'mcs_1', kind: 'reply', subject_id: 'rpl_9', url: '/groups/glaze-lovers/d/dsc_0#rpl_9', author: newcomer, text: 'Buy cheaper bowls at my shop, half the price, write to me', standing: 'visible', reports: 2, findings: [], report_notes: [{ reason: 'spam', note: 'Sells other shops' }], since: ago(3) }],
  next_cursor: null,
}));
