// Makes the pictures of the pages in docs/images anew, out of a fresh demo shop:  node tests/docs/screenshots.mjs [PART OF A NAME]...
// Needs Chromium and libvips' tools (tools/install build test). Look at what it made before it is committed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser, visitor } from '../kit/browser.mjs';
import { cart, checkout } from '../kit/seed.mjs';
import { root, Shop, until } from '../kit/shop.mjs';
import { talkPictures } from './talk.mjs';

const wanted = process.argv.slice(2);
const password = 'kilnlight-demo';
const owner = 'owner@kilnlight.example';
const folder = mkdtempSync(join(tmpdir(), 'plaza-pictures-'));
const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

async function furnish(shop) {
  const session = await shop.must(201, 'POST', '/v1/sessions', { email: owner, password });
  shop.owner = session.token;
  const staff = { token: session.token };
  const act = (path, body, status = 200) => shop.must(status, 'POST', `/v1/admin/${path}`, body, staff);
  const variantsOf = async (handle) => (await shop.must(200, 'GET', `/v1/products/${handle}`)).variants.filter((each) => each.available).map((each) => each.id);
  const buy = async (lines, email) => {
    const made = await checkout(shop, await cart(shop, lines), { email, key: email });
    if (made.status !== 201) throw new Error(made.text);
    return made.body.order;
  };
  const [bowl] = await variantsOf('dawn-bowl');
  const [mug] = await variantsOf('ember-mug');
  for (const each of [bowl, mug]) {  // how much the demo's buyers left is different each time
    await shop.must(200, 'PUT', `/v1/admin/variants/${each}/stock`, { on_hand: 20, reason: 'counted' }, staff);
  }
  const order = await buy([[bowl, 3], [mug, 2]], 'lan.pham@example.com');
  await act(`orders/${order.id}/fulfilments`, { lines: [{ line_id: order.lines[0].id, quantity: 2 }], carrier: 'DHL', tracking: 'JJD 0099 4471' }, 201);
  await act(`orders/${order.id}/refunds`, { extra: 500, reason: 'The first parcel came late' }, 201);
  const sent = await buy([[bowl, 2], [mug, 1]], 'minh.tran@example.com');
  await act(`orders/${sent.id}/fulfil`, { tracking: 'JJD 0099 4470' });
  await act(`orders/${sent.id}/deliver`, {});
  const back = await act(`orders/${sent.id}/returns`, { lines: [{ line_id: sent.lines[0].id, quantity: 1, reason: 'not_as_described', note: 'The glaze is greener than on the picture.' }] }, 201);
  await act(`returns/${back.id}/receive`, { lines: [{ line_id: sent.lines[0].id, quantity: 1, condition: 'as_new', restock: true }] });
  await act('discounts', { title: 'Spring', code: 'SPRING20', kind: 'percent', percent_bp: 2_000, uses_max: 500, uses_per_person_max: 1, combines_with: ['shipping'] }, 201);
  const card = await act('gift_cards', { amount: { amount: 3_000, currency: 'EUR' }, note: 'raffle' }, 201);
  const jar = await shop.must(200, 'GET', '/v1/products/moon-jar');
  const drop = await act('drops', {
    product_id: jar.id, joins_at: soon(-30), opens_at: soon(600), quantity: 12, per_person: 1, rate_per_minute: 30, admission_seconds: 300, work_bits: 0,
  }, 201);
  await act(`drops/${drop.id}/status`, { status: 'scheduled' });
  for (let at = 0; at < 60; ++at) {
    const visitor = `somebody-who-waits-${at}`;
    const { challenge } = await shop.must(200, 'GET', `/v1/drops/${drop.id}/challenge`, undefined, { visitor });
    await shop.must(201, 'POST', `/v1/drops/${drop.id}/tickets`, { challenge, answer: '0' }, { visitor });
  }
  const lists = (await shop.must(200, 'GET', '/v1/admin/price_lists', undefined, staff)).items;
  const list = lists.find((each) => each.entry_count > 0) ?? lists[0];
  const first = async (path, filter = () => true) => (await shop.must(200, 'GET', `/v1/admin/${path}`, undefined, staff)).items.find(filter);
  const decided = (await first('experiments', (each) => each.status === 'decided')).id;
  const segment = (await first('segments', (each) => each.handle === 'looked-at-lamps')).id;
  const person = await buyerOfReturn(shop, staff);
  const discounts = (await shop.must(200, 'GET', '/v1/admin/discounts', undefined, staff)).items;
  return { decided, segment, person, order, back, card, drop, list, discount: discounts.find((each) => each.code === 'SPRING20'), open: () => act(`drops/${drop.id}/status`, { status: 'open' }) };
}

// A member who sent something back.
async function buyerOfReturn(shop, staff) {
  for (const each of (await shop.must(200, 'GET', '/v1/admin/returns?limit=50', undefined, staff)).items) {
    const { email } = await shop.must(200, 'GET', `/v1/admin/orders/${each.order_id}`, undefined, staff);
    const found = (await shop.must(200, 'GET', `/v1/admin/people?q=${encodeURIComponent(email)}`, undefined, staff)).items[0];
    if (found) return found.id;
  }
  throw new Error('nobody with an account sent anything back');
}

const settle = async (page) => {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForFunction(() => [...document.images].every((each) => each.complete || each.loading === 'lazy') && document.fonts.status === 'loaded');
};

