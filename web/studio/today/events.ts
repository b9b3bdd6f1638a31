// Interactions in words, and what of them is worth a line.
import { hasWords, t } from '$shared/i18n/index.svelte';
import type { Interaction } from '../data/types';

type Said = Pick<Interaction, 'type' | 'event' | 'properties'>;

/** "Product Viewed" → "product_viewed": the key of its words. */
export const keyOf = (event: string): string =>
  event
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

const text = (said: Said, name: string): string | null => {
  const value = said.properties?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export function wordsOf(said: Said): string {
  const name = said.type === 'page' || said.type === 'screen' ? 'page' : said.type === 'identify' ? 'identify' : keyOf(said.event);
  const reaction = text(said, 'reaction');
  const closer = `event.${name}_${reaction ?? ''}`;
  if (reaction && hasWords(closer)) return t(closer);
  return hasWords(`event.${name}`) ? t(`event.${name}`) : said.event || said.type;
}

/** What it was about and where that is. No text: the words of the event are the link. */
export function aboutOf(said: Said, nameOf: (product: string) => string | null = () => null): { text: string; url: string | null } | null {
  const query = text(said, 'query');
  if (query) return { text: `“${query}”`, url: null };
  const title = text(said, 'title') ?? text(said, 'name') ?? text(said, 'number');
  const order = text(said, 'order_id');
  if (order) return { text: title ?? '', url: order.startsWith('ord_') ? `/studio/orders/${order}` : null };
  const product = text(said, 'product_id');
  if (product) return { text: title ?? nameOf(product) ?? '', url: `/studio/products/${product}` };
  const post = text(said, 'post_id');
  if (post) return { text: '', url: `/studio/posts/${post}` };
  const path = text(said, 'path') ?? text(said, 'url');
  return path ? { text: path, url: null } : null;
}

/** Who did it: an account when one is known, else the visit; nothing for the shop itself. */
export function whoOf(said: Pick<Interaction, 'visitor' | 'user_id' | 'properties'>): string | null {
  const account = said.properties?.account_id;
  const visitor = said.properties?.visitor;
  if (said.user_id?.startsWith('acc_')) return said.user_id;
  if (typeof account === 'string' && account) return account;
  return said.visitor || (typeof visitor === 'string' && visitor) || null;
}

export const isSale = (event: string): boolean => /order_(placed|paid|completed)|^order (completed|placed)/i.test(event);

// The clock's ticks and what learners tell themselves: nobody did that.
const silent = new Set(['tick', 'feed.page', 'feed.facts']);

export const isDone = (said: Pick<Said, 'type' | 'event'>): boolean => !silent.has(said.event || said.type);

/** New rows before the known ones, each once, newest first, at most `most`. */
export function merge(known: Interaction[], fresh: Interaction[], most: number): Interaction[] {
  const seen = new Set(known.map((each) => each.position));
  return [...fresh.filter((each) => !seen.has(each.position) && isDone(each)), ...known].sort((a, b) => b.position - a.position).slice(0, most);
}
