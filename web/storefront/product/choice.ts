// Choosing a variant by its options: what is chosen, what each value would lead to.
import type { ProductPage, VariantView } from '$shared/types';

export type Choice = Record<string, string>;

const fits = (variant: VariantView, choice: Choice) =>
  Object.entries(choice).every(([name, value]) => variant.options[name] === value);

/** The first one that can be bought, else the first. */
export function firstChoice(product: ProductPage): Choice {
  const variant = product.variants.find((each) => each.available) ?? product.variants[0];
  return { ...variant?.options };
}

export function variantOf(product: ProductPage, choice: Choice): VariantView | null {
  return product.variants.find((each) => fits(each, choice)) ?? null;
}

/** Taking a value keeps the other options if that exists, else moves to the nearest variant that has it. */
export function choose(product: ProductPage, choice: Choice, name: string, value: string): Choice {
  const wanted = { ...choice, [name]: value };
  if (variantOf(product, wanted)) return wanted;
  const having = product.variants.filter((each) => each.options[name] === value);
  const best = having.find((each) => each.available) ?? having[0];
  return best ? { ...best.options } : choice;
}

export type ValueState = 'free' | 'sold_out' | 'absent';

/** What a swatch says: whether this value, with the rest as chosen, can be bought. */
export function stateOf(product: ProductPage, choice: Choice, name: string, value: string): ValueState {
  const exact = variantOf(product, { ...choice, [name]: value });
  if (exact) return exact.available ? 'free' : 'sold_out';
  const any = product.variants.filter((each) => each.options[name] === value);
  if (any.length === 0) return 'absent';
  return any.some((each) => each.available) ? 'free' : 'sold_out';
}

/** Where the variant's own picture stands in the product's media; -1: it has none. */
export function pictureOf(product: ProductPage, variant: VariantView | null): number {
  const url = variant?.image?.url;
  return url ? product.media.findIndex((each) => each.kind === 'image' && each.url === url) : -1;
}

/** What a picture shows that is another variant's than the chosen one: "Brick". '': it shows the chosen one, or all of them. */
export function picturedOther(product: ProductPage, at: number, variant: VariantView | null): string {
  const url = product.media[at]?.url;
  const owners = product.variants.filter((each) => each.image !== null && each.image.url === url);
  if (!variant || owners.length === 0 || owners.some((each) => each.id === variant.id)) return '';
  const differing = owners.map((owner) => Object.entries(owner.options).flatMap(([name, value]) => (variant.options[name] === value ? [] : [value])));
  return differing.sort((one, other) => one.length - other.length)[0]?.join(', ') ?? '';
}
