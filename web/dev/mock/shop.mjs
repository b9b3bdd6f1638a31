import { availableOf, card, collectionList, page, people, posts, products } from './data.mjs';
import { on, paged, Refusal } from './http.mjs';
import { author, postView } from './social.mjs';

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
const found = (each, name) => each ?? (() => { throw new Refusal(404, `${name}.not_found`, 'Not found'); })();
const product = (handle) => found(products.find((each) => each.handle === handle), 'catalog');

on('GET', '/v1/products', ({ query }) => {
  const q = fold(query.get('q') ?? '');
  const collection = query.get('collection');
  const list = products.filter((each) => (!q || fold(each.title).includes(q)) && (!collection || each.collection_handles.includes(collection)));
  const by = { price_asc: (a, b) => a.price.amount - b.price.amount, price_desc: (a, b) => b.price.amount - a.price.amount }[query.get('sort')];
  return paged(by ? [...list].sort(by) : list, query, card);
});
on('GET', '/v1/products/{handle}', ({ params }) => page(product(params.handle)));
on('GET', '/v1/products/{handle}/posts', ({ params, query, cookies }) => {
  const { id } = product(params.handle);
  return paged(posts.filter((post) => post.tags.some((tag) => tag.product_id === id)), query, (post) => postView(post, cookies));
});
on('GET', '/v1/collections', ({ query }) => paged(collectionList, query));
on('GET', '/v1/collections/{handle}', ({ params, query }) => ({
  collection: found(collectionList.find((each) => each.handle === params.handle), 'catalog'),
  products: paged(products.filter((each) => each.collection_handles.includes(params.handle)), query, card),
}));
const savedProducts = new Set();
on('PUT', '/v1/products/{id}/save', ({ params }) => (savedProducts.add(params.id), { saved: true }));
on('DELETE', '/v1/products/{id}/save', ({ params }) => (savedProducts.delete(params.id), { saved: false }));
on('GET', '/v1/me/saved_products', ({ query }) => paged(products.filter((each) => savedProducts.has(each.id)), query, card));

on('GET', '/v1/search', ({ query, cookies }) => {
  const q = fold(query.get('q') ?? '');
  const limit = Number(query.get('limit') ?? 12);
  const section = (list, view) => ({ items: list.slice(0, limit).map(view), count_text: String(list.length) });
  return {
    products: section(products.filter((each) => fold(each.title).includes(q)), card),
    posts: section(posts.filter((each) => fold(each.text).includes(q)), (each) => postView(each, cookies)),
    people: section(people.filter((each) => fold(each.display_name + each.handle).includes(q)), (each) => ({ ...author(each.id), followers: each.followers, bio: each.bio })),
    corrected: null,
  };
});
on('GET', '/v1/search/suggestions', ({ query }) => {
  const q = fold(query.get('q') ?? '');
  const some = products.filter((each) => fold(each.title).includes(q)).slice(0, 5);
  return {
    items: [
      ...some.map((each) => ({ kind: 'product', text: each.title, url: `/products/${each.handle}`, image_url: each.image.url })),
      ...people.filter((each) => fold(each.handle).includes(q)).slice(0, 2).map((each) => ({ kind: 'person', text: each.display_name, url: `/@${each.handle}`, image_url: null })),
      { kind: 'query', text: query.get('q'), url: `/search?q=${encodeURIComponent(query.get('q'))}`, image_url: null },
    ],
    next_cursor: null,
  };
});
on('GET', '/v1/search/trends', () => ({
  items: [
    ['moon jar', 3],
    ['sage glaze', 1],
    ['table lamp', 4],
    ['#windowlight', 0],
    ['mug', 5],
    ['#battrang', 6],
  ].map(([text, number]) => ({ text, url: `/search?q=${encodeURIComponent(text)}`, image_url: products[number].image.url })),
  next_cursor: null,
}));

