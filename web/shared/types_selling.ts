// The shapes of what is bought: carts, checkout, orders, returns, warranties and drops (see types.ts).

import type { MoneyValue, ImageView } from './types';
export interface CartLine {
  id: string;
  variant_id: string;
  product: { id: string; handle: string; title: string; image: ImageView | null };
  variant_title: string;
  quantity: number;
  unit_price: MoneyValue;
  total: MoneyValue;
  available: boolean;
  units_left: number | null;
  /** Taken off `total` by codes and rules. */
  discount?: MoneyValue;
  compare_at_price?: MoneyValue | null;
  /** It is sold before it is there, and when it is expected. */
  preorder?: boolean;
  promised_at?: string | null;
}

/** Where a line of a cart came from, so that a post gets the credit. */
export interface LineSource {
  post_id?: string;
  impression_id?: string;
}

export interface Totals {
  subtotal: MoneyValue;
  discount: MoneyValue;
  shipping: MoneyValue | null;
  tax: MoneyValue;
  total: MoneyValue;
  tax_included?: boolean;
  reasons?: TotalsReason[];
}

/** One line of the explanation; those that are `counted` add up to the total. */
export interface TotalsReason {
  code: string;
  text: string;
  amount: MoneyValue;
  counted: boolean;
}

export interface OrderDiscount {
  /** Null: nobody had to type one. */
  code: string | null;
  title: string;
  amount: MoneyValue;
}

/** What pays besides money. */
export interface OrderTender {
  kind: 'gift_card' | 'store_credit' | 'exchange';
  id: string;
  label: string;
  amount: MoneyValue;
}

export interface CartTender extends OrderTender {
  balance: MoneyValue;
  /** Why it does not pay. */
  problem: string | null;
}

export interface RefusedCode {
  code: string;
  reason: string;
  text: string;
}

export interface StoreCreditView {
  balances: MoneyValue[];
}

/** What the browser has to do before a payment is made. */
export interface PaymentAction {
  type: string;
  client_secret: string;
  redirect_url: string;
  /** Nothing is chosen yet: the provider's form asks for it. */
  form?: boolean;
}

/** The ways to pay, the default first. */
export interface PaymentProviders {
  items: { name: string; publishable_key?: string | null; script_url?: string | null }[];
}

export interface CheckoutAnswer {
  order: OrderView;
  payment?: { action?: PaymentAction | null } | null;
}

export interface CartView {
  id: string;
  access_token?: string | null;
  currency: string;
  lines: CartLine[];
  totals: Totals;
  reserved_until: string | null;
  codes?: string[];
  discounts?: OrderDiscount[];
  refused_codes?: RefusedCode[];
  tenders?: CartTender[];
  use_store_credit?: boolean;
  /** Of the total, to be paid with money. */
  amount_due?: MoneyValue;
}

export interface ShippingOption {
  id: string;
  name: string;
  price: MoneyValue;
  delivery_days_min: number;
  delivery_days_max: number;
  pickup?: boolean;
  pickup_address?: string | null;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string | null;
  city: string;
  region?: string | null;
  postal_code: string;
  country: string;
  phone?: string | null;
}

export type OrderStatus = 'placed' | 'paid' | 'fulfilled' | 'delivered' | 'cancelled' | 'refunded' | 'dropped';

export interface OrderLine extends Omit<CartLine, 'available' | 'units_left'> {
  sku: string;
  /** Units that left, that arrived, whose money went back, that are still to leave. */
  fulfilled?: number;
  delivered?: number;
  refunded?: number;
  to_fulfil?: number;
}

/** A parcel. */
export interface Fulfilment {
  id: string;
  lines: { line_id: string; quantity: number }[];
  carrier: string | null;
  tracking: string | null;
  shipped_at: string;
  delivered_at: string | null;
}

