// New prices for many variants at once: set, raised or lowered by a share, rounded.
import type { AdminProduct } from '../data/types';

export interface Rule {
  kind: 'set' | 'raise' | 'lower';
  /** Minor units of "set". */
  amount: number;
  /** Parts per million of "raise" and "lower". */
  ppm: number;
  /** Rounded to the nearest amount that is `ending` modulo `step`; 1 rounds nothing. */
  step: number;
  ending: number;
}
export interface Priced {
  id: string;
  product: string;
  title: string;
  currency: string;
  before: number;
  after: number;
}

/** The nearest amount above nothing that ends as wished; halves go up. */
export function roundTo(amount: number, step: number, ending: number): number {
  if (step <= 1) return amount;
  const below = Math.floor((amount - ending) / step) * step + ending;
  const above = below + step;
  const near = amount - below < above - amount ? below : above;
  return near > 0 ? near : near + step;
}

export function priceBy(rule: Rule, before: number): number {
  const share = Math.round((before * rule.ppm) / 1_000_000);
  const raw = rule.kind === 'set' ? rule.amount : rule.kind === 'raise' ? before + share : Math.max(0, before - share);
  return rule.kind === 'set' ? raw : roundTo(raw, rule.step, rule.ending);
}

/** The variants whose price changes. */
export function pricesOf(products: readonly AdminProduct[], rule: Rule): Priced[] {
  return products
    .flatMap((product) => product.variants.map((each) => ({ id: each.id, product: product.title, title: each.title, currency: each.price.currency, before: each.price.amount, after: priceBy(rule, each.price.amount) })))
    .filter((each) => each.after !== each.before);
}
