// What a journey needs to be there: products with stock, members, pictures, posts; and a guest's way through the checkout.
import { deflateSync } from 'node:zlib';
import { until } from './shop.mjs';

export const address = {
  name: 'Linh Trần', line1: '12 Phố Hàng Gai', city: 'Hà Nội', postal_code: '100000', country: 'VN',
};

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; ++bit) value = (value >>> 1) ^ (0xedb88320 & -(value & 1));
  }
  return ~value >>> 0;
}
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}
// A PNG of one soft gradient. `claim` writes other dimensions into its header than it has: a bomb.
export function picture({ width = 480, height = 600, red = 180, claim } = {}) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = red;
      rows[at + 1] = (x * 255) / width;
      rows[at + 2] = (y * 255) / height;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claim?.width ?? width, 0);
  header.writeUInt32BE(claim?.height ?? height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

export async function product(shop, title, { amount = 2400, stock = 10, more = {} } = {}) {
  const made = await shop.must(201, 'POST', '/v1/admin/products', {
    title, status: 'active', variants: [{ sku: title.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-'), price: { amount, currency: 'EUR' } }], ...more,
  }, { token: shop.owner });
  const variant = made.variants[0].id;
  await shop.must(200, 'PUT', `/v1/admin/variants/${variant}/stock`, { on_hand: stock, reason: 'counted' }, { token: shop.owner });
  return { id: made.id, handle: made.handle, title, variant, amount };
}

export async function member(shop, name) {
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.com`;
  const made = await shop.must(201, 'POST', '/v1/accounts', { email, password: ownPassword, display_name: name });
  return { email, name, token: made.token, id: made.account.id, handle: made.account.handle };
}
export const ownPassword = 'a quiet long password';

export async function media(shop, token, bytes = picture(), type = 'image/png') {
  const made = await shop.must(201, 'POST', '/v1/media?alt=A%20picture', bytes, { token, type });
  return until('the picture is ready', async () => {
    const view = await shop.must(200, 'GET', `/v1/media/${made.id}`, undefined, { token });
    if (view.status === 'failed') throw new Error('the picture failed');
    return view.status === 'ready' && view;
  }, { milliseconds: type.startsWith('video') ? 120_000 : 15_000 });
}

export function post(shop, token, { text, media_ids = [], products = [] }) {
  return shop.must(201, 'POST', '/v1/posts', {
    text, media_ids, tags: products.map((each, at) => ({ product_id: each.id, x: 0.3 + 0.2 * at, y: 0.4 })),
  }, { token });
}

// A guest's (or a member's) cart with the lines in it. Gives {id, access}.
export async function cart(shop, lines, options = {}) {
  const made = await shop.must(201, 'POST', '/v1/carts', {}, options);
  for (const [variant_id, quantity] of lines) {
    await shop.must(201, 'POST', `/v1/carts/${made.id}/lines`, { variant_id, quantity }, { ...options, access: made.access_token });
  }
  return { id: made.id, access: made.access_token };
}

export const checkoutBody = (email = 'guest@example.com', token = 'ok') => ({
  email, shipping_address: address, shipping_option: 'standard', payment: { provider: 'test', token },
});

export const checkout = (shop, bag, { email, payment = 'ok', ...options } = {}) =>
  shop.post(`/v1/carts/${bag.id}/checkout`, checkoutBody(email, payment), { access: bag.access, ...options });

// All pages of a list.
export async function everything(shop, path, options) {
  const items = [];
  for (let cursor = ''; ;) {
    const page = await shop.must(200, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`, undefined, options);
    items.push(...page.items);
    if (!page.next_cursor) return items;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
}

// The ledger of a variant must explain its stock: sums equal balances, nothing is ever below zero.
export async function ledgerProblems(shop, variant, { onHand, reserved = 0 }) {
  const entries = await everything(shop, `/v1/admin/variants/${variant}/ledger`, { token: shop.owner });
  const sum = (field) => entries.reduce((total, each) => total + each[field], 0);
  const problems = [];
  if (sum('delta_on_hand') !== onHand) problems.push(`the ledger sums to ${sum('delta_on_hand')} on hand, not ${onHand}`);
  if (sum('delta_reserved') !== reserved) problems.push(`the ledger sums to ${sum('delta_reserved')} reserved, not ${reserved}`);
  for (const each of entries) {
    if (each.balance_on_hand < 0 || each.balance_reserved < 0) problems.push(`below zero: ${JSON.stringify(each)}`);
  }
  return problems;
}
