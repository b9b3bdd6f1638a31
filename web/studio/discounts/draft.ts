// A discount as it is typed, and what is sent of it.
import { t } from '$shared/i18n/index.svelte';
import type { BuyGet, Discount, DiscountClass, DiscountKind } from '../data/selling';
import { moneyText, parseMoney } from '../parts/money';
import { parsePercent, parseWhole, percentText } from '../parts/percent';

export interface DiscountDraft {
  code: string;
  title: string;
  kind: DiscountKind;
  percent: string;
  amount: string;
  buy_quantity: string;
  get_quantity: string;
  get_products: string[];
  get_collections: string[];
  off: string;
  times_max: string;
  shipping_price_max: string;
  products: string[];
  collections: string[];
  excludes_sale: boolean;
  subtotal_min: string;
  quantity_min: string;
  audience: string;
  first_order: boolean;
  starts_at: string | null;
  ends_at: string | null;
  uses_max: string;
  uses_per_person_max: string;
  priority: string;
  combines_with: DiscountClass[];
}

export const blank = (): DiscountDraft => ({
  code: '',
  title: '',
  kind: 'percent',
  percent: '',
  amount: '',
  buy_quantity: '2',
  get_quantity: '1',
  get_products: [],
  get_collections: [],
  off: '100',
  times_max: '1',
  shipping_price_max: '',
  products: [],
  collections: [],
  excludes_sale: false,
  subtotal_min: '',
  quantity_min: '',
  audience: '',
  first_order: false,
  starts_at: null,
  ends_at: null,
  uses_max: '',
  uses_per_person_max: '',
  priority: '0',
  combines_with: [],
});

const money = (value: { amount: number; currency: string } | null): string => (value ? moneyText(value.amount, value.currency) : '');
const whole = (value: number | null): string => (value ? String(value) : '');

export function draftOf(from: Discount): DiscountDraft {
  const gets: BuyGet | null = from.buy_get;
  return {
    ...blank(),
    code: from.code,
    title: from.title,
    kind: from.kind,
    percent: from.percent_bp ? percentText(from.percent_bp, 100) : '',
    amount: money(from.amount),
    ...(gets && {
      buy_quantity: String(gets.buy_quantity),
      get_quantity: String(gets.get_quantity),
      get_products: [...gets.get.products],
      get_collections: [...gets.get.collections],
      off: percentText(gets.off_bp, 100),
      times_max: String(gets.times_max),
    }),
    shipping_price_max: money(from.shipping_price_max),
    products: [...from.target.products],
    collections: [...from.target.collections],
    excludes_sale: from.excludes_sale,
    subtotal_min: money(from.subtotal_min),
    quantity_min: whole(from.quantity_min),
    audience: from.audience,
    first_order: from.first_order,
    starts_at: from.starts_at,
    ends_at: from.ends_at,
    uses_max: whole(from.uses_max),
    uses_per_person_max: whole(from.uses_per_person_max),
    priority: String(from.priority),
    combines_with: [...from.combines_with].sort(),
  };
}

type Terms = Omit<Discount, 'id' | 'status' | 'class' | 'uses' | 'version' | 'created_at' | 'updated_at'>;

/** What the server takes, and the words for what it would not. */
export function termsOf(draft: DiscountDraft, currency: string): { terms: Terms; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const price = (field: 'amount' | 'shipping_price_max' | 'subtotal_min', needed = false) => {
    if (!draft[field].trim() && !needed) return null;
    const amount = parseMoney(draft[field], currency);
    if (amount === null || (needed && amount === 0)) wrong[field] = t('field.not_price');
    return { amount: amount ?? 0, currency };
  };
  const number = (field: 'quantity_min' | 'uses_max' | 'uses_per_person_max' | 'buy_quantity' | 'get_quantity' | 'times_max', min: number, max: number) => {
    const value = parseWhole(draft[field], min, max);
    if (value === undefined) wrong[field] = t('field.whole_between', { min, max });
    return value ?? null;
  };
  const share = (field: 'percent' | 'off') => {
    const value = parsePercent(draft[field], 100);
    if (!value) wrong[field] = t('field.not_percent');
    return value ?? 0;
  };
  if (!draft.title.trim()) wrong.title = t('field.required');
  if (!/^-?\d{1,4}$/.test(draft.priority.trim()) || Math.abs(Number(draft.priority)) > 1000) wrong.priority = t('field.whole_between', { min: -1000, max: 1000 });
  if (draft.starts_at && draft.ends_at && draft.ends_at <= draft.starts_at) wrong.ends_at = t('field.ends_first');
  const gets = draft.kind === 'buy_x_get_y';
  const terms: Terms = {
    code: draft.code.trim(),
    title: draft.title.trim(),
    kind: draft.kind,
    percent_bp: draft.kind === 'percent' ? share('percent') : 0,
    amount: draft.kind === 'amount' ? price('amount', true) : null,
    buy_get: gets
      ? {
          buy_quantity: number('buy_quantity', 1, 100) ?? 1,
          get_quantity: number('get_quantity', 1, 100) ?? 1,
          get: { products: draft.get_products, collections: draft.get_collections },
          off_bp: share('off'),
          times_max: number('times_max', 1, 100) ?? 1,
        }
      : null,
    shipping_price_max: draft.kind === 'free_shipping' ? price('shipping_price_max') : null,
    target: { products: draft.products, collections: draft.collections },
    excludes_sale: draft.excludes_sale,
    subtotal_min: price('subtotal_min'),
    quantity_min: number('quantity_min', 0, 10_000) ?? 0,
    audience: draft.audience.trim(),
    first_order: draft.first_order,
    starts_at: draft.starts_at,
    ends_at: draft.ends_at,
    uses_max: number('uses_max', 1, 1_000_000_000),
    uses_per_person_max: draft.first_order ? null : number('uses_per_person_max', 1, 1_000_000),
    priority: Number(draft.priority),
    combines_with: draft.combines_with,
  };
  return { terms, wrong };
}

const clearable = ['code', 'amount', 'buy_get', 'shipping_price_max', 'subtotal_min', 'starts_at', 'ends_at', 'uses_max', 'uses_per_person_max'] as const;

/** A change names what it sets and, apart, what it empties. */
export function patchOf(terms: Terms, version: number): Record<string, unknown> {
  const patch: Record<string, unknown> = { ...terms, version };
  const clear = clearable.filter((each) => terms[each] === null || terms[each] === '');
  for (const each of clear) delete patch[each];
  return clear.length ? { ...patch, clear } : patch;
}

export type DiscountState = 'running' | 'scheduled' | 'ended' | 'used_up' | 'disabled';

export function stateOf(discount: Discount, now: Date): DiscountState {
  if (discount.status !== 'active') return 'disabled';
  if (discount.ends_at && new Date(discount.ends_at) <= now) return 'ended';
  if (discount.uses_max && discount.uses >= discount.uses_max) return 'used_up';
  return discount.starts_at && new Date(discount.starts_at) > now ? 'scheduled' : 'running';
}

export const tones = { running: 'good', scheduled: 'busy', ended: 'plain', used_up: 'warn', disabled: 'plain' } as const;
