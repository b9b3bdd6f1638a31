// Where the keys to a guest's cart and orders are kept on this device.
import type { CartKey } from '$shared/api/shop';

const cartPlace = 'plaza.cart';
const ordersPlace = 'plaza.orders';
const ordersKept = 50;

function read<T>(place: string, fallback: T): T {
  try {
    return (JSON.parse(localStorage.getItem(place) ?? 'null') as T | null) ?? fallback;
  } catch {
    return fallback;
  }
}

export const readCartKey = (): CartKey | null => read<CartKey | null>(cartPlace, null);

export function keepCartKey(key: CartKey | null): void {
  if (key) localStorage.setItem(cartPlace, JSON.stringify(key));
  else localStorage.removeItem(cartPlace);
}

export interface KeptOrder {
  id: string;
  number: string;
  token: string | null;
  placed_at: string;
  /** The bag it came from, while it waits for its payment: given up, that is there again. */
  cart?: CartKey;
}

export const keptOrders = (): KeptOrder[] => read<KeptOrder[]>(ordersPlace, []);

export function keepOrder(order: KeptOrder): void {
  const others = keptOrders().filter((each) => each.id !== order.id);
  localStorage.setItem(ordersPlace, JSON.stringify([order, ...others].slice(0, ordersKept)));
}

export function forgetOrder(id: string): void {
  localStorage.setItem(ordersPlace, JSON.stringify(keptOrders().filter((each) => each.id !== id)));
}

export const keptOrder = (id: string): KeptOrder | null => keptOrders().find((each) => each.id === id) ?? null;

export const orderToken = (id: string): string | null => keptOrders().find((each) => each.id === id)?.token ?? null;
