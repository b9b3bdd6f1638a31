// One checkout, from the address to the order, wherever its sheet stands.
import { ApiError } from '$shared/api/client';
import { carts, orders, type CartKey } from '$shared/api/shop';
import { track } from '$shared/analytics';
import { codeOf, fieldsOf, wordsFor } from '$shared/errors';
import { currentLocale, t } from '$shared/i18n/index.svelte';
import type { CartView, OrderView, ShippingOption } from '$shared/types';
import { session } from '../app/session.svelte';
import { brand } from '../app/boot';
import { navigate } from '../app/router.svelte';
import { forgetOrder, keepOrder } from '../bag/keys';
import { bag, emptied, sayOrdered } from '../bag/bag.svelte';
import { dueOf, soldOutLines, totalWith } from '../bag/rules';
import {
  cleaned,
  forgetContact,
  likelyCountry,
  problemsOf,
  rememberContact,
  rememberedContact,
  type Contact,
} from './address';
import { Attempt } from './attempt';
import type { FormPhase } from './stripe/form';

export type Step = 'address' | 'delivery' | 'payment' | 'done';
export const steps: readonly Step[] = ['address', 'delivery', 'payment'];

export class Checkout {
  step = $state<Step>('address');
  cart = $state() as CartView;
  contact = $state() as Contact;
  options = $state<ShippingOption[]>([]);
  optionId = $state('');
  /** The cart as it costs at its destination, once that is known. */
  quote = $state<CartView | null>(null);
  token = $state('ok');
  errors = $state<Record<string, string>>({});
  /** What stands in the way of this step as a whole. */
  trouble = $state<{ code: string; text: string } | null>(null);
  busy = $state(false);
  order = $state<OrderView | null>(null);
  /** Who takes the money: stripe by its form, test by what is chosen above. */
  provider = $state(brand.payment_providers?.[0] ?? 'test');
  phase = $state<FormPhase>('loading');
  /** Placed, and not paid yet: the form pays this one, however often it is tried. */
  waiting = $state<{ order: OrderView; secret: string } | null>(null);
  readonly key: CartKey;
  readonly #attempt = new Attempt();

  constructor(key: CartKey, cart: CartView) {
    this.key = key;
    this.cart = cart;
    this.contact = rememberedContact(likelyCountry(navigator.languages, currentLocale()));
    if (!this.contact.email && session.account?.email) this.contact.email = session.account.email;
    if (Object.keys(problemsOf(this.contact)).length === 0) void this.toDelivery();
    track('Checkout Started', { order_id: cart.id, value: cart.totals.total.amount });
    void this.reserve();
  }

  get option(): ShippingOption | null {
    return this.options.find((each) => each.id === this.optionId) ?? null;
  }
  /** The cart with what is known of its costs so far. */
  get priced(): CartView {
    return this.quote ?? this.cart;
  }
  get total() {
    return totalWith(this.priced.totals, this.option?.price ?? null);
  }
  /** What is left to pay with money. */
  get due() {
    return dueOf(this.priced, this.option?.price ?? null);
  }
  get soldOut() {
    return soldOutLines(this.cart);
  }

  /** Holds the pieces for ten minutes. Without it one may still buy: it just is not promised. */
  async reserve(): Promise<void> {
    try {
      this.cart = await carts.reserve(this.key);
    } catch (error) {
      if (codeOf(error) === 'inventory.out_of_stock') await this.#lost(error);
    }
  }

  async toDelivery(): Promise<void> {
    const wrong = problemsOf(this.contact);
    this.errors = Object.fromEntries(Object.entries(wrong).map(([field, key]) => [field, t(key)]));
    if (Object.keys(wrong).length > 0 || this.busy) return;
    rememberContact($state.snapshot(this.contact));
    this.busy = true;
    this.trouble = null;
    try {
      const { country, region } = this.contact.address;
      this.options = (await carts.shippingOptions(this.key, { country, region })).items;
      this.optionId = this.option?.id ?? this.options[0]?.id ?? '';
      this.step = 'delivery';
    } catch (error) {
      this.trouble = { code: codeOf(error), text: wordsFor(error) };
      this.step = 'address';
    } finally {
      this.busy = false;
    }
  }

  async toPayment(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = null;
    await this.requote();
    this.busy = false;
    this.step = 'payment';
  }

  /** Asks what it costs where it goes. Without an answer the sums of the bag stand, and checkout has the last word. */
  async requote(): Promise<void> {
    const { country, region } = this.contact.address;
    try {
      this.quote = await carts.quote(this.key, { country, region, shipping_option: this.optionId });
    } catch {
      this.quote = null;
    }
  }

  /** Codes, cards or credit changed. */
  async changed(cart: CartView): Promise<void> {
    this.cart = cart;
    if (bag.key?.id === this.key.id) bag.cart = cart;
    this.quote = null;
    await this.requote();
  }

  back(): Promise<void> {
    return this.to(this.step === 'payment' ? 'delivery' : 'address');
  }

  /** To an earlier step: an order that waits for its payment is given up first, for it would be another one then. */
  async to(step: Step): Promise<void> {
    if (this.busy || this.phase === 'paying' || !(await this.giveUp())) return;
    this.trouble = null;
    this.step = step;
  }

  forget(): void {
    forgetContact();
    this.contact = rememberedContact(this.contact.address.country);
    this.step = 'address';
  }

  /** Another way to pay: an order that waits for the first one is given up. */
  async payBy(provider: string): Promise<void> {
    if (await this.giveUp()) this.provider = provider;
    this.phase = 'loading';
  }

