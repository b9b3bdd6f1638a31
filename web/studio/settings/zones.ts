// Countries, rates and steps of zones as they are typed.
import { t } from '$shared/i18n/index.svelte';
import type { Page } from '$shared/types';
import type { ShippingRate } from '../data/selling';
import { moneyText, parseMoney } from '../parts/money';

/** A zone as it is on the server now; null when it was deleted. */
export async function readZone<T extends { id: string }>(list: (query: { limit: number; cursor: string | null }) => Promise<Page<T>>, id: string): Promise<T | null> {
  let cursor: string | null = null;
  for (let page = 0; page < 3; page += 1) {
    const read: Page<T> = await list({ limit: 100, cursor });
    const found = read.items.find((each) => each.id === id);
    if (found) return found;
    cursor = read.next_cursor;
    if (!cursor) return null;
  }
  return null;
}

/** "DE, at; FR": codes, each once. */
export const codesOf = (text: string): string[] => [...new Set(text.toUpperCase().split(/[\s,;]+/).filter(Boolean))];

export interface RateDraft {
  id: string;
  name: string;
  kind: ShippingRate['kind'];
  price: string;
  /** A line each: "from: price". */
  steps: string;
  weight_max: string;
  free_from: string;
  days_min: string;
  days_max: string;
  pickup: boolean;
  pickup_address: string;
  pickup_country: string;
  pickup_region: string;
  enabled: boolean;
}

export const blankRate = (id: string): RateDraft => ({ id, name: '', kind: 'flat', price: '', steps: '', weight_max: '', free_from: '', days_min: '2', days_max: '5', pickup: false, pickup_address: '', pickup_country: '', pickup_region: '', enabled: true });

/** An id of its own for a new rate: letters and digits of its name. */
export function rateId(name: string, taken: readonly string[]): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'rate';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? plain : `${plain}-${count}`;
    if (!taken.includes(id)) return id;
  }
}

export function rateDraft(rate: ShippingRate, currency: string): RateDraft {
  const from = (value: number) => (rate.kind === 'weight' ? String(value) : moneyText(value, currency));
  return {
    id: rate.id,
    name: rate.name,
    kind: rate.kind,
    price: moneyText(rate.price, currency),
    steps: rate.steps.map((each) => `${from(each.from)}: ${moneyText(each.price, currency)}`).join('\n'),
    weight_max: rate.weight_max === null ? '' : String(rate.weight_max),
    free_from: rate.free_from === null ? '' : moneyText(rate.free_from, currency),
    days_min: String(rate.delivery_days_min),
    days_max: String(rate.delivery_days_max),
    pickup: rate.pickup,
    pickup_address: rate.pickup_address,
    pickup_country: rate.pickup_country,
    pickup_region: rate.pickup_region,
    enabled: rate.enabled,
  };
}

function stepsOf(text: string, kind: RateDraft['kind'], currency: string): { from: number; price: number }[] | null {
  const steps: { from: number; price: number }[] = [];
  for (const line of text.split('\n').map((each) => each.trim()).filter(Boolean)) {
    const [first = '', second = ''] = line.split(/\s*[:\t]\s*/);
    const from = kind === 'weight' ? (/^\d{1,9}$/.test(first) ? Number(first) : null) : parseMoney(first, currency);
    const price = parseMoney(second, currency);
    if (from === null || price === null) return null;
    steps.push({ from, price });
  }
  return steps.length ? steps.sort((a, b) => a.from - b.from) : null;
}

/** The rate that is sent, or words for what is wrong with it, by field. */
export function rateOf(draft: RateDraft, currency: string, taken: readonly string[]): { rate: ShippingRate; wrong: Record<string, string> } {
  const wrong: Record<string, string> = {};
  const money = (field: 'price' | 'free_from') => {
    const amount = parseMoney(draft[field], currency);
    if (amount === null) wrong[field] = t('field.not_price');
    return amount ?? 0;
  };
  const days = (field: 'days_min' | 'days_max') => {
    if (!/^\d{1,3}$/.test(draft[field].trim()) || Number(draft[field]) > 365) wrong[field] = t('field.whole_between', { min: 0, max: 365 });
    return Number(draft[field]) || 0;
  };
  if (!draft.name.trim()) wrong.name = t('field.required');
  const steps = draft.kind === 'flat' ? [] : stepsOf(draft.steps, draft.kind, currency);
  if (steps === null) wrong.steps = t('field.steps');
  if (draft.weight_max.trim() && !/^\d{1,9}$/.test(draft.weight_max.trim())) wrong.weight_max = t('field.not_number');
  const [min, max] = [days('days_min'), days('days_max')];
  if (!wrong.days_max && max < min) wrong.days_max = t('field.days_order');
  const rate: ShippingRate = {
    id: draft.id || rateId(draft.name, taken),
    name: draft.name.trim(),
    kind: draft.kind,
    price: draft.kind === 'flat' ? money('price') : 0,
    steps: steps ?? [],
    weight_max: draft.weight_max.trim() ? Number(draft.weight_max) : null,
    free_from: draft.free_from.trim() ? money('free_from') : null,
    delivery_days_min: min,
    delivery_days_max: max,
    pickup: draft.pickup,
    pickup_address: draft.pickup ? draft.pickup_address.trim() : '',
    pickup_country: draft.pickup ? draft.pickup_country.trim().toUpperCase() : '',
    pickup_region: draft.pickup ? draft.pickup_region.trim().toUpperCase() : '',
    enabled: draft.enabled,
  };
  return { rate, wrong };
}
