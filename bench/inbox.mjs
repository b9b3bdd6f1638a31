// How fast the inbox answers when it is full: lists, filters, one conversation and the search, over HTTP, on SQLite.
//   node bench/inbox.mjs [CONVERSATIONS (default 500,000)] [QUESTIONS OF EACH KIND (default 400)]
// Ten messages a conversation; 98 % are resolved; one word stands in a fifth of all messages. The tables are filled by SQL, the full-text
// index by the program at its next start. Promised: lists, filters and opening p99 < 50 ms, search p99 < 200 ms at 5,000,000 messages.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Shop } from '../tests/kit/shop.mjs';

const conversations = Number(process.argv[2] ?? 500_000);
const questions = Number(process.argv[3] ?? 400);
const each = 10;

const fill = `
PRAGMA synchronous = OFF;
CREATE TEMP TABLE words AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
  SELECT i, substr('bakelimonurasetivozuanerinor', 1 + (i * 7 % 13) * 2, 2) || substr('tamopilenukarosevi', 1 + (i * 11 % 9) * 2, 2) || i AS word FROM n;
CREATE UNIQUE INDEX temp.words_i ON words (i);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${conversations})
INSERT INTO care_conversations (id, channel, channel_key, account_id, visitor, address, name, locale, verified, subject, status, priority, assignee, team, labels, opened_at, last_at,
  last_in_at, last_out_at, first_replied_at, resolved_at, reply_due, resolution_due, due, snoozed_until, escalated, late, unread, messages, excerpt, token, rating, rating_text, rated_at, version,
  feeling, intent, pressing) SELECT i * 4194304, CASE WHEN i % 5 = 0 THEN 'chat' ELSE 'form' END, '', 0, '', 'person' || (i / 3) || '@example.org', 'Person ' || (i / 3), 'en', 0,
  'Subject ' || i, CASE WHEN i % 50 = 0 THEN i / 50 % 3 ELSE 3 END, i % 4, CASE WHEN i % 7 = 0 THEN 0 ELSE 1 + i % 40 END, '', CASE WHEN i % 10 = 0 THEN '{"labels":["broken"]}' ELSE '' END,
  1704067200000000 + i * 1000000, 1704067200000000 + i * 1000000, 0, 0, 0, 0, 0, 0, CASE WHEN i % 150 = 0 THEN 1704067200000000 + i * 1000000 ELSE 9000000000000000000 END, 0, 0, 0, 0,
  ${each}, 'The last words of ' || i, 'token-' || i, 0, '', 0, 1,
  1 + i % 3, CASE WHEN i % 4 = 0 THEN 'refund' ELSE '' END, (i % 4) * 1000000000000 + i % 1000 FROM n;
INSERT INTO care_labelled SELECT 'broken', status, last_at, id FROM care_conversations WHERE labels <> '';
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${conversations * each - 1})
INSERT INTO care_messages (id, conversation_id, direction, author, author_name, body, html, external_id, delivery, failure, happened, mentions, at) SELECT (1 + i / ${each}) * 4194304 + i % ${each}, (1 + i / ${each}) * 4194304, i % 2, 0, '',
  (SELECT group_concat(word, ' ') FROM words WHERE words.i IN (i0, i1, i2, i3, i4, i5, i6, i7)) || CASE WHEN i % 5 = 0 THEN ' parcel' ELSE '' END, '', '', 0, '', '', '', 1704067200000000 + i * 100000
  FROM (SELECT i, abs(random() % 20000) AS i0, abs(random() % 20000) AS i1, abs(random() % 2000) AS i2, abs(random() % 2000) AS i3, abs(random() % 200) AS i4, abs(random() % 200) AS i5,
    abs(random() % 200) AS i6, abs(random() % 20) AS i7 FROM n);
COMMIT;`;

const shop = await Shop.open();
const owner = { token: shop.owner };
await shop.stop();
let begun = Date.now();
execFileSync('sqlite3', [join(shop.data, 'plaza.db')], { input: fill });
console.log(`${conversations * each} messages in ${conversations} conversations written in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
begun = Date.now();
await shop.start();
console.log(`started, the index made, in ${((Date.now() - begun) / 1000).toFixed(1)} s`);

let seed = 20_260_301;
const draw = (below) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
const of = (path) => () => `/v1/admin/conversations${path()}`;
const { items: some } = await shop.must(200, 'GET', '/v1/admin/conversations?limit=100&status=resolved', undefined, owner);
const kinds = {
  'open, newest first': of(() => '?status=open'),
  'all, newest first': of(() => '?limit=50'),
  'resolved, of one agent': of(() => '?status=resolved&assignee=nobody'),
  'chat and urgent': of(() => '?channel=chat&priority=urgent&status=resolved'),
  'labelled and low': of(() => '?label=broken&priority=low'),
  'of one wish': of(() => '?intent=refund'),
  'unhappy and open': of(() => '?feeling=negative&status=open'),
  'open, what presses most first': of(() => '?status=open&sort=urgency'),
  'all, what presses most first': of(() => '?sort=urgency'),
  'late, the latest first': of(() => '?late=true'),
  'counts': of(() => '/counts'),
  'one conversation': of(() => `/${some[draw(some.length)].id}`),
  'search: a word of a fifth': of(() => '?q=parcel'),
  'search: a common and a seldom word': of(() => `?q=parcel+Subject+${1 + draw(conversations)}`),
  'search: an address': of(() => `?q=person${draw(conversations / 3)}@example.org`),
  'search: nothing': of(() => '?q=qzvexiluma'),
};
for (const [name, path] of Object.entries(kinds)) {
  const times = [];
  for (let i = 0; i < questions; ++i) {
    const from = process.hrtime.bigint();
    const reply = await shop.get(path(), owner);
    times.push(Number(process.hrtime.bigint() - from) / 1e6);
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.text.slice(0, 300)}`);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  console.log(`${name.padEnd(36)} p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`);
}
await shop.close();
