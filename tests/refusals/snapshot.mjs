// Everything of a shop that a refused request could have changed, as staff and the owners of carts see it.
import { everything } from '../kit/seed.mjs';

// `bags` are carts whose contents count: {id, access, token}. `variants` are those whose ledger counts.
export async function snapshot(shop, { variants, members, bags = [] }) {
  const staff = { token: shop.owner };
  const all = (path) => everything(shop, path, staff);
  const one = (path, options = staff) => shop.must(200, 'GET', path, undefined, options);
  const orders = await all('/v1/admin/orders');
  const lists = ['stock', 'discounts', 'gift_cards', 'returns', 'claims', 'drops', 'price_lists', 'tax_zones', 'shipping_zones', 'customer_groups',
    'incoming', 'locations', 'products'];
  const [details, ledgers, credits, carts, policy, parked, currencies, ...read] = await Promise.all([
    Promise.all(orders.map((each) => one(`/v1/admin/orders/${each.id}`))),
    Promise.all(variants.map((each) => all(`/v1/admin/variants/${each}/ledger`))),
    Promise.all(members.map((each) => one(`/v1/admin/accounts/${each}/store_credit`))),
    Promise.all(bags.map(({ id, access, token }) => one(`/v1/carts/${id}`, { access, token }))),
    one('/v1/admin/return_policy'), one('/v1/admin/payments/parked'), one('/v1/admin/currencies'),
    ...lists.map((each) => all(`/v1/admin/${each}`)),
  ]);
  const said = Object.fromEntries(lists.map((name, at) => [name, read[at]]));
  for (const drop of said.drops) delete drop.now;
  return { details, ledgers, credits, carts, policy, parked, currencies, ...said };
}

// The same, without what a payment that came to nothing may leave behind: two entries of stock that cancel each other, and the
// payment that is parked for a person to look at.
export function balances({ ledgers, parked, ...rest }) {
  const sum = (entries, field) => entries.reduce((total, each) => total + each[field], 0);
  return { ...rest, ledgers: ledgers.map((entries) => [sum(entries, 'delta_on_hand'), sum(entries, 'delta_reserved')]) };
}
