// What the staff's API gives and takes, beyond the shapes the shop already knows.
import type { ImageView, MoneyValue, OrderLine, OrderStatus, OrderView, PostView, ProductCard, Totals } from '$shared/types';

export type ProductStatus = 'active' | 'draft' | 'archived';
export type Direction = 'neutral' | 'more' | 'less';

export interface AdminPicture {
  kind: 'image' | 'video' | 'model';
  media_id: string | null;
  url: string;
  alt: string;
  width: number;
  height: number;
  srcset: string | null;
}
export interface AdminVariant {
  id: string;
  product_id: string;
  title: string;
  sku: string;
  barcode: string;
  price: MoneyValue;
  compare_at_price: MoneyValue | null;
  weight_grams: number;
  options: Record<string, string>;
  image: AdminPicture | null;
}
export interface AdminAttribute {
  key: string;
  label: string;
  value: string;
  number: number | null;
  unit: string | null;
  direction: Direction;
}
export interface CollectionRef {
  id: string;
  handle: string;
  title: string;
}
export interface AdminProduct {
  id: string;
  handle: string;
  title: string;
  status: ProductStatus;
  price: MoneyValue | null;
  compare_at_price: MoneyValue | null;
  image: AdminPicture | null;
  description_html: string;
  vendor: string;
  product_type: string;
  tags: string[];
  options: { name: string; values: { value: string; swatch: string | null }[] }[];
  variants: AdminVariant[];
  attributes: AdminAttribute[];
  media: AdminPicture[];
  collections: CollectionRef[];
  created_at: string;
  updated_at: string;
}

export interface StockItem {
  variant_id: string;
  product_id: string;
  product_handle: string;
  product_title: string;
  variant_title: string;
  sku: string;
  location: string;
  on_hand: number;
  reserved: number;
  available: number;
}
export interface StockLevel {
  variant_id: string;
  location: string;
  on_hand: number;
  reserved: number;
  available: number;
}
export interface LedgerEntry {
  at: string;
  delta_on_hand: number;
  delta_reserved: number;
  reason: string;
  reference: string;
  balance_on_hand: number;
  balance_reserved: number;
  actor: string;
}

export type AdminStatus = OrderStatus | 'dropped';
export interface AdminTotals extends Totals {
  tax_included?: boolean;
  reasons?: { code: string; text: string; amount: MoneyValue; counted: boolean }[];
}
export interface AdminLine extends OrderLine {
  source?: { post_id: string | null } | null;
  /** What was asked for it, after discounts and with taxes; and what of it went back. */
  charged?: MoneyValue;
  refunded_amount?: MoneyValue;
}
/** One thing that was done to an order, by whom and why. */
export interface AuditEntry {
  at: string;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  text: string;
  reason: string;
}
export interface AdminOrder extends Omit<OrderView, 'status' | 'lines' | 'totals' | 'history'> {
  status: AdminStatus;
  lines: AdminLine[];
  totals: AdminTotals;
  note?: string | null;
  audit?: AuditEntry[] | null;
  history: { at: string; status: AdminStatus; actor: string; text?: string | null }[];
}

export interface Overview {
  now: {
    visitors_5m: number;
    interactions_per_minute: number;
    orders_today: number;
    revenue_today: MoneyValue;
    conversion: number;
    orders_yesterday: number;
    revenue_yesterday: MoneyValue;
  };
  series: {
    revenue_by_day: { day: string; amount: MoneyValue; orders: number }[];
    interactions_by_hour: { at: string; count: number }[];
  };
  top_posts: { post: PostView; views: number; likes: number; tag_taps: number; orders: number }[];
  top_products: { product: ProductCard; units: number; revenue: MoneyValue }[];
  low_stock: {
    variant_id: string;
    product_id: string;
    handle: string;
    product_title: string;
    variant_title: string;
    sku: string;
    available: number;
  }[];
  latest_orders: AdminOrder[];
  parked_jobs: number;
  alerts: { code: string; text: string; url: string }[];
}

export interface Interaction {
  position: number;
  at: string;
  type: string;
  event: string;
  visitor: string;
  user_id: string | null;
  verified: boolean;
  properties: Record<string, unknown> | null;
}

