// Counts that were typed and not saved yet, by "variant/location".
import { SvelteMap } from 'svelte/reactivity';

const typed = new SvelteMap<string, { text: string; error: string }>();

export const drafts = {
  of: (key: string) => typed.get(key),
  type: (key: string, text: string) => void typed.set(key, { text, error: '' }),
  fail: (key: string, error: string) => void typed.set(key, { text: typed.get(key)?.text ?? '', error }),
  drop: (key: string) => void typed.delete(key),
  any: () => typed.size > 0,
};
