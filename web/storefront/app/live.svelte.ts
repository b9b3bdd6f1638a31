// What changes while one looks: the server's event stream. A product that sells out does so on every
// screen at once, whatever page or sheet shows it.
import { SvelteMap } from 'svelte/reactivity';
import { ApiError } from '$shared/api/client';
import { shop } from '$shared/api/shop';
import type { MoneyValue } from '$shared/types';
import { session } from './session.svelte';

export interface ProductNow {
  available: boolean;
  price?: MoneyValue;
}

const now = new SvelteMap<string, ProductNow>();
export const connection = $state({ online: typeof navigator === 'undefined' ? true : navigator.onLine });

// Products that stand on a screen of this visit, and how to ask for them.
const shown = new Map<string, string>();
const shownMax = 300;

export function availableNow(product: { id: string; handle: string; available: boolean }): boolean {
  if (!shown.has(product.id)) {
    shown.set(product.id, product.handle);
    const oldest = shown.keys().next().value;
    if (shown.size > shownMax && oldest !== undefined) shown.delete(oldest);
  }
  return now.get(product.id)?.available ?? product.available;
}

export function priceNow(product: { id: string; price: MoneyValue }): MoneyValue {
  return now.get(product.id)?.price ?? product.price;
}

/** Fresh facts from a page just fetched replace what the stream said before. */
export function learn(product: { id: string; available: boolean }): void {
  now.set(product.id, { available: product.available });
}

const listeners = new Set<(id: string) => void>();
/** Calls back when a product changed; returns the way to stop. */
export function onProductChange(run: (id: string) => void): () => void {
  listeners.add(run);
  return () => listeners.delete(run);
}

function productChanged(text: string): void {
  const change = JSON.parse(text) as { id?: string; available?: boolean; price?: MoneyValue };
  if (!change.id || typeof change.available !== 'boolean') return;
  now.set(change.id, { available: change.available, price: change.price });
  for (const run of listeners) run(change.id);
}

// The stream tells of single variants. Whether the product as a whole can still be bought is asked of the
// server, once for a burst of news, and not by every open page in the same moment.
const asking = new Set<string>();

async function ask(id: string, handle: string): Promise<void> {
  try {
    const product = await shop.product(handle);
    now.set(id, { available: product.available, price: product.price });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) now.set(id, { available: false });
  }
}

function stockChanged(text: string): void {
  const change = JSON.parse(text) as { product_id?: string; available?: boolean };
  const id = change.product_id;
  const handle = id && shown.get(id);
  if (!id || !handle || asking.has(id)) return;
  const mayMatter = change.available !== (now.get(id)?.available ?? true);
  asking.add(id);
  setTimeout(
    () => {
      asking.delete(id);
      const asked = mayMatter ? ask(id, handle) : Promise.resolve();
      void asked.then(() => listeners.forEach((run) => run(id)));
    },
    100 + Math.random() * 250,
  );
}

let source: EventSource | null = null;
let failures = 0;

function connect(): void {
  source?.close();
  source = new EventSource('/v1/stream');
  source.onopen = () => (failures = 0);
  source.addEventListener('product', (event) => productChanged((event as MessageEvent<string>).data));
  source.addEventListener('stock', (event) => stockChanged((event as MessageEvent<string>).data));
  source.addEventListener('notification', () => (session.unread += 1));
  source.onerror = () => {
    // CLOSED means the browser gave up (an error status); it reconnects by itself otherwise.
    if (source?.readyState !== EventSource.CLOSED) return;
    failures += 1;
    setTimeout(connect, Math.min(60_000, 2_000 * 2 ** failures));
  };
}

export function startLive(): void {
  addEventListener('online', () => (connection.online = true));
  addEventListener('offline', () => (connection.online = false));
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => event.persisted && connect());
  connect();
}