export interface OrderRefund {
  id: string;
  kind: string;
  at: string;
  lines: { line_id: string; quantity: number; amount: MoneyValue }[];
  shipping: MoneyValue;
  extra: MoneyValue;
  fee: MoneyValue;
  amount: MoneyValue;
  to_original: MoneyValue;
  to_store_credit: MoneyValue;
  reason: string;
}

export interface OrderView {
  id: string;
  number: string;
  status: OrderStatus;
  placed_at: string;
  email: string;
  lines: OrderLine[];
  totals: Totals;
  shipping_address: Address;
  shipping_option: { id: string; name: string };
  payments: { id: string; provider: string; status: string; amount: MoneyValue }[];
  can_cancel: boolean;
  access_token?: string | null;
  history: { at: string; status: string; actor: string }[];
  tracking?: string | null;
  version?: number;
  amounts?: { paid: MoneyValue; credit_used: MoneyValue; refunded: MoneyValue; due: MoneyValue };
  fulfilment_status?: string;
  fulfilments?: Fulfilment[];
  refunds?: OrderRefund[];
  discounts?: OrderDiscount[];
  tenders?: OrderTender[];
  can_edit_address?: boolean;
  /** Until then the shopper may cancel and change the address. */
  changeable_until?: string | null;
  exchange_of?: string | null;
}

export interface CheckoutRequest {
  email: string;
  shipping_address: Address;
  shipping_option: string;
  /** Not when credit pays for all of it. */
  payment?: { provider: string; token?: string };
  amount_due?: MoneyValue;
  return_url?: string;
  note?: { text: string };
}

export interface ReturnOptions {
  /** `code` says why a line cannot come back. */
  lines: { line_id: string; quantity: number; until: string | null; code: string | null }[];
  reasons: { code: string; label: string; label_vi: string; photos?: boolean; our_fault?: boolean }[];
  store_credit: boolean;
  exchanges: boolean;
}

export interface ReturnRequest {
  lines: { line_id: string; quantity: number; reason: string; note?: string; photo_ids?: string[] }[];
  resolution?: 'original' | 'store_credit' | 'exchange';
  exchange_lines?: { variant_id: string; quantity: number }[];
}

export interface ReturnView {
  id: string;
  status: string;
  updated_at: string;
  lines: { line_id: string; product: { handle: string; title: string }; variant_title: string; quantity: number; reason: string }[];
  resolution: string;
  estimate: { amount: MoneyValue } | null;
  money: { amount: MoneyValue } | null;
  exchange_order_id: string | null;
  can_cancel: boolean;
}

export interface WarrantyView {
  id: string;
  line_id: string;
  title: string;
  expires_at: string;
  expired: boolean;
}

export interface ClaimView {
  id: string;
  warranty_id: string;
  status: string;
  opened_at: string;
  problem: string;
  remedy: string | null;
}

/** A product sold through a waiting room or a raffle. */
export interface DropView {
  id: string;
  product_id: string;
  product_handle: string;
  title: string;
  mode: 'waiting_room' | 'raffle';
  status: 'draft' | 'scheduled' | 'open' | 'paused' | 'closed';
  joinable: boolean;
  sold_out: boolean;
  /** The shop's clock. */
  now: string;
  joins_at: string;
  opens_at: string;
  closes_at: string | null;
  quantity: number;
  per_person: number;
  /** People in line. */
  waiting: number;
  rate_per_minute: number;
  admission_seconds: number;
  work_bits: number;
  /** Told before the opening; the seed itself after it. */
  seed_hash: string;
  seed: string | null;
}

/** One's place in the line of a drop. */
export interface DropTicket {
  id: string;
  drop_id: string;
  ticket: string;
  status: 'waiting' | 'admitted' | 'bought' | 'lapsed' | 'over';
  drop_status: string;
  /** 1 is next; null before the order is drawn. */
  position: number | null;
  ahead: number | null;
  eta_seconds: number | null;
  /** Whether enough is left for those ahead and oneself. */
  likely: boolean;
  sold_out: boolean;
  waiting: number;
  now: string;
  admitted_until: string | null;
  per_person: number;
}
