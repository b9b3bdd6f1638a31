// Discounts, gift cards, store credit, drops, price lists, currencies, taxes and deliveries, as staff see them.
import { api, type RequestOptions } from '$shared/api/client';
import type { MoneyValue, Page } from '$shared/types';

const e = encodeURIComponent;
type Query = NonNullable<RequestOptions['query']>;

export type DiscountKind = 'percent' | 'amount' | 'buy_x_get_y' | 'free_shipping';
export type DiscountClass = 'product' | 'order' | 'shipping';
export interface Target {
  products: string[];
  collections: string[];
}
export interface BuyGet {
  buy_quantity: number;
  get_quantity: number;
  get: Target;
  off_bp: number;
  times_max: number;
}
export interface Discount {
  id: string;
  status: 'active' | 'disabled' | 'archived';
  class: DiscountClass;
  uses: number;
  version: number;
  created_at: string;
  updated_at: string;
  code: string;
  title: string;
  kind: DiscountKind;
  percent_bp: number;
  amount: MoneyValue | null;
  buy_get: BuyGet | null;
  shipping_price_max: MoneyValue | null;
  target: Target;
  excludes_sale: boolean;
  subtotal_min: MoneyValue | null;
  quantity_min: number;
  audience: string;
  first_order: boolean;
  starts_at: string | null;
  ends_at: string | null;
  uses_max: number | null;
  uses_per_person_max: number | null;
  priority: number;
  combines_with: DiscountClass[];
}

export interface CreditEntry {
  at: string;
  amount: MoneyValue;
  balance: MoneyValue;
  reason: string;
  reference: string;
  actor: string | null;
  note: string | null;
}
export interface GiftCard {
  id: string;
  last4: string;
  balance: MoneyValue;
  initial: MoneyValue;
  expires_at: string | null;
  status: 'active' | 'disabled' | 'expired';
  note: string;
  reference: string;
  version: number;
  created_at: string;
  code: string | null;
  entries: CreditEntry[];
}
export interface StoreCredit {
  balances: MoneyValue[];
  entries: CreditEntry[];
  next_cursor: string | null;
}

export type DropStatus = 'draft' | 'scheduled' | 'open' | 'paused' | 'closed';
export interface Drop {
  id: string;
  product_id: string;
  product_handle: string;
  title: string;
  mode: 'waiting_room' | 'raffle';
  status: DropStatus;
  sold_out: boolean;
  now: string;
  joins_at: string;
  opens_at: string;
  closes_at: string | null;
  opened_at: string | null;
  closed_at: string | null;
  quantity: number;
  per_person: number;
  waiting: number;
  rate_per_minute: number;
  admission_seconds: number;
  work_bits: number;
  seed_hash: string;
  seed: string | null;
  version: number;
  sold: number;
  admitted: number;
  bought: number;
  lapsed: number;
  sells_on: boolean;
  created_at: string;
}
export interface DropTicketRow {
  id: string;
  account_id: string | null;
  status: 'waiting' | 'admitted' | 'bought' | 'lapsed';
  early: boolean;
  rank: number | null;
  joined_at: string;
  admitted_at: string | null;
  admitted_until: string | null;
  bought_at: string | null;
  units: number;
}
export interface TaxClass {
  name: string;
  product_count: number;
  rates: { zone_id: string; zone_name: string; rate_ppm: number }[];
}
export interface DropMinute {
  at: string;
  joined: number;
  admitted: number;
  bought: number;
}
export interface DropLive {
  id: string;
  status: DropStatus;
  now: string;
  waiting: number;
  admitted: number;
  bought: number;
  lapsed: number;
  quantity: number;
  sold: number;
  left: number;
  joined_per_minute: number;
  admitted_per_minute: number;
  bought_per_minute: number;
  history: DropMinute[];
}

export interface PriceList {
  id: string;
  name: string;
  currency: string | null;
  customer_group_id: string | null;
  starts_at: string | null;
  ends_at: string | null;
  off_ppm: number;
  rounding_step: number;
  rounding_ending: number;
  enabled: boolean;
  state: 'active' | 'scheduled' | 'ended' | 'disabled';
  entry_count: number;
  version: number;
  created_at: string;
  updated_at: string;
}
export interface PriceEntry {
  product_id: string;
  variant_id: string | null;
  title: string;
  amount: MoneyValue | null;
  compare_at: MoneyValue | null;
  off_ppm: number | null;
}
export interface EntryInput {
  product_id?: string;
  variant_id?: string;
  amount?: number;
  compare_at?: number;
  off_ppm?: number;
  remove?: boolean;
}
export interface CustomerGroup {
  id: string;
  name: string;
  tax_exempt: boolean;
  member_count: number;
  version: number;
  created_at: string;
}
export interface CurrencyRule {
  currency: string;
  rate: string;
  rounding_step: number;
  rounding_ending: number;
}