export type PostStatus = 'published' | 'draft' | 'held' | 'processing' | 'removed';
export interface StaffPost {
  post: PostView;
  reports: { reason: string; count: number }[];
  hold_reason: string;
}

export interface Person {
  id: string;
  kind: 'account' | 'visitor';
  display_name: string | null;
  handle: string | null;
  email: string | null;
  first_seen: string | null;
  last_seen: string | null;
  interactions: number;
}
export interface PersonLink {
  visitor: string;
  account_id: string;
  proof: string;
  made_at: string;
  ended_at: string | null;
  ended_by: string | null;
  /** How sure, in thousandths. */
  score: number;
  evidence: string;
  message_id: string;
  other_account_id: string | null;
}
/** A link that is likely: for staff to accept or reject. */
export interface PersonSuggestion {
  id: string;
  account_id: string;
  visitor: string | null;
  other_account_id: string | null;
  score: number;
  reasons: { reason: string; detail: string; at: string; score: number }[];
  state: 'open' | 'accepted' | 'rejected';
  made_at: string;
}
export interface PersonState {
  interactions: number;
  first_seen: string | null;
  last_seen: string | null;
  visitors: number;
  traits: Record<string, unknown> | null;
}
/** What linking or parting would change. */
export interface LinkPreview {
  before: PersonState;
  after: PersonState;
  other_before: PersonState;
  other_after: PersonState;
}
export interface Consent {
  purpose: 'marketing' | 'personalization' | 'analytics' | 'sharing';
  channel: 'email' | 'sms' | 'push' | 'onsite';
  state: 'never_asked' | 'given' | 'withdrawn';
  allowed: boolean;
  at: string | null;
  source: string;
  text_version: string;
}
export interface PastChoice {
  purpose: Consent['purpose'];
  channel: Consent['channel'];
  state: Consent['state'];
  at: string;
  source: string;
  text_version: string;
  reason: string;
  by: string | null;
}
export interface PersonConsents {
  items: Consent[];
  history: PastChoice[];
}
export interface ErasureReceipt {
  receipt: string;
  at: string;
  finished_at: string | null;
  asked_by: string;
  parts: { where: string; erased: { what: string; count: number }[] }[];
}
export interface CustomerAddress {
  name: string;
  company: string;
  line1: string;
  line2: string;
  city: string;
  region: string;
  postal_code: string;
  country: string;
  phone: string;
}
export interface MarketingConsent {
  state: 'never_asked' | 'given' | 'withdrawn';
  at: string | null;
  source: string;
}
/** What the brand's customer file says of an account. */
export interface CustomerFile {
  first_name: string;
  last_name: string;
  phone: string;
  note: string;
  tags: string[];
  addresses: CustomerAddress[];
  email_marketing: MarketingConsent;
  sms_marketing: MarketingConsent;
}

export interface PersonDetail {
  person: Person;
  customer: CustomerFile | null;
  visitors: string[];
  traits: Record<string, unknown> | null;
  claimed_user_id: string | null;
  orders: { count: number; revenue: MoneyValue | null; last_order_at: string | null };
  links: PersonLink[];
  suggestions: PersonSuggestion[];
  recent: Omit<Interaction, 'position' | 'user_id' | 'verified'>[];
}

export interface StaffMember {
  id: string;
  email: string;
  handle: string;
  display_name: string;
  roles: string[];
}
export interface ApiKey {
  id: string;
  kind: 'public' | 'secret';
  name: string;
  hint: string;
  created_at: string;
  revoked_at: string | null;
}
export interface Parked {
  id: string;
  kind: string;
  reason: string;
  at: string;
}

/** A payment that waits for a person: its provider tells another amount, or nothing at all. */
export interface ParkedPayment {
  id: string;
  /** The order's id. */
  subject: string;
  provider: string;
  reference: string;
  status: string;
  why: 'amount' | 'silent';
  amount: MoneyValue;
  told?: MoneyValue | null;
  created_at: string;
  parked_at: string;
}

export type Image = ImageView;
