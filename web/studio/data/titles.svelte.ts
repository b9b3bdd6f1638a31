// Titles of products by their ids, asked once each.
import { SvelteMap } from 'svelte/reactivity';
import { admin } from './admin';

export const knownTitles = new SvelteMap<string, string>();
const asked = new Set<string>();

export async function learn(ids: readonly string[]): Promise<void> {
  const missing = ids.filter((each) => !knownTitles.has(each) && !asked.has(each)).slice(0, 60);
  await Promise.allSettled(
    missing.map(async (each) => {
      asked.add(each);
      try {
        knownTitles.set(each, (await admin.product(each)).title);
      } catch {
        asked.delete(each);
      }
    }),
  );
}
