// Products, search, cart, checkout and orders.
import { api, ApiError, type RequestOptions } from './client';
import { dropTickets } from './drop_tickets';
import type {
  Address,
  CartView,
  CheckoutAnswer,
  CheckoutRequest,
  CollectionPage,
  CollectionView,
  ComparisonView,
  LineSource,
  OrderView,
  Page,
  PostView,
  ProductCard,
  ProductPage,
  SearchResult,
  ShippingOption,
  StoreCreditView,
  Suggestion,
  Trend,
} from '../types';

const e = encodeURIComponent;

export type ProductSort = 'relevance' | 'newest' | 'price_asc' | 'price_desc' | 'popular';

export interface ProductQuery {
  q?: string;
  collection?: string;
  sort?: ProductSort;
  limit?: number;
  cursor?: string | null;
}

/** What a viewer's segment says at the top of the shop page. */
export interface ShopHero {
  title: string;
  text: string;
  landing: string | null;
}

export const shop = {
  products: (query: ProductQuery) => api.get<Page<ProductCard>>('/v1/products', { query: { ...query } }),
  comparison: (handles: readonly string[]) => api.get<ComparisonView>('/v1/comparison', { query: { products: handles.join(',') } }),
  product: (handle: string) => api.get<ProductPage>(`/v1/products/${e(handle)}`),
  productPosts: (handle: string, cursor?: string | null) =>
    api.get<Page<PostView>>(`/v1/products/${e(handle)}/posts`, { query: { limit: 12, cursor } }),
  /** One mail when it is back; without an address to the account's. */
  tellWhenBack: (variantId: string, email?: string) =>
    api.post<unknown>(`/v1/variants/${e(variantId)}/alerts`, email ? { email } : {}),
  saveProduct: (id: string, saved: boolean) =>
    saved ? api.put<unknown>(`/v1/products/${e(id)}/save`) : api.delete<unknown>(`/v1/products/${e(id)}/save`),
  savedProducts: (cursor?: string | null) =>
    api.get<Page<ProductCard>>('/v1/me/saved_products', { query: { limit: 40, cursor } }),
  collections: () => api.get<Page<CollectionView> & { hero?: ShopHero | null }>('/v1/collections', { query: { limit: 100 } }),
  collection: (handle: string) => api.get<CollectionPage>(`/v1/collections/${e(handle)}`),

  search: (q: string, kind: string, limit = 12) =>
    api.get<SearchResult>('/v1/search', { query: { q, kind, limit } }),
  suggestions: (q: string, signal?: AbortSignal) =>
    api.get<Page<Suggestion>>('/v1/search/suggestions', { query: { q }, signal }),
  trends: () => api.get<Page<Trend>>('/v1/search/trends'),
};

/** A cart and, for a guest, the key that opens it. */
export interface CartKey {
  id: string;
  token: string | null;
}

const at = (cart: CartKey, rest = '') => `/v1/carts/${e(cart.id)}${rest}`;
const opened = (cart: CartKey): RequestOptions => ({ accessToken: cart.token });
/** Where it goes decides what it costs. */
export interface Destination {
  country: string;
  region?: string | null;
  shipping_option?: string;
}

