// A product being edited: its fields as they are typed, and what of them must be sent.
import type { AdminAttribute, AdminPicture, AdminProduct, Direction, ProductStatus } from '../data/types';
import { moneyText, parseMoney } from '../parts/money';

export interface VariantDraft {
  id: string;
  title: string;
  sku: string;
  barcode: string;
  price: string;
  compare: string;
  weight: string;
}
export interface AttributeDraft {
  key: string;
  label: string;
  value: string;
  unit: string;
  direction: Direction;
  number: number | null;
}
export interface Draft {
  title: string;
  handle: string;
  description_html: string;
  vendor: string;
  product_type: string;
  tags: string;
  status: ProductStatus;
  collections: string[];
  attributes: AttributeDraft[];
  media: AdminPicture[];
  variants: VariantDraft[];
}

const currencyOf = (product: AdminProduct): string => product.variants[0]?.price.currency ?? product.price?.currency ?? 'EUR';
export { currencyOf };

const attributeOf = (each: AdminAttribute): AttributeDraft => ({
  key: each.key,
  label: each.label,
  value: each.value,
  unit: each.unit ?? '',
  direction: each.direction,
  number: each.number,
});

export function draftOf(product: AdminProduct): Draft {
  return {
    title: product.title,
    handle: product.handle,
    description_html: product.description_html,
    vendor: product.vendor,
    product_type: product.product_type,
    tags: product.tags.join(', '),
    status: product.status,
    collections: product.collections.map((each) => each.handle),
    attributes: product.attributes.map(attributeOf),
    media: product.media.map((each) => ({ ...each })),
    variants: product.variants.map((each) => ({
      id: each.id,
      title: each.title,
      sku: each.sku,
      barcode: each.barcode,
      price: moneyText(each.price.amount, each.price.currency),
      compare: each.compare_at_price ? moneyText(each.compare_at_price.amount, each.price.currency) : '',
      weight: each.weight_grams ? String(each.weight_grams) : '',
    })),
  };
}

export const tagsOf = (text: string): string[] => [...new Set(text.split(',').map((each) => each.trim()).filter(Boolean))];

/** "Bowl width" → "bowl_width": what an attribute is found by when products are compared. */
export const keyOf = (label: string): string =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const attributeInput = (each: AttributeDraft) => ({
  key: each.key || keyOf(each.label),
  label: each.label.trim(),
  value: each.value.trim(),
  ...(each.number === null ? {} : { number: each.number }),
  unit: each.unit.trim(),
  direction: each.direction,
});
export const pictureInput = (each: AdminPicture) =>
  each.media_id ? { media_id: each.media_id, alt: each.alt } : { source_url: each.url, alt: each.alt };

export interface Changes {
  product: Record<string, unknown>;
  variants: { id: string; change: Record<string, unknown> }[];
  /** Field to the code of what is wrong with it. */
  wrong: Record<string, string>;
  count: number;
}

function variantChange(before: VariantDraft, now: VariantDraft, currency: string, wrong: Record<string, string>): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const name of ['title', 'sku', 'barcode'] as const) if (before[name] !== now[name]) change[name] = now[name].trim();
  if (before.price !== now.price) {
    const amount = parseMoney(now.price, currency);
    if (amount === null) wrong[`${now.id}.price`] = 'not_price';
    else change.price = { amount, currency };
  }
  if (before.compare !== now.compare) {
    const amount = now.compare.trim() === '' ? 0 : parseMoney(now.compare, currency);
    const price = parseMoney(now.price, currency);
    if (amount === null) wrong[`${now.id}.compare`] = 'not_price';
    else if (amount > 0 && price !== null && amount <= price) wrong[`${now.id}.compare`] = 'not_above_price';
    else change.compare_at_price = { amount, currency };
  }
  if (before.weight !== now.weight) {
    const grams = now.weight.trim() === '' ? 0 : Number(now.weight);
    if (!Number.isInteger(grams) || grams < 0) wrong[`${now.id}.weight`] = 'not_number';
    else change.weight_grams = grams;
  }
  return change;
}

/** What differs between what the server has and what was typed. */
export function changesOf(product: AdminProduct, now: Draft): Changes {
  const before = draftOf(product);
  const wrong: Record<string, string> = {};
  const change: Record<string, unknown> = {};
  for (const name of ['title', 'handle', 'vendor', 'product_type'] as const) {
    if (before[name] !== now[name]) change[name] = now[name].trim();
  }
  if (before.description_html !== now.description_html) change.description_html = now.description_html;
  if (before.status !== now.status) change.status = now.status;
  if (!same(tagsOf(before.tags), tagsOf(now.tags))) change.tags = tagsOf(now.tags);
  if (!same([...before.collections].sort(), [...now.collections].sort())) change.collection_handles = now.collections;
  if (!same(before.attributes, now.attributes)) change.attributes = now.attributes.map(attributeInput);
  if (!same(before.media.map(pictureInput), now.media.map(pictureInput))) change.media = now.media.map(pictureInput);
  if (!now.title.trim()) wrong.title = 'required';
  if (!now.handle.trim()) wrong.handle = 'required';
  now.attributes.forEach((each, index) => {
    if (!each.label.trim()) wrong[`attributes[${index}].label`] = 'required';
    if (!each.value.trim()) wrong[`attributes[${index}].value`] = 'required';
  });
  const currency = currencyOf(product);
  const variants = now.variants.flatMap((each) => {
    const old = before.variants.find((known) => known.id === each.id);
    const differs = old ? variantChange(old, each, currency, wrong) : {};
    return Object.keys(differs).length ? [{ id: each.id, change: differs }] : [];
  });
  const broken = Object.keys(wrong).filter((each) => /\.(price|compare|weight)$/.test(each)).length;
  const count = Object.keys(change).length + variants.reduce((all, each) => all + Object.keys(each.change).length, 0) + broken;
  return { product: change, variants, wrong, count };
}

/** Fields that somebody else changed since `base` was read and that are being changed here too. */
export function conflictsOf(base: AdminProduct, theirs: AdminProduct, now: Draft): (keyof Draft)[] {
  const [before, other] = [draftOf(base), draftOf(theirs)];
  return (Object.keys(before) as (keyof Draft)[]).filter(
    (name) => !same(before[name], other[name]) && !same(before[name], now[name]) && !same(other[name], now[name]),
  );
}

/** Their changes taken in, ours kept; where both changed the same field, `mine` decides. */
export function mergeDraft(base: AdminProduct, theirs: AdminProduct, now: Draft, mine: boolean): Draft {
  const [before, other] = [draftOf(base), draftOf(theirs)];
  const merged = { ...other } as Record<keyof Draft, unknown>;
  for (const name of Object.keys(before) as (keyof Draft)[]) {
    const changedHere = !same(before[name], now[name]);
    const changedThere = !same(before[name], other[name]);
    if (changedHere && (!changedThere || mine)) merged[name] = now[name];
  }
  return merged as unknown as Draft;
}
