// What is broken, huge, lying or not one's own gets the right refusal with the field named, changes nothing, and the process lives.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { engines } from '../kit/rotation.mjs';
import { address, cart, checkout, checkoutBody, everything, media, member, picture, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const nasty = [
  `'; DROP TABLE orders_orders; --`, `<script>globalThis.hacked = 1</script>`, `{{#each}}{{{x}}}`, `</script><img src=x onerror=alert(1)>`,
  `%00%0a../../etc/passwd`, `\u202Eevil\u202C`, `👩‍👩‍👧‍👦 ﷽ Z̷̡͛a̸l̷g̶o̶`, `ἀλφά \u{1F1FB}\u{1F1F3} đường`,
];

const fieldsOf = (reply) => (reply.body.errors ?? []).map((each) => each.field);
function refused(reply, status, field) {
  assert.equal(reply.status, status, `${reply.status} instead of ${status}: ${reply.text.slice(0, 400)}`);
  assert.match(reply.headers['content-type'], /application\/problem\+json/);
  assert.match(reply.body.code, /^[a-z_]+\.[a-z_]+$/);
  if (field) assert.ok(fieldsOf(reply).some((each) => each === field || each.startsWith(field)), `${field} is not named: ${reply.text}`);
}

// Everything that could have changed.
async function state(shop) {
  const token = { token: shop.owner };
  const [orders, stock, products, posts] = await Promise.all([
    everything(shop, '/v1/admin/orders', token), everything(shop, '/v1/admin/stock', token),
    everything(shop, '/v1/admin/products', token), everything(shop, '/v1/admin/posts', token),
  ]);
  return JSON.stringify({
    orders: orders.map((each) => [each.id, each.status]), stock: stock.map((each) => [each.variant_id, each.on_hand, each.reserved]),
    products: products.map((each) => [each.id, each.title, each.status]), posts: posts.map((each) => each.id ?? each.post?.id),
  });
}

for (const engine of engines) {
  test(`hostile requests (${engine})`, { timeout: 240_000 }, async (t) => {
    const shop = await Shop.open({ engine });
    t.after(() => shop.abandon());
    const piece = await product(shop, 'Sage Vase', { stock: 3 });
    const mine = await member(shop, 'Mai Mine');
    const other = await member(shop, 'Olga Other');
    const bag = await cart(shop, [[piece.variant, 1]]);
    const pid = shop.child.pid;
    const owner = { token: shop.owner };
    const lines = `/v1/carts/${bag.id}/lines`;
    const before = await state(shop);
    const unchanged = async () => assert.equal(await state(shop), before, 'something changed');

    await t.test('broken JSON is refused everywhere', async () => {
      for (const text of ['', '{', '[]', 'null', '"x"', '{"a":1}{"b":2}', '{"email":"a', '\u0000', '{"a":1,}', '['.repeat(3_000), '{"a":'.repeat(1_000), 'NaN', '{"quantity":1e999}']) {
        for (const [path, options] of [['/v1/accounts', {}], ['/v1/sessions', {}], [lines, { access: bag.access }], [`/v1/carts/${bag.id}/checkout`, { access: bag.access }],
          ['/v1/posts', { token: mine.token }], ['/v1/admin/products', owner]]) {
          refused(await shop.post(path, text, options), 400);
        }
        const tracked = await shop.post('/v1/batch', text);
        assert.equal(tracked.status, 400, `${JSON.stringify(text.slice(0, 20))}: ${tracked.text}`);
      }
      const notUtf8 = await shop.post('/v1/sessions', Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from('","password":"x"}')]));
      refused(notUtf8, 400);
      await unchanged();
    });

    await t.test('wrong types name their field', async () => {
      refused(await shop.post(lines, { variant_id: 7, quantity: 1 }, { access: bag.access }), 400, 'variant_id');
      refused(await shop.post(lines, { variant_id: piece.variant, quantity: 'one' }, { access: bag.access }), 400, 'quantity');
      refused(await shop.post(lines, { variant_id: piece.variant, quantity: 1.5 }, { access: bag.access }), 400, 'quantity');
      refused(await shop.post(lines, { quantity: 1 }, { access: bag.access }), 400, 'variant_id');
      refused(await shop.post('/v1/accounts', { email: ['a@b.c'], password: {}, display_name: 3 }), 400, 'email');
      refused(await shop.post('/v1/admin/products', { title: 'X', variants: { price: 1 } }, owner), 400, 'variants');
      refused(await shop.post('/v1/admin/products', { title: 'X', status: 'active', variants: [{ price: { amount: '12', currency: 'EUR' } }] }, owner), 400, 'variants[0].price');
      refused(await shop.post('/v1/posts', { text: 1, media_ids: 'x', tags: [{ product_id: piece.id, x: 'left', y: 2 }] }, { token: mine.token }), 400, 'text');
      refused(await shop.get('/v1/products?limit=many'), 400, 'limit');
      refused(await shop.get('/v1/products?limit=101'), 400, 'limit');
      refused(await shop.get('/v1/products?cursor=nonsense!'), 400, 'cursor');
      refused(await shop.get('/v1/products?cursor=%FF%00nonsense'), 400);
      const all = await shop.post(`/v1/carts/${bag.id}/checkout`, { email: 'nobody', shipping_address: { name: '' }, shipping_option: 'carrier-pigeon', payment: {} }, { access: bag.access });
      refused(all, 400, 'email');
      assert.ok(fieldsOf(all).length >= 4, `all fields at once: ${fieldsOf(all)}`);
      await unchanged();
    });

    await t.test('impossible quantities and amounts are refused', async () => {
      for (const quantity of [-1, 0, 100, 2_147_483_648, 9_007_199_254_740_993, -9e18]) {
        refused(await shop.post(lines, { variant_id: piece.variant, quantity }, { access: bag.access }), 400, 'quantity');
      }
      refused(await shop.post(lines, '{"variant_id":"x","quantity":99999999999999999999999}', { access: bag.access }), 400);
      for (const on_hand of [-1, 1_000_000_001, 1e30]) {
        refused(await shop.put(`/v1/admin/variants/${piece.variant}/stock`, { on_hand }, owner), 400, 'on_hand');
      }
      for (const amount of [-1, 9e18, 0.5]) {
        refused(await shop.patch(`/v1/admin/variants/${piece.variant}`, { price: { amount, currency: 'EUR' } }, owner), 400, 'price');
      }
      refused(await shop.patch(`/v1/admin/variants/${piece.variant}`, { price: { amount: 1, currency: 'XXQ' } }, owner), 400, 'price');
      const tooMany = await shop.post(lines, { variant_id: piece.variant, quantity: 50 }, { access: bag.access });
      refused(tooMany, 409);
      assert.equal(tooMany.body.code, 'inventory.out_of_stock');
      await unchanged();
    });

    await t.test('overlong texts are refused', async () => {
      const long = 'đ'.repeat(700);
      refused(await shop.post('/v1/posts', { text: 'đ'.repeat(2_201) }, { token: mine.token }), 400, 'text');
      refused(await shop.post('/v1/accounts', { email: 'long@example.com', password: 'x'.repeat(201), display_name: long }), 400, 'password');
      refused(await shop.patch('/v1/me', { display_name: long, bio: long, handle: long }, { token: mine.token }), 400, 'display_name');
      refused(await shop.post('/v1/admin/products', { title: long, variants: [] }, owner), 400, 'title');
      refused(await checkout(shop, bag, { email: `${'a'.repeat(300)}@example.com` }), 400, 'email');
      refused(await shop.post('/v1/posts', { text: 'x', tags: Array(200).fill({ product_id: piece.id, x: 0, y: 0 }) }, { token: mine.token }), 400, 'tags');
      const reused = await shop.post('/v1/carts', {}, { key: 'k'.repeat(256) });
      refused(reused, 400, 'Idempotency-Key');
      await unchanged();
    });

    await t.test('a body of 50 MB is cut off', async () => {
      for (const [path, options] of [['/v1/sessions', {}], ['/v1/posts', { token: mine.token }], ['/v1/batch', {}], [lines, { access: bag.access }]]) {
        const reply = await shop.post(path, Buffer.alloc(50_000_000, 0x20), options).catch((error) => ({ cut: error.code }));
        assert.ok(reply.status === 413 || reply.status === 400 || ['ECONNRESET', 'EPIPE'].includes(reply.cut), `${path}: ${reply.status} ${reply.cut}`);
      }
      await unchanged();
    });

    await t.test('slow, endless and nonsense headers do not hold anybody up', async () => {
      const { hostname, port } = new URL(shop.url);
      const raw = (text) => new Promise((done) => {
        const socket = net.connect({ host: hostname, port }, () => socket.write(text));
        let said = '';
        socket.on('data', (bytes) => { said += bytes; if (/\r\n\r\n/.test(said)) socket.destroy(); });
        socket.on('error', () => {});
        socket.on('close', () => done(said));
        socket.setTimeout(20_000, () => socket.destroy());
      });
      const slow = Array.from({ length: 200 }, () => {
        const socket = net.connect({ host: hostname, port }, () => socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '));
        socket.on('error', () => {});
        return socket;
      });
      assert.equal((await shop.get('/healthz')).status, 200, 'others are served meanwhile');
      slow.forEach((socket) => socket.destroy());
      for (const text of ['NONSENSE\r\n\r\n', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(200_000)}\r\n\r\n`,
        'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n', 'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
        'GET /%zz%00 HTTP/1.1\r\nHost: x\r\n\r\n', 'GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', 'GET /media/..%2f..%2fplaza.db HTTP/1.1\r\nHost: x\r\n\r\n']) {
        const said = await raw(text);
        assert.ok(said === '' || /^HTTP\/1\.1 4\d\d /.test(said), `${JSON.stringify(text.slice(0, 40))}: ${said.slice(0, 60)}`);
        assert.ok(!said.includes('root:'));
      }
    });

    await t.test('pictures and files that lie are refused', async () => {
      const token = { token: mine.token };
      const send = (bytes, type) => shop.post('/v1/media', bytes, { ...token, type });
      refused(await send(Buffer.from('not a picture'), 'image/png'), 415);
      refused(await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'image/svg+xml'), 415);
      refused(await send(Buffer.alloc(0), 'image/png'), 400);
      // Whatever the first look says, none of these ever becomes a picture.
      for (const bytes of [picture({ claim: { width: 100_000, height: 100_000 } }), picture().subarray(0, 200), Buffer.concat([picture().subarray(0, 60), Buffer.alloc(4_000, 7)])]) {
        const reply = await send(bytes, 'image/png');
        if (reply.status === 201) {
          const view = await until('it failed', async () => {
            const seen = await shop.must(200, 'GET', `/v1/media/${reply.body.id}`, undefined, token);
            return seen.status !== 'processing' && seen;
          }, { milliseconds: 60_000, every: 100 });
          assert.equal(view.status, 'failed');
          refused(await shop.post('/v1/posts', { text: 'x', media_ids: [reply.body.id] }, token), 400, 'media_ids');
        } else {
          assert.ok([400, 413, 415].includes(reply.status), reply.text);
        }
      }
      await unchanged();
    });

    await t.test('CSV bombs make no product', async () => {
      const importing = (text) => shop.post('/v1/admin/imports?kind=products', text, { ...owner, type: 'text/csv' });
      for (const text of ['', 'no,such,columns\n1,2,3\n', `Handle,Title\n"${'x'.repeat(3_000_000)}`, `${'a,'.repeat(200_000)}\n`, '\u0000\u0001\u0002', '"Handle","Title\n'.repeat(5_000)]) {
        const reply = await importing(text);
        if (reply.status === 202) {
          await until('the import ended', async () => {
            const view = await shop.must(200, 'GET', `/v1/admin/imports/${reply.body.id}`, undefined, owner);
            return !['queued', 'running', 'pending'].includes(view.status) && view;
          }, { milliseconds: 30_000, every: 50 });
        } else {
          assert.ok(reply.status >= 400 && reply.status < 500, reply.text);
        }
      }
      await unchanged();
    });

    await t.test("what is another's is not there", async () => {
      const theirs = await cart(shop, [[piece.variant, 1]], { token: other.token });
      for (const options of [{}, { token: mine.token }, { access: bag.access }, { access: 'x' }]) {
        refused(await shop.get(`/v1/carts/${theirs.id}`, options), 404);
        refused(await shop.post(`/v1/carts/${theirs.id}/lines`, { variant_id: piece.variant, quantity: 1 }, options), 404);
        refused(await shop.post(`/v1/carts/${theirs.id}/checkout`, checkoutBody(), options), 404);
      }
      const bought = await checkout(shop, theirs, { token: other.token, email: other.email });
      assert.equal(bought.status, 201, bought.text);
      const order = bought.body.order.id;
      for (const options of [{}, { token: mine.token }, { access: bag.access }]) {
        refused(await shop.get(`/v1/orders/${order}`, options), 404);
        refused(await shop.post(`/v1/orders/${order}/cancel`, {}, options), 404);
      }
      assert.equal((await shop.get(`/v1/orders/${order}`, { token: other.token })).body.status, 'paid');

      const draft = await shop.must(201, 'POST', '/v1/posts', { text: 'not yet', status: 'draft' }, { token: other.token });
      for (const options of [{}, { token: mine.token }]) {
        refused(await shop.get(`/v1/posts/${draft.id}`, options), 404);
        assert.ok([401, 403, 404].includes((await shop.patch(`/v1/posts/${draft.id}`, { text: 'mine now' }, options)).status));
        assert.ok([401, 403, 404].includes((await shop.delete(`/v1/posts/${draft.id}`, options)).status));
      }
      assert.equal((await shop.must(200, 'GET', `/v1/posts/${draft.id}`, undefined, { token: other.token })).text, 'not yet');
      const theirPicture = await media(shop, other.token);
      const stolen = await shop.post('/v1/posts', { text: 'x', media_ids: [theirPicture.id] }, { token: mine.token });
      refused(stolen, 400, 'media_ids');
      for (const path of ['/v1/admin/orders', '/v1/admin/stock', '/v1/admin/people', '/v1/admin/overview', '/v1/admin/api_keys']) {
        refused(await shop.get(path), 401);
        refused(await shop.get(path, { token: mine.token }), 403);
      }
    });

    await t.test('SQL, HTML and odd Unicode stay text', async () => {
      for (const text of nasty) {
        const made = await post(shop, mine.token, { text });
        assert.equal((await shop.must(200, 'GET', `/v1/posts/${made.id}`)).text, text);
        const page = (await shop.get(`/p/${made.id}`)).text;
        assert.ok(!page.includes('<script>globalThis.hacked') && !page.includes('<img src=x'), 'the page escapes it');
        await shop.must(201, 'POST', `/v1/posts/${made.id}/comments`, { text }, { token: other.token });
        // Signs that turn the text around them are refused in names; any other is kept as it is.
        const named = await shop.patch('/v1/me', { display_name: text, bio: text }, { token: mine.token });
        if (named.status === 400) refused(named, 400, 'display_name');
        else assert.equal((await shop.get('/v1/me', { token: mine.token })).body.account.bio, text);
        assert.equal(named.status, text.includes('\u202E') ? 400 : 200, named.text);
        const profile = (await shop.get(`/@${mine.handle}`)).text;
        assert.ok(!profile.includes('<script>globalThis.hacked') && !profile.includes('<img src=x'));
        for (const path of ['/v1/products?q=', '/v1/search?q=', '/v1/search/suggestions?q=', '/v1/hashtags/', '/search?q=']) {
          const reply = await shop.get(path + encodeURIComponent(text) + (path.endsWith('hashtags/') ? '/posts' : ''));
          assert.ok(reply.status < 500, `${path}: ${reply.status}`);
          assert.ok(!reply.headers['content-type'].includes('html') || !reply.text.includes('<img src=x'));
        }
        assert.ok((await shop.get(`/v1/admin/orders?q=${encodeURIComponent(text)}`, owner)).status === 200);
      }
      const bought = await shop.must(201, 'POST', `/v1/carts/${(await cart(shop, [[piece.variant, 1]])).id}/checkout`, checkoutBody(), {}).catch((error) => error);
      assert.match(bought.message, /404/, 'without its token nothing is bought');
      const mineBag = await cart(shop, [[piece.variant, 1]]);
      const odd = await shop.post(`/v1/carts/${mineBag.id}/checkout`,
        { ...checkoutBody(), shipping_address: { ...address, name: nasty[0], line1: nasty[1], city: nasty[7] } }, { access: mineBag.access });
      assert.equal(odd.status, 201, odd.text);
      assert.equal(odd.body.order.shipping_address.line1, nasty[1]);
    });

    await t.test('the process is the same one, and well', async () => {
      assert.ok(shop.running);
      assert.equal(shop.child.pid, pid);
      assert.equal((await shop.get('/readyz')).status, 200);
      const [level] = await everything(shop, '/v1/admin/stock', owner);
      assert.deepEqual([level.on_hand, level.reserved], [1, 0]);
    });
    await shop.close();
  });
}