export const carts = {
  create: (currency?: string) => api.post<CartView>('/v1/carts', currency ? { currency } : undefined),
  chooseCurrency: (cart: CartKey, currency: string) => api.patch<CartView>(at(cart), { currency }, opened(cart)),
  current: async (token: string | null) => (await api.get<Page<CartView>>('/v1/carts', { accessToken: token })).items[0] ?? null,
  get: (cart: CartKey) => api.get<CartView>(at(cart), opened(cart)),
  addLine: (cart: CartKey, variant_id: string, quantity: number, source?: LineSource) =>
    api.post<CartView>(at(cart, '/lines'), source ? { variant_id, quantity, source } : { variant_id, quantity }, {
      ...opened(cart),
      headers: dropTickets(),
    }),
  setQuantity: (cart: CartKey, line: string, quantity: number) =>
    api.patch<CartView>(at(cart, `/lines/${e(line)}`), { quantity }, { ...opened(cart), headers: dropTickets() }),
  removeLine: (cart: CartKey, line: string) => api.delete<CartView>(at(cart, `/lines/${e(line)}`), opened(cart)),
  addCode: (cart: CartKey, code: string) => api.post<CartView>(at(cart, '/codes'), { code }, opened(cart)),
  removeCode: (cart: CartKey, code: string) => api.delete<CartView>(at(cart, `/codes/${e(code)}`), opened(cart)),
  addGiftCard: (cart: CartKey, code: string) => api.post<CartView>(at(cart, '/gift_cards'), { code }, opened(cart)),
  removeGiftCard: (cart: CartKey, id: string) => api.delete<CartView>(at(cart, `/gift_cards/${e(id)}`), opened(cart)),
  useStoreCredit: (cart: CartKey, use_store_credit: boolean) => api.patch<CartView>(at(cart), { use_store_credit }, opened(cart)),
  shippingOptions: (cart: CartKey, to?: Destination) =>
    api.get<Page<ShippingOption>>(at(cart, '/shipping_options'), { ...opened(cart), query: to && { country: to.country, region: to.region } }),
  /** What it costs there: taxes and delivery of that place, and what is left to pay. */
  quote: (cart: CartKey, to: Destination) => api.get<CartView>(at(cart, '/quote'), { ...opened(cart), query: { ...to } }),
  reserve: (cart: CartKey) => api.post<CartView>(at(cart, '/reservation'), {}, opened(cart)),
  checkout: (cart: CartKey, body: CheckoutRequest, idempotencyKey: string) =>
    api.post<CheckoutAnswer>(at(cart, '/checkout'), body, {
      ...opened(cart),
      headers: dropTickets(),
      idempotencyKey,
      timeoutMs: 30_000,
    }),
};

/** What the shop owes somebody signed in; nothing where it has no such books. */
export async function storeCredit(): Promise<StoreCreditView | null> {
  try {
    return await api.get<StoreCreditView>('/v1/me/store_credit', { query: { limit: 1 } });
  } catch (error) {
    if (error instanceof ApiError && error.status > 0 && error.status < 500) return null;
    throw error;
  }
}

export const orders = {
  list: (cursor?: string | null) => api.get<Page<OrderView>>('/v1/orders', { query: { limit: 20, cursor } }),
  get: (id: string, accessToken: string | null) => api.get<OrderView>(`/v1/orders/${e(id)}`, { accessToken }),
  cancel: (id: string, accessToken: string | null, reason: string, version?: number) =>
    api.post<OrderView>(`/v1/orders/${e(id)}/cancel`, { reason, version }, { accessToken }),
  changeAddress: (id: string, accessToken: string | null, shipping_address: Address, version?: number) =>
    api.patch<OrderView>(`/v1/orders/${e(id)}`, { shipping_address, version }, { accessToken }),
  confirmPayment: (id: string, accessToken: string | null) =>
    api.post<CheckoutAnswer>(`/v1/orders/${e(id)}/payment/confirm`, {}, { accessToken, timeoutMs: 30_000 }),
  /** The shopper does not want to pay any more: the order that waits is given up, its bag open again. */
  giveUpPayment: (id: string, accessToken: string | null) =>
    api.post<CheckoutAnswer>(`/v1/orders/${e(id)}/payment/cancel`, {}, { accessToken, timeoutMs: 30_000 }),
  /** Pays what an edit made dearer. Without a token the provider's form asks for the card. */
  pay: (id: string, accessToken: string | null, provider: string, token: string | undefined, idempotencyKey: string) =>
    api.post<CheckoutAnswer>(`/v1/orders/${e(id)}/payment`, { provider, token }, { accessToken, idempotencyKey, timeoutMs: 30_000 }),
};
