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
  const together = await talkTogether(shop, author, vase);
  return { ...together, talk, author, vase, lamp, bought, back, claim, discount, drop, list, card };
}

// A group with what stands in one, two members who write to each other, an article of help, and a piece that waits for a moderator.
async function talkTogether(shop, author, vase) {
  const staff = { token: shop.owner };
  const mine = { token: author.token };
  const other = await member(shop, 'Bartholomäus Wintergartenstuhl');
  const group = await shop.must(201, 'POST', '/v1/groups', {
    name: 'Glasurfreunde und Nachttischlampen', about: 'What happens in the kiln. '.repeat(8), rules: '1. Be kind.\n2. No selling.', visibility: 'public',
    subject: { kind: 'interest', ref: 'glaze' }, tags: ['glaze', 'care'],
  }, { ...staff, key: 'the-group' });
  for (const each of [author, other]) await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: each.token });
  await shop.must(200, 'PUT', `/v1/groups/${group.slug}/members/${author.handle}`, { role: 'moderator' }, staff);
  const said = (body, key) => shop.must(201, 'POST', `/v1/groups/${group.slug}/discussions`, body, { ...staff, key });
  const asked = await said({ kind: 'question', title: `Does the Nachttischlampenschirmhalterung ${'really '.repeat(8)}hold?`, text: `/products/${vase.handle} does.`, tags: ['care'] }, 'a-question');
  const answer = await shop.must(201, 'POST', `/v1/discussions/${asked.id}/replies`, { text: 'It does. '.repeat(30) }, { token: other.token, key: 'an-answer' });
  await shop.must(200, 'PUT', `/v1/discussions/${asked.id}/accepted`, { reply_id: answer.id }, staff);
  const poll = await said({ kind: 'discussion', title: 'Which glaze comes next?', text: '', poll: { options: ['Celadon of the Nachttischlampenschirmhalterung', 'Tenmoku'] } }, 'a-poll');
  const when = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = await shop.must(201, 'POST', `/v1/groups/${group.slug}/events`, { title: 'Open studio', text: 'Bring a mug.', place: 'Donaudampfschifffahrtsgesellschaftsstraße 12', starts_at: when(48), ends_at: when(50) }, { ...staff, key: 'an-event' });
  const letter = await shop.must(201, 'POST', '/v1/messages/threads', { handle: author.handle, client_id: 'the-first-words', text: `May I ask ${'something '.repeat(20)}?` }, { token: other.token });
  await shop.must(200, 'POST', `/v1/messages/threads/${letter.id}/accept`, undefined, mine);
  const { sections } = await shop.must(200, 'GET', '/v1/admin/help/settings', undefined, staff);
  const article = await shop.must(201, 'POST', '/v1/admin/help/articles', {
    handle: 'glaze', section: sections[0].code, title: 'How a glaze is cared for', text: 'By hand, **always**.', title_vi: 'Chăm sóc men', text_vi: 'Luôn rửa tay.',
  }, staff);
  await shop.must(200, 'PUT', `/v1/admin/help/articles/${article.id}/status`, { version: article.version, status: 'published' }, staff);
  await shop.must(201, 'POST', '/v1/reports', { kind: 'reply', id: answer.id, reason: 'spam', note: 'Again and again.' }, mine);
  const { items: [held] } = await shop.must(200, 'GET', '/v1/admin/moderation/cases', undefined, staff);
  return { group, asked, poll, event, letter, article, held };
}