const carts = new Map();
const orders = [];
const keys = new Map();
const zero = (amount = 0) => ({ amount, currency: 'EUR' });
const variantOf = (id) => {
  for (const each of products) {
    const variant = each.variants.find((one) => one.id === id);
    if (variant) return { product: each, variant };
  }
  throw new Refusal(404, 'catalog.not_found', 'No such variant');
};
function cartView(cart, withToken = false) {
  const lines = cart.lines.map((line) => {
    const { product: each, variant } = variantOf(line.variant_id);
    return {
      ...line,
      product: { id: each.id, handle: each.handle, title: each.title, image: each.image },
      variant_title: variant.title,
      unit_price: variant.price,
      total: zero(variant.price.amount * line.quantity),
      available: variant.stock >= line.quantity,
      units_left: variant.stock <= 5 ? variant.stock : null,
    };
  });
  const subtotal = lines.reduce((sum, line) => sum + line.total.amount, 0);
  return {
    id: cart.id,
    ...(withToken ? { access_token: cart.token } : {}),
    currency: 'EUR',
    lines,
    totals: { subtotal: zero(subtotal), discount: zero(), shipping: null, tax: zero(Math.round(subtotal - subtotal / 1.2)), total: zero(subtotal) },
    reserved_until: cart.reserved_until ?? null,
  };
}
const cartOf = (id) => carts.get(id) ?? (() => { throw new Refusal(404, 'orders.no_cart', 'No such cart'); })();
on('POST', '/v1/carts', () => {
  const cart = { id: `crt_${carts.size + 1}`, token: crypto.randomUUID(), lines: [] };
  carts.set(cart.id, cart);
  return [201, cartView(cart, true)];
});
on('GET', '/v1/carts', () => ({ items: [], next_cursor: null }));
on('GET', '/v1/carts/{id}', ({ params }) => cartView(cartOf(params.id)));
on('POST', '/v1/carts/{id}/lines', ({ params, body }) => {
  const cart = cartOf(params.id);
  const { variant } = variantOf(body.variant_id);
  const line = cart.lines.find((each) => each.variant_id === body.variant_id);
  if (variant.stock < body.quantity + (line?.quantity ?? 0)) throw new Refusal(409, 'inventory.out_of_stock', 'Not enough left');
  if (line) line.quantity += body.quantity;
  else cart.lines.push({ id: `lin_${cart.lines.length}${Date.now() % 1000}`, variant_id: body.variant_id, quantity: body.quantity });
  return [201, cartView(cart)];
});
on('PATCH', '/v1/carts/{id}/lines/{line}', ({ params, body }) => {
  const cart = cartOf(params.id);
  const line = cart.lines.find((each) => each.id === params.line);
  if (variantOf(line.variant_id).variant.stock < body.quantity) throw new Refusal(409, 'inventory.out_of_stock', 'Not enough left');
  line.quantity = body.quantity;
  cart.lines = cart.lines.filter((each) => each.quantity > 0);
  return cartView(cart);
});
on('DELETE', '/v1/carts/{id}/lines/{line}', ({ params }) => {
  const cart = cartOf(params.id);
  cart.lines = cart.lines.filter((each) => each.id !== params.line);
  return cartView(cart);
});
on('GET', '/v1/carts/{id}/shipping_options', () => ({
  items: [
    { id: 'standard', name: 'Standard', price: zero(490), delivery_days_min: 3, delivery_days_max: 5 },
    { id: 'express', name: 'Express', price: zero(1290), delivery_days_min: 1, delivery_days_max: 2 },
  ],
  next_cursor: null,
}));
on('POST', '/v1/carts/{id}/reservation', ({ params }) => {
  const cart = cartOf(params.id);
  cart.reserved_until = new Date(Date.now() + 600_000).toISOString();
  return cartView(cart);
});
on('POST', '/v1/carts/{id}/checkout', async ({ params, body, request }) => {
  const key = request.headers['idempotency-key'];
  if (keys.has(key)) return [201, keys.get(key)];
  const cart = cartOf(params.id);
  const wrong = Object.entries({ email: body.email, 'shipping_address.name': body.shipping_address?.name, 'shipping_address.line1': body.shipping_address?.line1 })
    .filter(([, value]) => !value)
    .map(([field]) => ({ field, code: 'request.required', message: 'Please fill this in.' }));
  if (wrong.length) throw new Refusal(400, 'request.invalid', 'Some fields need a second look', wrong);
  if (body.payment.token === 'slow') await new Promise((done) => setTimeout(done, 2000));
  if (body.payment.token === 'declined') throw new Refusal(402, 'payment.declined', 'The card was declined');
  if (body.payment.token === 'error') throw new Refusal(502, 'payment.provider_failed', 'The payment provider failed');
  const view = cartView(cart);
  if (view.lines.some((line) => !line.available)) throw new Refusal(409, 'inventory.out_of_stock', 'Sold out');
  for (const line of cart.lines) variantOf(line.variant_id).variant.stock -= line.quantity;
  const shipping = body.shipping_option === 'express' ? 1290 : 490;
  const now = new Date().toISOString();
  const order = {
    id: `ord_${orders.length + 1}`,
    number: `#${1001 + orders.length}`,
    status: 'paid',
    placed_at: now,
    email: body.email,
    lines: view.lines.map(({ available, units_left, ...line }) => ({ ...line, sku: 'KL' })),
    totals: { ...view.totals, shipping: zero(shipping), total: zero(view.totals.total.amount + shipping) },
    shipping_address: body.shipping_address,
    shipping_option: { id: body.shipping_option, name: body.shipping_option === 'express' ? 'Express' : 'Standard' },
    payments: [{ id: 'pay_1', provider: 'test', status: 'captured', amount: zero(view.totals.total.amount + shipping) }],
    can_cancel: true,
    access_token: crypto.randomUUID(),
    history: [
      { at: now, status: 'placed', actor: 'customer' },
      { at: now, status: 'paid', actor: 'system' },
    ],
  };
  orders.unshift(order);
  carts.delete(cart.id);
  const reply = { order };
  keys.set(key, reply);
  return [201, reply];
});
const orderOf = (id) => found(orders.find((each) => each.id === id), 'orders');
on('GET', '/v1/orders', ({ query }) => paged(orders, query));
on('GET', '/v1/orders/{id}', ({ params }) => orderOf(params.id));
on('POST', '/v1/orders/{id}/cancel', ({ params }) => {
  const order = orderOf(params.id);
  Object.assign(order, { status: 'cancelled', can_cancel: false });
  order.history.push({ at: new Date().toISOString(), status: 'cancelled', actor: 'customer' });
  return order;
});
export { availableOf };