  get byForm(): boolean {
    return this.provider === 'stripe' && this.due.amount > 0;
  }
  get formReady(): boolean {
    return !this.byForm || this.phase === 'ready' || this.phase === 'paying';
  }

  #request() {
    const { email, address } = cleaned($state.snapshot(this.contact));
    const token = this.byForm ? {} : { token: this.token };
    return {
      email,
      shipping_address: address,
      shipping_option: this.optionId,
      ...(this.due.amount > 0 ? { payment: { provider: this.provider, ...token } } : {}),
      ...(this.quote?.amount_due ? { amount_due: $state.snapshot(this.quote.amount_due) } : {}),
      return_url: `${location.origin}/orders?paying=1`,
    };
  }

  /** Places the order that the provider's form pays then. Again while it waits: the same one. */
  async begin(): Promise<{ secret: string; back: string } | null> {
    this.trouble = null;
    const backTo = (order: OrderView) => `${location.origin}/orders/${order.id}?paying=1`;
    if (this.waiting) return { secret: this.waiting.secret, back: backTo(this.waiting.order) };
    const body = this.#request();
    this.busy = true;
    try {
      const { order, payment } = await carts.checkout(this.key, body, this.#attempt.keyFor(body));
      this.#attempt.settled();
      const secret = payment?.action?.client_secret;
      if (!secret) {
        this.#placed(order);
        return null;
      }
      this.#keep(order, this.key);
      this.waiting = { order, secret };
      return { secret, back: backTo(order) };
    } catch (error) {
      await this.#refused(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** The form is through with it, or does not know: the shop says how the payment stands. */
  async ended(how: 'paid' | 'unsure'): Promise<void> {
    const waiting = this.waiting;
    if (!waiting) return;
    this.busy = true;
    try {
      const { order } = await orders.confirmPayment(waiting.order.id, this.#tokenOf(waiting.order));
      if (order.status !== 'placed') this.#placed(order);
    } catch (error) {
      if (codeOf(error) === 'payment.declined') this.#givenUp(waiting.order);
      // Said yes in the form, and the shop cannot say yet: the order's page goes on asking.
      else if (how === 'paid') {
        emptied(this.key.id);
        await navigate(`/orders/${waiting.order.id}?paying=1`);
        return;
      }
      this.trouble = { code: codeOf(error), text: wordsFor(error) };
    } finally {
      this.busy = false;
    }
  }

  /** Whether nothing waits any more. */
  async giveUp(): Promise<boolean> {
    const waiting = this.waiting;
    if (!waiting) return true;
    this.busy = true;
    try {
      const { order } = await orders.giveUpPayment(waiting.order.id, this.#tokenOf(waiting.order));
      if (order.status === 'dropped') {
        this.#givenUp(waiting.order);
        return true;
      }
      this.#placed(order);
    } catch (error) {
      this.trouble = { code: codeOf(error), text: wordsFor(error) };
    } finally {
      this.busy = false;
    }
    return false;
  }

  /** The sheet was closed. */
  leave(): void {
    if (this.waiting && !this.busy && this.phase !== 'paying') void this.giveUp();
  }

  #tokenOf(order: OrderView): string | null {
    // Only the answer that placed it tells its key.
    return order.access_token ?? this.waiting?.order.access_token ?? this.key.token;
  }

  #givenUp(order: OrderView): void {
    forgetOrder(order.id);
    this.waiting = null;
  }

  async pay(): Promise<void> {
    if (this.busy) return;
    const body = this.#request();
    this.busy = true;
    this.trouble = null;
    try {
      const { order, payment } = await carts.checkout(this.key, body, this.#attempt.keyFor(body));
      this.#attempt.settled();
      this.#placed(order);
      // The bank wants to see the shopper: it sends them back to the order.
      const elsewhere = payment?.action?.redirect_url;
      if (elsewhere) location.assign(elsewhere);
    } catch (error) {
      await this.#refused(error);
    } finally {
      this.busy = false;
    }
  }

  #keep(order: OrderView, cart?: CartKey): void {
    keepOrder({ id: order.id, number: order.number, token: this.#tokenOf(order), placed_at: order.placed_at, ...(cart ? { cart } : {}) });
  }

  #placed(order: OrderView): void {
    this.#keep(order);
    this.waiting = null;
    emptied(this.key.id);
    this.order = order;
    this.step = 'done';
  }

  async #refused(error: unknown): Promise<void> {
    const status = error instanceof ApiError ? error.status : 0;
    // No reply, or a server in trouble: the same key asks "did it work?" the next time.
    if (status >= 400 && status < 500) this.#attempt.settled();
    if (codeOf(error) === 'inventory.out_of_stock') return this.#lost(error);
    if (codeOf(error) === 'orders.cart_ordered') sayOrdered(this.key.id);
    // A code ended, a card was spent elsewhere, a price changed: the sums are told anew before anything is paid.
    if (/^(promotions|credit|orders\.total)/.test(codeOf(error))) await this.#recount();
    this.trouble = { code: codeOf(error), text: wordsFor(error) };
    const fields = fieldsOf(error);
    this.errors = fields;
    if (Object.keys(fields).some((field) => field === 'email' || field.startsWith('shipping_address'))) this.step = 'address';
  }

  async #recount(): Promise<void> {
    try {
      await this.changed(await carts.get(this.key));
    } catch {
      // The message says enough.
    }
  }

  async #lost(error: unknown): Promise<void> {
    this.trouble = { code: 'inventory.out_of_stock', text: wordsFor(error) };
    try {
      this.cart = await carts.get(this.key);
    } catch {
      // The message says enough.
    }
  }
}
