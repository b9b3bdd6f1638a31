// What the server put into the page: the route's data, who is looking, and the brand.
import type { Brand, MeView } from '$shared/types';

export interface Boot {
  route: string | null;
  data: unknown;
  me: MeView | null;
  brand: Brand;
}

const fallback: Brand = { name: 'Plaza', currency: 'EUR', locale: 'en' };

function read(): Boot {
  const text = typeof document === 'undefined' ? null : document.getElementById('data')?.textContent;
  let boot: Partial<Boot> = {};
  try {
    boot = text ? (JSON.parse(text) as Partial<Boot>) : {};
  } catch {
    // A damaged page still works: it asks the API.
  }
  return {
    route: boot.route ?? null,
    data: boot.data ?? null,
    me: boot.me ?? null,
    brand: { ...fallback, ...boot.brand },
  };
}

export const boot = read();
export const brand = boot.brand;

/** The server's data for the first page, once: later visits fetch. */
export function takeFirstData(route: string): unknown {
  if (boot.route !== route) return null;
  const data = boot.data;
  boot.data = null;
  return data;
}