export interface TaxZone {
  id: string;
  name: string;
  countries: string[];
  regions: string[];
  rates: { tax_class: string; rate_ppm: number }[];
  shipping_ppm: number;
  prices_include_tax: boolean;
  version: number;
}
export interface TaxExemption {
  account_id: string;
  name: string;
  note: string;
  until: string | null;
  created_at: string;
}
export interface ShippingRate {
  id: string;
  name: string;
  kind: 'flat' | 'weight' | 'price';
  price: number;
  steps: { from: number; price: number }[];
  weight_max: number | null;
  free_from: number | null;
  delivery_days_min: number;
  delivery_days_max: number;
  pickup: boolean;
  pickup_address: string;
  pickup_country: string;
  pickup_region: string;
  enabled: boolean;
}
export interface ShippingZone {
  id: string;
  name: string;
  countries: string[];
  regions: string[];
  rates: ShippingRate[];
  version: number;
}
export interface CsvReport {
  lines: number;
  changed: number;
  dry_run: boolean;
  refused: { line: number; code: string; detail: string }[];
}

/** One kind of thing that is listed, read, made, changed with the version that was read, and removed. */
function kept<T>(path: string) {
  return {
    list: (query: Query = {}) => api.get<Page<T>>(path, { query }),
    get: (id: string) => api.get<T>(`${path}/${e(id)}`),
    create: (body: object, key?: string) => api.post<T>(path, body, { idempotencyKey: key }),
    update: (id: string, change: object) => api.patch<T>(`${path}/${e(id)}`, change),
    remove: (id: string) => api.delete<void>(`${path}/${e(id)}`),
  };
}

export const selling = {
  discounts: kept<Discount>('/v1/admin/discounts'),
  cards: kept<GiftCard>('/v1/admin/gift_cards'),
  credit: (account: string, cursor: string | null = null) => api.get<StoreCredit>(`/v1/admin/accounts/${e(account)}/store_credit`, { query: { limit: 50, cursor } }),
  grant: (account: string, body: { amount: MoneyValue; reason: string }, key: string) =>
    api.post<StoreCredit>(`/v1/admin/accounts/${e(account)}/store_credit`, body, { idempotencyKey: key }),

  drops: kept<Drop>('/v1/admin/drops'),
  moveDrop: (id: string, status: DropStatus) => api.post<Drop>(`/v1/admin/drops/${e(id)}/status`, { status }),
  dropLive: (id: string) => api.get<DropLive>(`/v1/admin/drops/${e(id)}/live`),
  dropStream: (id: string) => `/v1/admin/drops/${e(id)}/live/stream`,

  lists: kept<PriceList>('/v1/admin/price_lists'),
  entries: (list: string, cursor: string | null) => api.get<Page<PriceEntry>>(`/v1/admin/price_lists/${e(list)}/entries`, { query: { limit: 100, cursor } }),
  putEntries: (list: string, entries: EntryInput[]) =>
    api.put<{ entry_count: number; version: number }>(`/v1/admin/price_lists/${e(list)}/entries`, { entries }, { timeoutMs: 60_000 }),
  groups: kept<CustomerGroup>('/v1/admin/customer_groups'),
  members: (group: string, cursor: string | null) => api.get<Page<{ account_id: string; added_at: string }>>(`/v1/admin/customer_groups/${e(group)}/members`, { query: { limit: 100, cursor } }),
  addMembers: (group: string, account_ids: string[]) => api.post<CustomerGroup>(`/v1/admin/customer_groups/${e(group)}/members`, { account_ids }),
  removeMember: (group: string, account: string) => api.delete<void>(`/v1/admin/customer_groups/${e(group)}/members/${e(account)}`),
  currencies: () => api.get<{ base: string; items: CurrencyRule[] }>('/v1/admin/currencies'),
  putCurrency: (code: string, body: object) => api.put<CurrencyRule>(`/v1/admin/currencies/${e(code)}`, body),
  removeCurrency: (code: string) => api.delete<void>(`/v1/admin/currencies/${e(code)}`),

  dropTickets: (id: string, cursor: string | null) => api.get<Page<DropTicketRow>>(`/v1/admin/drops/${e(id)}/tickets`, { query: { limit: 50, cursor } }),
  taxClasses: () => api.get<{ items: TaxClass[] }>('/v1/admin/tax_class_names'),
  createTaxClass: (body: { name: string; rates: { zone_id: string; rate_ppm: number }[] }, key: string) =>
    api.post<{ items: TaxClass[] }>('/v1/admin/tax_class_names', body, { idempotencyKey: key }),
  renameTaxClass: (name: string, to: string) => api.patch<{ items: TaxClass[] }>(`/v1/admin/tax_class_names/${e(name)}`, { name: to }),
  removeTaxClass: (name: string) => api.delete<void>(`/v1/admin/tax_class_names/${e(name)}`),
  classedProducts: (cursor: string | null) =>
    api.get<Page<{ product_id: string; title: string; tax_class: string }>>('/v1/admin/tax_classes', { query: { limit: 100, cursor } }),
  setTaxClass: (tax_class: string, product_ids: string[]) => api.put<void>('/v1/admin/tax_classes', { tax_class, product_ids }),
  taxZones: kept<TaxZone>('/v1/admin/tax_zones'),
  exemptions: kept<TaxExemption>('/v1/admin/tax_exemptions'),
  shippingZones: kept<ShippingZone>('/v1/admin/shipping_zones'),
};
