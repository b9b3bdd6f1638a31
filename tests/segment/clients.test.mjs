// Unchanged tracking clients deliver into the log: every call once, whatever they do on the wire.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { openBrowser } from '../kit/browser.mjs';
import { member } from '../kit/seed.mjs';
import { root, Shop, until } from '../kit/shop.mjs';

const load = createRequire(import.meta.url);
const { Analytics } = load('@segment/analytics-node');
const RudderAnalytics = load('@rudderstack/rudder-sdk-node');
const browserBundle = join(root, 'tests/node_modules/@segment/analytics-next/dist/umd');

const logged = async (shop) =>
  (await shop.must(200, 'GET', '/v1/admin/interactions?limit=500', undefined, { token: shop.owner })).items.filter((each) => each.type !== 'domain');
const named = (items, event) => items.filter((each) => each.event === event);

// A page on another origin that loads the client's own bundle, as a brand's old site would.
function otherSite(shop, key) {
  const server = http.createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><meta charset="utf-8"><title>Another site</title><script src="/umd/index.js"></script><script>
        globalThis.ready = (async () => {
          const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey: ${JSON.stringify(key)}, cdnURL: ${JSON.stringify(shop.url)},
            cdnSettings: await (await fetch(${JSON.stringify(`${shop.url}/v1/projects/${key}/settings`)})).json() });
          globalThis.analytics = analytics;
        })();</script>`);
      return;
    }
    try {
      const bytes = readFileSync(join(browserBundle, request.url.replace('/umd/', '')));
      response.setHeader('content-type', 'text/javascript');
      response.end(bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((open) => server.listen(0, '127.0.0.1', () => open({
    address: `http://localhost:${server.address().port}/`,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }),
  })));
}

