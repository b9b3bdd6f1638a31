// A shop with something in every room of the studio and on every page of the shop.
import { cart, checkout, media, member, post, product } from './seed.mjs';

const eur = (amount) => ({ amount, currency: 'EUR' });

// Words are long and prices have eight digits, so that what is too narrow shows.
export async function furnish(shop) {
  const staff = { token: shop.owner };
  const make = (path, body) => shop.must(201, 'POST', `/v1/admin/${path}`, body, staff);
  const author = await member(shop, 'Mai Kiln');
  const fact = (label, value) => ({ key: label.toLowerCase(), label, value, direction: 'more' });
  const vase = await product(shop, 'Sage Vase', { more: { description_html: '<p>Stoneware.</p>', attributes: [fact('Volume', '0.35 l'), fact('Warranty', '2 years')] } });
  const lamp = await product(shop, 'Nachttischlampenschirmhalterung', { amount: 12_345_678, more: { attributes: [fact('Volume', '0.5 l')] } });
  const moon = await product(shop, 'Moon Vase', { stock: 5 });
  const shown = await media(shop, author.token);
  await post(shop, author.token, { text: 'Morning light #clay', media_ids: [shown.id], products: [vase] });
  const bought = (await checkout(shop, await cart(shop, [[vase.variant, 2], [lamp.variant, 1]], { token: author.token }),
    { email: author.email, token: author.token, key: 'pages' })).body.order;
  await shop.must(200, 'POST', `/v1/admin/orders/${bought.id}/fulfil`, { tracking: 'JJD 0099 8877 6655 4433' }, staff);
  await shop.must(200, 'POST', `/v1/admin/orders/${bought.id}/deliver`, {}, staff);
  const line = bought.lines[0].id;
  const back = await make(`orders/${bought.id}/returns`, { lines: [{ line_id: line, quantity: 1, reason: 'changed_mind' }] });
  const warranty = await shop.must(201, 'POST', `/v1/orders/${bought.id}/warranties`, { line_id: line }, { token: author.token });
  const claim = await shop.must(201, 'POST', `/v1/warranties/${warranty.id}/claims`, { problem: 'The glaze came off.' }, { token: author.token });
  const discount = await make('discounts', { title: 'Năm mới, bát mới: giảm giá mùa xuân', code: 'TET2027', kind: 'percent', percent_bp: 1_000, uses_max: 500 });
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const drop = await make('drops', { product_id: moon.id, opens_at: soon, joins_at: new Date(Date.now() - 60_000).toISOString(), quantity: 3 });
  await shop.must(200, 'POST', `/v1/admin/drops/${drop.id}/status`, { status: 'scheduled' }, staff);
  const list = await make('price_lists', { name: 'Wholesale', currency: 'EUR' });
  await shop.must(200, 'PUT', `/v1/admin/price_lists/${list.id}/entries`, { entries: [{ variant_id: lamp.variant, amount: 9_999_999 }] }, staff);
  await make('tax_zones', { name: 'Bundesrepublik Deutschland', countries: ['DE'], rates: [{ tax_class: 'standard', rate_ppm: 190_000 }] });
  await make('shipping_zones', { name: 'Everywhere', rates: [{ id: 'standard', name: 'Standard', price: 490, free_from: 5_000 }] });
  const card = await make('gift_cards', { amount: eur(5_000), note: 'raffle' });
  const talk = await shop.must(201, 'POST', '/v1/conversations', { topic: 'broken', text: `The Nachttischlampenschirmhalterung came in ${'two '.repeat(40)}pieces.` }, { token: author.token });
  await shop.must(201, 'POST', `/v1/admin/conversations/${talk.id}/answers`, { text: 'We are sorry.', then: 'open' }, staff);
  await shop.must(201, 'POST', `/v1/admin/conversations/${talk.id}/notes`, { text: 'The third one.' }, staff);
  return { talk, author, vase, lamp, bought, back, claim, discount, drop, list, card };
}
