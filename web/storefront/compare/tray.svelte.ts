// Products put aside for comparing: two to four, kept on this device.
import type { ImageView } from '$shared/types';
import { t } from '$shared/i18n/index.svelte';
import { toast } from '$shared/toast.svelte';

export const comparedMin = 2;
export const comparedMax = 4;
const place = 'plaza.compare';

export interface Compared {
  id: string;
  handle: string;
  title: string;
  image: ImageView | null;
}

function read(): Compared[] {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '[]') as unknown;
    const whole = (each: Partial<Compared> | null) => typeof each?.handle === 'string' && typeof each.title === 'string';
    return Array.isArray(kept) ? (kept as Compared[]).filter(whole).slice(0, comparedMax) : [];
  } catch {
    return [];
  }
}

export const tray = $state<{ items: Compared[] }>({ items: typeof localStorage === 'undefined' ? [] : read() });

function keep(items: Compared[]): void {
  tray.items = items;
  if (items.length > 0) localStorage.setItem(place, JSON.stringify(items));
  else localStorage.removeItem(place);
}

export const isCompared = (handle: string): boolean => tray.items.some((each) => each.handle === handle);
export const takeOut = (handle: string): void => keep(tray.items.filter((each) => each.handle !== handle));
export const emptyTray = (): void => keep([]);
export const setTray = (products: readonly Compared[]): void => keep(products.slice(0, comparedMax).map(plain));

const plain = ({ id, handle, title, image }: Compared): Compared => ({ id, handle, title, image: image ? { ...image } : null });

/** In, or out again. A full tray says so and stays as it is. */
export function toggleCompared(product: Compared): void {
  if (isCompared(product.handle)) return takeOut(product.handle);
  if (tray.items.length >= comparedMax) return toast(t('compare.full', { count: comparedMax }));
  keep([...tray.items, plain(product)]);
}

export const addressOf = (handles: readonly string[]): string => `/compare?products=${handles.map(encodeURIComponent).join(',')}`;

/** What stands in the address: each handle once. */
export function handlesIn(list: string | null): string[] {
  return [...new Set((list ?? '').split(',').map((each) => each.trim()))].filter(Boolean);
}

// Another tab changed it.
if (typeof addEventListener !== 'undefined') {
  addEventListener('storage', (event) => event.key === place && (tray.items = read()));
}