function keep(name, png, width) {
  execFileSync('vipsthumbnail', [png, '-s', `${width}x`, '-o', join(root, `docs/images/${name}.webp[Q=72]`)]);
  const { length } = readFileSync(join(root, `docs/images/${name}.webp`));
  console.log(`${name}: ${Math.round(length / 1024)} KiB`);
}

const shop = await Shop.open({ command: 'demo', owner: false });
const browser = await openBrowser();
try {
  const there = await furnish(shop);
  const desk = await visitor(browser, shop, { size: 'desk', locale: 'en' });
  const phone = await visitor(browser, shop, { size: 'phone', locale: 'en' });
  const staff = await visitor(browser, shop, { size: 'desk', locale: 'en' });
  await staff.goto('/studio/');
  await staff.locator('input[type=email]').fill(owner);
  await staff.locator('input[type=password]').fill(password);
  await staff.keyboard.press('Enter');
  await staff.locator('input[type=password]').waitFor({ state: 'detached' });
  const take = async (name, page, address, before = async () => {}) => {
    if (address) await page.goto(address);
    await settle(page);
    await before(page);
    await settle(page);
    const png = join(folder, `${name}.png`);
    await page.screenshot({ path: png });
    return png;
  };
  const wants = (name) => wanted.length === 0 || wanted.some((each) => name.includes(each));
  const picture = async (name, page, ...rest) => {
    if (wants(name)) keep(name, await take(name, page, ...rest), page.viewportSize().width < 600 ? 420 : 1000);
  };

  await picture('compare', desk, '/compare?products=moon-jar,halo-vase,dune-vase', (page) => page.getByRole('table').waitFor());
  await picture('bag', desk, '/products/dune-vase', async (page) => {
    await page.getByRole('button', { name: 'Add to bag' }).first().click();
    await page.getByRole('button', { name: 'See the bag' }).or(page.getByRole('button', { name: 'See bag' })).first().waitFor();
    await page.goto('/bag');
    await page.getByRole('button', { name: /code/ }).first().click();
    for (const code of ['SPRING20', there.card.code, 'NOPE']) {
      await page.getByPlaceholder(/code/i).fill(code);
      await page.getByRole('button', { name: 'Apply' }).click();
      await until('it was looked at', async () => (await page.getByText(/20 %|SPRING20|••••|neither/).count()) > 0);
      await settle(page);
    }
  });
  await picture('drop', desk, `/drops/${there.drop.id}`, async (page) => {
    const join = page.getByRole('button', { name: /place/ }).first();
    if (await join.count()) await join.click();
    await page.getByRole('button', { name: /place/ }).first().waitFor({ state: 'detached' });
  });
  await picture('studio_prices', staff, `/studio/prices/${there.list.id}`);
  await picture('studio_tax', staff, '/studio/settings', (page) => page.getByRole('heading', { name: /tax/i }).first().scrollIntoViewIfNeeded());
  await picture('studio_discount', staff, `/studio/discounts/${there.discount.id}`);
  await picture('studio_order', staff, `/studio/orders/${there.order.id}`);
  await picture('studio_return', staff, `/studio/returns/${there.back.id}`, async (page) => {
    await page.locator('.detail > footer').getByRole('button').first().click();
    await page.getByRole('dialog').getByRole('button', { name: /€/ }).waitFor();
  });
  await picture('studio_stock', staff, '/studio/stock');
  await picture('studio_feed', staff, '/studio/feed');
  await picture('studio_predictions', staff, '/studio/predictions', (page) => page.getByText('MBG/NBD').or(page.getByText('BG/NBD')).first().waitFor());
  await picture('studio_experiment', staff, `/studio/experiments/${there.decided}`);
  await picture('studio_segment', staff, `/studio/segments/${there.segment}`);
  await picture('studio_person', staff, `/studio/people/${there.person}`, (page) => page.locator('[data-kind="return"]').last().scrollIntoViewIfNeeded());
  await picture('studio_bulk', staff, '/studio/products/prices', async (page) => {
    await page.getByLabel('By how much').fill('10');
    await page.getByLabel('Let prices end in').fill('99');
    await page.getByRole('table').waitFor();
  });
  await there.open();
  await until('people are inside', async () =>
    (await shop.must(200, 'GET', `/v1/admin/drops/${there.drop.id}/live`, undefined, { token: shop.owner })).admitted > 4, { milliseconds: 60_000, every: 200 });
  await picture('studio_drop', staff, `/studio/drops/${there.drop.id}`);

  const troubles = await talkPictures({ browser, shop, picture, wants, staff });
  if (wants('overview')) {
    const shots = [
      await take('phone_feed', phone, '/', (page) => page.getByRole('article').first().waitFor()),
      await take('phone_product', phone, '/products/ember-mug'),
      await take('desk_feed', desk, '/', (page) => page.getByRole('article').first().waitFor()),
      await take('today', staff, '/studio/'),
    ];
    const data = (file) => `data:image/png;base64,${readFileSync(file).toString('base64')}`;
    const sheet = await desk.context().newPage();
    await sheet.setViewportSize({ width: 2418, height: 582 });
    await sheet.setContent(`<style>body{margin:0;display:flex;gap:6px;background:#cfc7b8}img{height:582px;display:block}</style>${shots.map((each) => `<img src="${data(each)}">`).join('')}`);
    const png = join(folder, 'overview.png');
    await sheet.screenshot({ path: png });
    keep('overview', png, 2400);
  }
  console.log(JSON.stringify({ troubles: [...desk.troubles, ...phone.troubles, ...staff.troubles, ...troubles] }));
} finally {
  await browser.close();
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
}
