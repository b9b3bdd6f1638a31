// How fast a large shop answers: pages and lists for shoppers, grids for staff, each over HTTP on one connection at a time, with
// addresses drawn at random. Prints p50 and p99 as this client sees them, and how many the server itself answered within the promise
// (5 ms in the shop, 50 ms for staff; its figure counts from the complete request to the answer's bytes).
//   node bench/scale.mjs [--products N] [--orders N] [--folder DIR] [--asks N]        default: 1,000,000 of each, 2,000 asks
// The catalogue is imported as a Shopify export; the orders are real ones, bought over HTTP and then doubled in the database, each
// with an id, number, buyer and status of its own. With --folder the data is kept and used again.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const given = process.argv.slice(2);
const option = (name, fallback) => (given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : fallback);
const products = Number(option('products', 1_000_000));
const orders = Number(option('orders', 1_000_000));
const asks = Number(option('asks', 2_000));
const kept = option('folder');
const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'plaza-scale-'));
const { PLAZA_BINARY, ...environment } = process.env;
const plaza = resolve(PLAZA_BINARY ?? 'build/release/src/app/plaza');
const data = join(folder, 'data');
const password = 'a quiet long password';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
process.on('exit', () => kept || rmSync(folder, { recursive: true, force: true }));

const run = (words, input = '') => execFileSync(plaza, [...words, '--data', data], { input, encoding: 'utf8', env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
const sql = (text) => execFileSync('sqlite3', [join(data, 'plaza.db')], { input: text, encoding: 'utf8' });
const said = (what, since) => console.log(`${what.padEnd(34)}${((performance.now() - since) / 1000).toFixed(1).padStart(8)} s`);

let server;
async function start() {
  const since = performance.now();
  server = spawn(plaza, ['serve', '--dev', '--data', data, '--port', '0', '--set', 'dev.unlimited=true', '--set', 'log.level=warning'],
    { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  server.ended = new Promise((done) => server.once('exit', done));
  server.url = await new Promise((found, lost) => {
    server.stdout.on('data', (bytes) => /(http:\/\/\S+:\d+)/.exec(bytes)?.[1] && found(/(http:\/\/\S+:\d+)/.exec(bytes)[1]));
    server.once('exit', () => lost(new Error('the server ended')));
  });
  return since;
}
async function stop() {
  server.kill('SIGTERM');
  await server.ended;
}

function ask(method, path, body, headers = {}) {
  const bytes = body && Buffer.from(JSON.stringify(body));
  return new Promise((done, failed) => {
    const request = http.request(server.url + path, {
      method, agent, headers: { 'accept-encoding': 'gzip', ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }), ...headers },
    }, (reply) => {
      const parts = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, bytes: Buffer.concat(parts) }));
    });
    request.on('error', failed);
    request.end(bytes);
  });
}
const plain = async (method, path, body, headers) => {
  const reply = await ask(method, path, body, { ...headers, 'accept-encoding': 'identity' });
  if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${reply.bytes}`);
  return JSON.parse(reply.bytes);
};

async function writeCatalogue(file) {
  const out = createWriteStream(file);
  const rows = ['Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price'];
  const glazes = ['sage', 'brick', 'bone', 'ink', 'dune', 'moss', 'ash', 'rose'];
  const pieces = ['Vase', 'Bowl', 'Mug', 'Lamp', 'Plate', 'Jug'];
  for (let n = 1; n <= products; ++n) {
    rows.push(`piece-${n},${pieces[n % 6]} ${glazes[n % 8]} ${n},<p>Stoneware thrown by hand. Holds water and dried stems.</p>,Kiln,${pieces[n % 6]}s,` +
      `"clay, ${glazes[n % 8]}, room-${n % 40}",true,Size,Small,SKU-${n},shopify,${n % 97},${10 + (n % 90)}.90`);
    if (rows.length >= 5_000 || n === products) {
      if (!out.write(rows.splice(0).join('\n') + '\n')) await new Promise((go) => out.once('drain', go));
    }
  }
  await new Promise((go) => out.end(go));
}

async function buy(count) {
  const variant = (await plain('GET', '/v1/products/piece-96')).variants[0].id;
  const address = { name: 'Mai Linh', line1: '12 Hang Bac', city: 'Hanoi', postal_code: '100000', country: 'VN' };
  for (let n = 0; n < count; ++n) {
    const cart = await plain('POST', '/v1/carts', {});
    const access = { 'plaza-access-token': cart.access_token };
    await plain('POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, access);
    await plain('POST', `/v1/carts/${cart.id}/checkout`,
      { email: 'buyer@example.com', shipping_address: address, shipping_option: 'standard', payment: { provider: 'test', token: 'ok' } }, access);
  }
}

// Doubles the orders with their payments until there are enough; every tenth waits to be sent, the others arrived.
function multiplyOrders() {
  let count = Number(sql('SELECT COUNT(*) FROM orders_orders;'));
  const ids = (side) => BigInt(sql(`SELECT ${side}(id) FROM orders_orders;`));
  let offset = ids('MAX') - ids('MIN') + 1n;  // beyond all that are there
  const statements = ['.bail on', 'PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;'];
  while (count < orders) {
    const more = Math.min(count, orders - count);
    statements.push(`BEGIN;
      CREATE TEMP TABLE o AS SELECT * FROM orders_orders ORDER BY id DESC LIMIT ${more};
      CREATE TEMP TABLE p AS SELECT * FROM payments_intents WHERE subject IN (SELECT id FROM o);
      UPDATE o SET id = id - ${offset}, cart_id = cart_id - ${offset}, number = number + ${count};
      UPDATE p SET id = id - ${offset}, subject = subject - ${offset};
      INSERT INTO orders_orders SELECT * FROM o; INSERT INTO payments_intents SELECT * FROM p; DROP TABLE o; DROP TABLE p; COMMIT;`);
    count += more;
    offset *= 2n;
  }
  statements.push(`UPDATE orders_orders SET email = 'buyer' || number || '@example.com', status = CASE WHEN number % 10 = 0 THEN 1 ELSE 3 END,
    search = 'buyer' || number || '@example.com mai linh #' || number;
    UPDATE orders_sequence SET last = (SELECT MAX(number) FROM orders_orders); ANALYZE;`);
  sql(statements.join('\n'));
}

async function prepare() {
  if (existsSync(join(data, 'plaza.db'))) return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'products.csv');
  await writeCatalogue(file);
  const imported = performance.now();
  run(['import', 'products', file]);
  said(`import ${products} products`, imported);
  run(['staff', 'add', 'scale@example.com', '--role', 'owner', '--password-stdin'], `${password}\n`);
  await start();
  await buy(90);
  await stop();
  const multiplied = performance.now();
  multiplyOrders();
  said(`write ${orders} orders`, multiplied);
}

// How many answers of all routes the server's histogram counts, within so many milliseconds and altogether.
async function counted(milliseconds) {
  const text = (await ask('GET', '/metrics', undefined, { 'accept-encoding': 'identity' })).bytes.toString();
  const sum = (pattern) => [...text.matchAll(pattern)].reduce((all, each) => all + Number(each[1]), 0);
  return [sum(new RegExp(`^plaza_http_request_seconds_bucket\\{[^}]*le="${milliseconds / 1000}"[^}]*\\} (\\d+)`, 'gm')),
    sum(/^plaza_http_request_seconds_count\S* (\d+)/gm)];
}

async function measure(what, promise, addresses, headers) {
  let before = [0, 0];
  const took = [];
  let wrong = 0;
  for (let n = -100; n < asks; ++n) {  // the first hundred warm the client's compiler and the shop's caches
    if (n === 0) before = await counted(promise);
    const path = addresses(n);
    const since = performance.now();
    const reply = await ask('GET', path, undefined, headers);
    if (n >= 0) took.push(performance.now() - since);
    if (reply.status !== 200) ++wrong;
  }
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.floor((took.length - 1) * share)].toFixed(2).padStart(8);
  const after = await counted(promise);
  const answered = after[1] - before[1];
  const inside = answered > asks / 2 ? `${((100 * (after[0] - before[0])) / answered).toFixed(1)} % in the server within` : 'promise:';
  console.log(`${what.padEnd(34)}p50${at(0.5)} ms   p99${at(0.99)} ms   (${inside} ${promise} ms)${wrong ? `   ${wrong} WRONG` : ''}`);
}

let seed = 7;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 4294967296) * below);
};
const one = (list) => list[random(list.length)];
const sorts = ['newest', 'price_asc', 'price_desc', 'popular'];
const words = ['vase', 'bowl sage', 'mug brick', 'lmap', 'plate', 'jug moss', 'stoneware', 'room-7', 'rose'];

console.log(`${products} products, ${orders} orders; load ${loadavg().map((each) => each.toFixed(1)).join(' ')}`);
await prepare();
said('start', await start());
console.log(`memory                            ${String(Math.round(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`))[1] / 1024)).padStart(8)} MB`);
const { token } = await plain('POST', '/v1/sessions', { email: 'scale@example.com', password });
const staff = { authorization: `Bearer ${token}` };
// Cursors of pages in the middle, as somebody who scrolls would have them.
async function cursors(path, headers) {
  const found = [''];
  let cursor = '';
  for (let n = 0; n < 20; ++n) {
    const page = await plain('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, undefined, headers);
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
    found.push(`&cursor=${encodeURIComponent(cursor)}`);
  }
  return found;
}
await measure('product page', 5, () => `/products/piece-${1 + random(products)}`);
await measure('product data', 5, () => `/v1/products/piece-${1 + random(products)}`);
await measure('product list', 5, () => `/v1/products?sort=${one(sorts)}&limit=${1 + random(100)}`);
await measure('search', 5, () => `/v1/search?q=${encodeURIComponent(one(words))}`);
await measure('products found', 5, () => `/v1/products?q=${encodeURIComponent(`${one(words)} ${1 + random(products)}`)}`);
const productPages = await cursors('/v1/admin/products', staff);
const orderPages = await cursors('/v1/admin/orders', staff);
const stockPages = await cursors('/v1/admin/stock', staff);
await measure('staff: products', 50, () => `/v1/admin/products?limit=50${one(productPages)}`, staff);
await measure('staff: products found', 50, () => `/v1/admin/products?limit=50&q=${encodeURIComponent(random(2) ? `SKU-${random(products)}` : one(words))}`, staff);
await measure('staff: orders', 50, () => `/v1/admin/orders?limit=50${one(orderPages)}`, staff);
await measure('staff: orders to send', 50, () => '/v1/admin/orders?limit=50&status=paid', staff);
await measure('staff: order by number', 50, () => `/v1/admin/orders?q=%23${1001 + random(orders)}`, staff);
await measure('staff: orders of a buyer', 50, () => `/v1/admin/orders?q=buyer${1001 + random(orders)}%40example.com`, staff);
await measure('staff: stock', 50, () => `/v1/admin/stock?limit=50${one(stockPages)}`, staff);
await measure('staff: stock that is low', 50, () => `/v1/admin/stock?limit=50&low=${random(6)}`, staff);
await measure('staff: overview', 50, () => '/v1/admin/overview', staff);
await stop();
