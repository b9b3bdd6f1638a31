// In which currency one sees prices: remembered by a cookie, so that the server's pages, the feed and the bag agree on it.
import { carts } from '$shared/api/shop';
import type { CartView } from '$shared/types';
import { brand } from './boot';

export const currencies: readonly string[] = brand.currencies?.length ? brand.currencies : [brand.currency];
export const shownCurrency: string = brand.shown_currency ?? brand.currency;

const noticePlace = 'plaza.currency_notice';

/** "US dollar", in the reader's language; the code where the browser has no name for it. */
export function nameOfCurrency(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'currency' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Codes and cards in a bag that do not hold in its currency. */
export const unfit = (cart: CartView): number =>
  (cart.refused_codes?.length ?? 0) + (cart.tenders ?? []).filter((each) => each.problem).length;

/** The bag in the chosen currency; as it was when it is in it already. */
export async function fitted(key: { id: string; token: string | null }, cart: CartView): Promise<CartView> {
  if (cart.currency === shownCurrency || !currencies.includes(shownCurrency)) return cart;
  return carts.chooseCurrency(key, shownCurrency);
}

/** Everything on screen was made in the old currency: the page begins anew, and says what of the bag does not fit. */
export async function chooseCurrency(code: string, bag: { key: { id: string; token: string | null } | null; cart: CartView | null }): Promise<void> {
  if (bag.key && bag.cart) {
    const before = unfit(bag.cart);
    const cart = await carts.chooseCurrency(bag.key, code);
    if (unfit(cart) > before) sessionStorage.setItem(noticePlace, '1');
  }
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `plaza_currency=${code}; path=/; max-age=31536000; SameSite=Lax${secure}`;
  location.reload();
}

export function takeNotice(): boolean {
  const waits = sessionStorage.getItem(noticePlace) !== null;
  sessionStorage.removeItem(noticePlace);
  return waits;
}
