// Titles of products that the log mentions by id, looked up once each, three at a time.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { may } from '../app/session.svelte';
import { admin } from '../data/admin';

const names = new SvelteMap<string, string>();
const asked = new Set<string>();
const waiting: string[] = [];
let running = 0;

export const titleOf = (product: string): string | null => names.get(product) ?? null;

function next(): void {
  const id = running < 3 ? waiting.shift() : undefined;
  if (id === undefined) return;
  running += 1;
  void admin
    .product(id)
    .then((each) => names.set(id, each.title))
    .catch(() => {})
    .finally(() => {
      running -= 1;
      next();
    });
  next();
}

export function lookUp(products: readonly string[]): void {
  untrack(() => {
    if (!may('merchandiser')) return;
    for (const id of products) {
      if (asked.has(id) || waiting.length >= 60) continue;
      asked.add(id);
      waiting.push(id);
    }
    next();
  });
}
