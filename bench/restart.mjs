// How soon a shop with a long past serves again: from the learners' snapshots, after a kill, and without any (the whole log is read).
//   node bench/restart.mjs [--interactions N] [--visitors N] [--posts N] [--folder DIR]      default: 5,000,000, 1,000,000 and 2,000
// The past is written straight into the log: views, taps, likes, product views and pages of the last thirty days, Zipf-like in posts
// and visitors. With --folder the data is kept and used again. PLAZA_BINARY is the program.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { member, post, product } from '../tests/kit/seed.mjs';
import { ownerEmail, ownerPassword, Shop, until } from '../tests/kit/shop.mjs';

const given = process.argv.slice(2);
const option = (name, fallback) => (given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : fallback);
const interactions = Number(option('interactions', 5_000_000));
const visitors = Number(option('visitors', 1_000_000));
const posts = Number(option('posts', 2_000));
const folder = option('folder');
if (folder) mkdirSync(resolve(folder), { recursive: true });

const shop = new Shop({ ...(folder && { data: join(resolve(folder), 'data') }) });
process.on('exit', () => shop.abandon());
const log = join(shop.data, 'interactions.db');
const sql = (text) => execFileSync('sqlite3', [log], { input: text, encoding: 'utf8', maxBuffer: 1 << 28 });
const line = (what, value, unit, more = '') => console.log(`${what.padEnd(42)}${value.padStart(12)} ${unit}${more && `   (${more})`}`);
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);

async function settle() {
  shop.run(['staff', 'add', ownerEmail, '--role', 'owner', '--password-stdin'], `${ownerPassword}\n`);
  await shop.start();
  shop.owner = (await shop.post('/v1/sessions', { email: ownerEmail, password: ownerPassword })).body.token;
  const authors = [];
  for (let n = 0; n < 20; ++n) authors.push(await member(shop, `Author ${n}`));
  const products = [];
  for (let n = 0; n < 100; ++n) products.push(await product(shop, `Piece ${n}`, { stock: 1_000 }));
  const ids = [];
  const hands = Array.from({ length: 8 }, async (_, hand) => {
    for (let n = hand; n < posts; n += 8) {
      ids.push((await post(shop, authors[n % 20].token, { text: `A day #room${n % 40} #glaze${n % 7}`, products: n % 2 ? [products[n % 100]] : [] })).id);
    }
  });
  await Promise.all(hands);
  await shop.stop();
  return { ids, products: products.map((each) => each.id) };
}

// Rows of the shapes that browsers send, made by the database itself.
function past({ ids, products }) {
  const list = (name, values) => `CREATE TEMP TABLE ${name} (n INTEGER PRIMARY KEY, id TEXT);
    INSERT INTO ${name} VALUES ${values.map((id, n) => `(${n},'${id}')`).join(',')};`;
  const first = Number(sql('SELECT COALESCE(MAX(position), 0) FROM interactions_log;')) + 1;
  const now = Date.now() * 1000;
  const month = 30 * 86_400 * 1_000_000;
  const step = 500_000;
  const statements = [`PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;`, list('p', ids), list('r', products)];
  for (let done = 0; done < interactions; done += step) {
    const count = Math.min(step, interactions - done);
    statements.push(`BEGIN;
      WITH RECURSIVE n(i) AS (SELECT ${done} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${done + count}),
        k AS (SELECT i, ABS((i * 2654435761) % 1000003) / 1000003.0 AS a, ABS((i * 40503 + 7) % 999983) / 999983.0 AS b, (i * 7919) % 20 AS what FROM n)
      INSERT INTO interactions_log (position, at, received_at, kind, trust, account, visitor, user_id, name, message_id, properties, context)
      SELECT ${first} + i, ${now - month} + CAST(i * ${month / interactions} AS INTEGER), ${now - month} + CAST(i * ${month / interactions} AS INTEGER), 0, 0, 0,
        'visitor-' || CAST(b * b * ${visitors} AS INTEGER), '',
        CASE WHEN what < 14 THEN 'Post Viewed' WHEN what < 16 THEN 'Tag Tapped' WHEN what < 17 THEN 'Post Liked' ELSE 'Product Viewed' END, 'past-' || i,
        CASE WHEN what < 14 THEN '{"post_id":"' || p.id || '","watch_ms":' || (i % 14000) || '}'
             WHEN what < 16 THEN '{"post_id":"' || p.id || '","product_id":"' || r.id || '"}'
             WHEN what < 17 THEN '{"post_id":"' || p.id || '"}' ELSE '{"product_id":"' || r.id || '"}' END, ''
      FROM k JOIN p ON p.n = CAST(a * a * a * ${ids.length} AS INTEGER) JOIN r ON r.n = i % ${products.length};
      COMMIT;`);
  }
  sql(statements.join('\n'));
}

const memory = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${shop.child.pid}/status`))[1]) / 1024);

async function startToFirstPage() {
  const since = performance.now();
  await shop.start();
  await until('the first page', async () => (await shop.get('/v1/feed?limit=10', { visitor: 'visitor-1' })).body.items?.length === 10,
    { milliseconds: 60_000, every: 5 });
  return performance.now() - since;
}
async function stop() {
  const since = performance.now();
  await shop.stop();
  return performance.now() - since;
}

console.log(`${interactions} interactions of ${visitors} visitors, ${posts} posts; load ${loadavg().map((each) => each.toFixed(1)).join(' ')}`);
if (!existsSync(log)) {
  const made = await settle();
  const since = performance.now();
  past(made);
  line('the past written', seconds(performance.now() - since), 's', `${(statSync(log).size / 1e9).toFixed(2)} GB`);
}
sql('DELETE FROM interactions_states;');
const count = Number(sql('SELECT COUNT(*) FROM interactions_log;'));
const whole = await startToFirstPage();
line('start to first page, no snapshot', seconds(whole), 's', `${Math.round(count / (whole / 1000)).toLocaleString('en')} records/s by all learners`);
line('memory', String(memory()), 'MB');
line('orderly stop, with all snapshots', seconds(await stop()), 's');
for (const row of sql('SELECT learner, bytes, parts FROM interactions_states ORDER BY bytes DESC;').trim().split('\n')) {
  const [learner, bytes] = row.split('|');
  line(`  snapshot of ${learner}`, (Number(bytes) / 1e6).toFixed(1), 'MB');
}
for (let n = 0; n < 3; ++n) {
  line('start to first page, from snapshots', seconds(await startToFirstPage()), 's', 'promise: 10 s');
  if (n < 2) line('orderly stop', seconds(await stop()), 's');
}
for (const [, learner, milliseconds] of readFileSync(shop.log, 'utf8').matchAll(/waited for its snapshot learner=(\w+) milliseconds=(\d+)/g)) {
  line(`  ${learner} learnt nothing meanwhile for`, milliseconds, 'ms');
}
await shop.kill();
line('start to first page after a kill', seconds(await startToFirstPage()), 's');
await stop();
