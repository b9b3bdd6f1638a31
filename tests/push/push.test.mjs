// Web push against a stand-in of a browser and its push service: what arrives is decrypted by somebody else's library, its sender proves
// itself, a phone that is gone is forgotten, and a complaint that spreads reaches who is on duty.
import assert from 'node:assert/strict';
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import http from 'node:http';
import { test } from 'node:test';
import ece from 'http_ece';
import { engines } from '../kit/rotation.mjs';
import { member, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const url64 = (bytes) => Buffer.from(bytes).toString('base64url');

// A push service with the browsers that it serves: keeps what comes, in order.
async function pushService() {
  const got = [];
  const answers = new Map();
  const server = http.createServer((request, reply) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      got.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
      reply.writeHead(answers.get(request.url) ?? 201).end();
    });
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { got, answers, origin, close: () => new Promise((go) => { server.close(go); server.closeAllConnections(); }) };
}

class Browser {
  constructor(service, path) {
    this.service = service;
    this.path = path;
    this.keys = createECDH('prime256v1');
    this.keys.generateKeys();
    this.auth = randomBytes(16);
  }
  allow(shop, token) {
    return shop.must(201, 'POST', '/v1/me/push_devices', {
      endpoint: this.service.origin + this.path, name: 'Stand-in', keys: { p256dh: url64(this.keys.getPublicKey()), auth: url64(this.auth) },
    }, { token });
  }
  get got() {
    return this.service.got.filter((each) => each.path === this.path);
  }
  read(message) {
    return JSON.parse(ece.decrypt(message.body, { version: 'aes128gcm', privateKey: this.keys, authSecret: url64(this.auth) }).toString());
  }
}

// RFC 8292: a token signed by the key that the shop names, for this push service, not for long.
function claimsOf(message, shopKey) {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(message.headers.authorization) ?? [];
  assert.equal(key, shopKey);
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: url64(point.subarray(1, 33)), y: url64(point.subarray(33)) } });
  const [head, claims, signature] = token.split('.');
  assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url')), { typ: 'JWT', alg: 'ES256' });
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
  return JSON.parse(Buffer.from(claims, 'base64url'));
}

for (const engine of engines) {
  test(`messages reach a device, encrypted for it and signed by the shop (${engine})`, { timeout: 120_000 }, async (t) => {
    const service = await pushService();
    t.after(() => service.close());
    const shop = await Shop.open({ engine, set: { 'dev.push_anywhere': 'true', 'push.contact': 'mailto:ops@example.com' } });
    t.after(() => shop.abandon());
    const { public_key } = await shop.must(200, 'GET', '/v1/push_key');
    const linh = await member(shop, 'Linh');
    const phone = new Browser(service, '/linh/phone'), desk = new Browser(service, '/linh/desk');
    await phone.allow(shop, linh.token);
    await desk.allow(shop, linh.token);
    assert.deepEqual(await shop.must(200, 'POST', '/v1/me/push_trials', undefined, { token: linh.token }), { devices: 2 });
    await until('both got it', () => phone.got.length === 1 && desk.got.length === 1);
    const [message] = phone.got;
    assert.deepEqual([message.headers['content-encoding'], message.headers.urgency], ['aes128gcm', 'normal']);
    assert.ok(Number(message.headers.ttl) > 0 && Number(message.headers.ttl) <= 600, message.headers.ttl);
    assert.match(message.headers.topic, /^[\w-]{32}$/);
    assert.deepEqual(phone.read(message), { title: 'A trial', text: 'This device gets messages.', url: '/notifications', tag: 'trial' });
    assert.throws(() => desk.read(message));
    const claims = claimsOf(message, public_key);
    assert.deepEqual([claims.aud, claims.sub], [service.origin, 'mailto:ops@example.com']);
    const left = claims.exp - Date.now() / 1000;
    assert.ok(left > 0 && left <= 24 * 3600, String(left));

    // The phone is gone: it is forgotten, and the desk goes on.
    service.answers.set('/linh/phone', 410);
    await shop.must(200, 'POST', '/v1/me/push_trials', undefined, { token: linh.token });
    await until('the phone is forgotten', async () => (await shop.must(200, 'GET', '/v1/me/push_devices', undefined, { token: linh.token })).items.length === 1);
    // The key is the shop's for ever.
    await shop.stop();
    await shop.start();
    assert.equal((await shop.must(200, 'GET', '/v1/push_key')).public_key, public_key);
    assert.deepEqual(await shop.must(200, 'POST', '/v1/me/push_trials', undefined, { token: linh.token }), { devices: 1 });
    await until('the desk has three', () => desk.got.length === 3);
    // Who signs out there hears nothing there any more.
    await shop.must(204, 'DELETE', '/v1/sessions/current', undefined, { token: linh.token });
    await shop.close();
  });

  test(`a complaint that spreads reaches who is on duty, and nobody else (${engine})`, { timeout: 120_000 }, async (t) => {
    const service = await pushService();
    t.after(() => service.close());
    const shop = await Shop.open({ engine, set: { 'dev.push_anywhere': 'true' } });
    t.after(() => shop.abandon());
    const owner = { token: shop.owner };
    const me = await shop.must(200, 'GET', '/v1/me', undefined, owner);
    const onDuty = new Browser(service, '/owner'), member1 = new Browser(service, '/member');
    await onDuty.allow(shop, shop.owner);
    await shop.must(200, 'PUT', '/v1/admin/radar/settings', { auto_pause: 'defect', duty: [{ account_id: me.account.id, mail: false }] }, owner);
    const lamp = await product(shop, 'Paper lamp');
    const linh = await member(shop, 'Linh');
    await member1.allow(shop, linh.token);
    const bad = await post(shop, linh.token, { text: 'The lamp stopped working after two days, I am very disappointed.', products: [lamp] });
    let tries = 0;
    await until('the post is watched', async () => {
      tries += 1;  // the first may come before the post is in the log
      const batch = Array.from({ length: 120 }, (_, at) => ({ type: 'track', event: 'Post Viewed', messageId: `seen-${tries}-${at}`, anonymousId: `reader-${at}`, properties: { post_id: bad.id } }));
      await shop.must(200, 'POST', '/v1/batch', { batch });
      return (await shop.must(200, 'GET', '/v1/admin/radar', undefined, owner)).spreading.length === 1;
    }, { every: 300 });
    await until('the phone rings', () => onDuty.got.length > 0, { milliseconds: 60_000, every: 100 });
    const told = onDuty.read(onDuty.got[0]);
    assert.equal(told.url, '/studio/radar');
    assert.match(told.text, /Paper lamp is spreading: \d+ people saw it/);
    assert.equal(member1.got.length, 0);
    assert.deepEqual((await shop.must(200, 'GET', '/v1/admin/radar', undefined, owner)).paused.map((each) => each.product.id), [lamp.id]);
    await shop.close();
  });
}

test('an address of this machine is no push service', { timeout: 60_000 }, async (t) => {
  const service = await pushService();
  t.after(() => service.close());
  const shop = await Shop.open();
  t.after(() => shop.abandon());
  const linh = await member(shop, 'Linh');
  const keys = { p256dh: url64(new Browser(service, '/x').keys.getPublicKey()), auth: url64(randomBytes(16)) };
  for (const endpoint of [`${service.origin}/x`, 'https://localhost/x', 'https://169.254.169.254/x', 'https://[::1]/x', 'https://push.example.com:22/x']) {
    const refused = await shop.post('/v1/me/push_devices', { endpoint, keys }, { token: linh.token });
    assert.equal(refused.status, 400, endpoint);
  }
  assert.equal(service.got.length, 0);
  await shop.close();
});
