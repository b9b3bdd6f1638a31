// The shopper's bag: one cart on the server, its key on this device.
import { ApiError } from '$shared/api/client';
import { carts, type CartKey } from '$shared/api/shop';
import { track } from '$shared/analytics';
import { wordsFor } from '$shared/errors';
import { t } from '$shared/i18n/index.svelte';
import { toast } from '$shared/toast.svelte';
import type { CartLine, CartView, LineSource } from '$shared/types';
import { fitted, shownCurrency } from '../app/currency';
import { navigate } from '../app/router.svelte';
import { session } from '../app/session.svelte';
import { keepCartKey, keptOrders, readCartKey } from './keys';
import { withQuantity } from './rules';

interface Bag {
  key: CartKey | null;
  cart: CartView | null;
  status: 'unknown' | 'loading' | 'ready' | 'failed';
  busy: boolean;
  open: boolean;
}

export const bag = $state<Bag>({ key: null, cart: null, status: 'unknown', busy: false, open: false });

const isGone = (error: unknown) =>
  error instanceof ApiError && (error.status === 404 || error.code === 'orders.cart_ordered');

const noBagPlace = 'plaza.no_bag';

function forget(): void {
  bag.key = null;
  bag.cart = null;
  keepCartKey(null);
}

export async function loadBag(): Promise<void> {
  bag.key = readCartKey();
  if (!bag.key) return claimBag();
  bag.status = bag.cart ? bag.status : 'loading';
  try {
    bag.cart = await fitted(bag.key, await carts.get(bag.key));
    bag.status = 'ready';
    sayOrdered(bag.key.id);
  } catch (error) {
    if (isGone(error)) {
      sayOrdered(bag.key.id);
      forget();
    }
    bag.status = isGone(error) ? 'ready' : 'failed';
  }
}

/** The bag was ordered and nobody heard how its payment ended (a closed browser, say): the order's page knows. */
export function sayOrdered(cart: string): void {
  const order = keptOrders().find((each) => each.cart?.id === cart);
  if (!order || location.pathname.startsWith('/orders')) return;
  toast(t('pay.bag_ordered', { number: order.number }), { action: { label: t('see_order'), run: () => void navigate(`/orders/${order.id}`) } });
}

/** Someone signed in has one bag everywhere: the server joins what this device gathered to it. */
export async function claimBag(): Promise<void> {
  // Asked once a visit: an account without a bag stays so until something is put into one.
  const asked = sessionStorage.getItem(noBagPlace) === session.account?.id && !bag.key;
  if (session.account && !asked) {
    try {
      const cart = await carts.current(bag.key?.token ?? null);
      if (!cart) {
        sessionStorage.setItem(noBagPlace, session.account.id);
        bag.status = 'ready';
        return;
      }
      bag.key = { id: cart.id, token: bag.key?.id === cart.id ? bag.key.token : null };
      bag.cart = await fitted(bag.key, cart);
      keepCartKey(bag.key);
    } catch {
      bag.status = 'failed';
    }
  }
  if (bag.status !== 'failed') bag.status = 'ready';
}

/** A cart apart from the bag, for buying one thing now. */
export async function openCart(variantId: string, quantity: number, source?: LineSource): Promise<{ key: CartKey; cart: CartView }> {
  const made = await carts.create(shownCurrency);
  const key = { id: made.id, token: made.access_token ?? null };
  return { key, cart: await carts.addLine(key, variantId, quantity, source) };
}

export interface BagItem {
  productId: string;
  variantId: string;
  quantity: number;
  title: string;
  source?: LineSource;
}

export async function addToBag(item: BagItem): Promise<boolean> {
  if (bag.busy) return false;
  bag.busy = true;
  try {
    bag.cart = await addOrRenew(item.variantId, item.quantity, item.source);
    bag.status = 'ready';
    track('Product Added', { product_id: item.productId, variant: item.variantId, quantity: item.quantity });
    toast(t('added_to_bag', { title: item.title }), { action: { label: t('see_bag'), run: () => (bag.open = true) } });
    return true;
  } catch (error) {
    toast(wordsFor(error), { kind: 'error' });
    return false;
  } finally {
    bag.busy = false;
  }
}

async function addOrRenew(variantId: string, quantity: number, source?: LineSource): Promise<CartView> {
  if (bag.key) {
    try {
      return await carts.addLine(bag.key, variantId, quantity, source);
    } catch (error) {
      if (!isGone(error)) throw error;
      forget();
    }
  }
  const { key, cart } = await openCart(variantId, quantity, source);
  bag.key = key;
  keepCartKey(key);
  return cart;
}

export async function setQuantity(line: CartLine, quantity: number): Promise<void> {
  if (!bag.key || !bag.cart || bag.busy) return;
  const before = bag.cart;
  bag.cart = withQuantity(before, line.id, quantity);
  bag.busy = true;
  try {
    bag.cart =
      quantity === 0 ? await carts.removeLine(bag.key, line.id) : await carts.setQuantity(bag.key, line.id, quantity);
    if (quantity === 0) {
      track('Product Removed', { product_id: line.product.id, variant: line.variant_id, quantity: line.quantity });
      toast(t('removed_from_bag', { title: line.product.title }), {
        action: { label: t('undo'), run: () => void putBack(line) },
      });
    }
  } catch (error) {
    bag.cart = before;
    toast(wordsFor(error), { kind: 'error' });
    if (isGone(error)) void loadBag();
  } finally {
    bag.busy = false;
  }
}

async function putBack(line: CartLine): Promise<void> {
  try {
    bag.cart = await addOrRenew(line.variant_id, line.quantity);
  } catch (error) {
    toast(wordsFor(error), { kind: 'error' });
  }
}

/** An order was given up before it was paid: what was in it is in the bag again, unless another bag was begun meanwhile. */
export async function takeBack(key: CartKey | undefined): Promise<void> {
  if (!key || (bag.key && bag.key.id !== key.id && (bag.cart?.lines.length ?? 0) > 0)) return;
  keepCartKey(key);
  await loadBag();
}

/** After checkout the cart is an order. */
export function emptied(cartId: string): void {
  if (bag.key?.id === cartId) forget();
}
