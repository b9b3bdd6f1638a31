// A shop whose money goes through a stand-in for Stripe, and the words to buy in it and to bring it Stripe's webhooks, signed by
// Stripe's own package.
import Stripe from 'stripe';
import { address, cart } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { StripeStandIn } from './stripe_stand_in.mjs';

export const secret = 'whsec_journeys';
export const stripe = new Stripe('sk_test_journeys');

export async function openShop(options = {}) {
  const bank = await StripeStandIn.open();
  const set = {
    'payments.stripe_secret_key': 'sk_test_journeys', 'payments.stripe_publishable_key': 'pk_test_journeys',
    'payments.stripe_webhook_secret': secret, 'payments.stripe_base_url': bank.url, 'payments.stripe_script_url': `${bank.url}/v3/`,
    'payments.deadline_ms': 1500,
    'payments.reconcile_after_ms': 2000, 'payments.look_after_ms': 1000, ...options.set,
  };
  try {
    return { shop: await Shop.open({ ...options, set }), bank };
  } catch (error) {
    bank.close();
    throw error;
  }
}

export const body = (method, email = 'guest@example.com') => ({
  email, shipping_address: address, shipping_option: 'standard', payment: { provider: 'stripe', token: method },
});

export async function buy(shop, piece, method, { key, email } = {}) {
  const bag = await cart(shop, [[piece.variant, 1]]);
  const reply = await shop.post(`/v1/carts/${bag.id}/checkout`, body(method, email), { access: bag.access, key });
  return { bag, reply, order: reply.body.order };
}

export const seen = (shop, order) => shop.must(200, 'GET', `/v1/orders/${order.id}`, undefined, { access: order.access_token });
export const confirm = (shop, order) => shop.post(`/v1/orders/${order.id}/payment/confirm`, {}, { access: order.access_token });

// One delivery of an event, as Stripe makes it.
export function deliver(shop, event, { with: key = secret, at = Math.floor(Date.now() / 1000), header, payload = JSON.stringify(event) } = {}) {
  const signature = header ?? stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp: at });
  return shop.post('/v1/webhooks/stripe', payload, { headers: { 'stripe-signature': signature }, type: 'application/json; charset=utf-8' });
}

export const eventOf = (bank, type, intent) => bank.events.find((each) => each.type === type && each.data.object.id === intent.id);

export const becomes = (shop, order, status) => until(`the order is ${status}`, async () => {
  const now = await seen(shop, order);
  return now.status === status && now;
}, { milliseconds: 20_000 });
