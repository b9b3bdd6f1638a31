// The products that are ticked, kept while one looks into one of them.
import { SvelteSet } from 'svelte/reactivity';

export const picked = new SvelteSet<string>();