test('unchanged tracking clients', { timeout: 120_000 }, async (t) => {
  let secretKey = '';
  let publicKey = '';
  const shop = await Shop.open({ before: (made) => {
    publicKey = made.run(['key', 'create', 'public']).trim();
    secretKey = made.run(['key', 'create', 'secret']).trim();
  } });
  t.after(() => shop.abandon());

  await t.test('@segment/analytics-node delivers each call once', async () => {
    const client = new Analytics({ writeKey: publicKey, host: shop.url, flushAt: 15, flushInterval: 200 });
    const trouble = [];
    client.on('error', (error) => trouble.push(error));
    for (let at = 0; at < 40; ++at) {
      client.track({ anonymousId: 'node-visitor', event: 'Product Viewed', messageId: `node-${at}`, properties: { product_id: 'prd_x', at } });
    }
    client.page({ anonymousId: 'node-visitor', name: 'Home', properties: { path: '/' } });
    client.identify({ anonymousId: 'node-visitor', userId: 'someone', traits: { colour: 'sage' } });
    client.group({ anonymousId: 'node-visitor', groupId: 'g1' });
    // The same messages once more, as after a lost reply.
    for (let at = 0; at < 40; ++at) {
      client.track({ anonymousId: 'node-visitor', event: 'Product Viewed', messageId: `node-${at}`, properties: { product_id: 'prd_x', at } });
    }
    client.track({ anonymousId: 'node-visitor', event: 'The Last One' });
    await client.closeAndFlush({ timeout: 10_000 });
    const items = await until('the last call is in the log', async () => {
      const all = await logged(shop);
      return named(all, 'The Last One').length === 1 && all;
    });
    assert.deepEqual(trouble, []);
    assert.equal(named(items, 'Product Viewed').length, 40);
    assert.deepEqual(named(items, 'Product Viewed').map((each) => each.properties.at).sort((a, b) => a - b), [...Array(40).keys()]);
    assert.equal(items.filter((each) => each.visitor === 'node-visitor').length, 44);
    assert.ok(items.every((each) => each.verified === false));
  });

  await t.test('@rudderstack/rudder-sdk-node delivers each call once', async () => {
    const client = new RudderAnalytics(publicKey, { dataPlaneUrl: shop.url, flushAt: 10, flushInterval: 200, gzip: true });
    for (const round of [1, 2]) {
      for (let at = 0; at < 25; ++at) {
        client.track({ anonymousId: 'rudder-visitor', event: 'Product Added', messageId: `rudder-${at}`, properties: { at, round } });
      }
    }
    client.screen({ anonymousId: 'rudder-visitor', name: 'Shelf' });
    await new Promise((flushed) => client.flush(flushed));
    const items = await until('the calls are in the log', async () => {
      const all = (await logged(shop)).filter((each) => each.visitor === 'rudder-visitor');
      return all.some((each) => each.type === 'screen') && all;
    });
    assert.deepEqual(named(items, 'Product Added').map((each) => each.properties.at).sort((a, b) => a - b), [...Array(25).keys()]);
    assert.equal(items.length, 26);
  });

  await t.test('@segment/analytics-next delivers from a page on another origin', async () => {
    const site = await otherSite(shop, publicKey);
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      const troubles = [];
      page.on('pageerror', (error) => troubles.push(error.message));
      await page.goto(site.address);
      await page.evaluate(() => globalThis.ready);
      const visitor = await page.evaluate(async () => {
        await analytics.page('Old site');
        for (let at = 0; at < 10; ++at) await analytics.track('Product Clicked', { at });
        await analytics.identify('a-user-of-the-old-site', { plan: 'gold' });
        return analytics.user().anonymousId();
      });
      const items = await until('all calls are in the log', async () => {
        const all = (await logged(shop)).filter((each) => each.visitor === visitor);
        return all.length >= 12 && all;
      });
      assert.deepEqual(named(items, 'Product Clicked').map((each) => each.properties.at).sort((a, b) => a - b), [...Array(10).keys()]);
      assert.deepEqual(items.map((each) => each.type).sort(), ['identify', 'page', ...Array(10).fill('track')]);
      assert.ok(items.every((each) => !each.verified), 'a public key is evidence only');
      assert.deepEqual(troubles, []);
    } finally {
      await browser.close();
      await site.close();
    }
  });

  await t.test('a secret key makes a visitor known; a public key does not', async () => {
    const person = await member(shop, 'Known Person');
    for (const [key, visitor] of [[publicKey, 'claimed-visitor'], [secretKey, 'known-visitor']]) {
      const client = new Analytics({ writeKey: key, host: shop.url, flushAt: 1 });
      client.track({ anonymousId: visitor, event: 'Product Viewed', properties: { product_id: 'prd_y' } });
      client.identify({ anonymousId: visitor, userId: person.id, traits: { colour: 'clay' } });
      await client.closeAndFlush({ timeout: 10_000 });
    }
    const detail = await until('the visitor is known', async () => {
      const reply = await shop.must(200, 'GET', `/v1/admin/people/${person.id}`, undefined, { token: shop.owner });
      return reply.visitors.includes('known-visitor') && reply;
    });
    assert.ok(!detail.visitors.includes('claimed-visitor'));
  });

  await t.test('signing up makes a visitor known', async () => {
    await shop.must(200, 'POST', '/v1/track', { anonymousId: 'soon-a-member', event: 'Product Viewed', properties: {} }, { visitor: 'soon-a-member' });
    const made = await shop.must(201, 'POST', '/v1/accounts',
      { email: 'soon@example.com', password: 'a quiet long password', display_name: 'Soon' }, { visitor: 'soon-a-member' });
    await until('the visitor is known', async () => {
      const reply = await shop.must(200, 'GET', `/v1/admin/people/${made.account.id}`, undefined, { token: shop.owner });
      return reply.visitors.includes('soon-a-member');
    });
  });

  await t.test('one bad call in a batch loses no other', async () => {
    const reply = await shop.post('/v1/batch', { batch: [
      { type: 'track', event: 'Good One', anonymousId: 'mixed', messageId: 'mixed-1' },
      { type: 'nonsense', anonymousId: 'mixed', messageId: 'mixed-2' },
      { type: 'track', anonymousId: 'mixed', messageId: 'mixed-3' },
      { type: 'track', event: 'Good Two', anonymousId: 'mixed', messageId: 'mixed-4' },
    ] });
    assert.equal(reply.status, 200);
    assert.equal(reply.body.success, true);
    const items = (await logged(shop)).filter((each) => each.visitor === 'mixed');
    assert.deepEqual(items.map((each) => each.event).sort(), ['Good One', 'Good Two']);
  });
  await shop.close();
});
