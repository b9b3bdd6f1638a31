// What the bag shows while the server is being asked, and what it may ask for.
import { addMoney, timesMoney } from '$shared/format';
import type { CartView, MoneyValue, Totals } from '$shared/types';

export const countOf = (cart: CartView | null): number => cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;

/** The most one may set a line to: what is left when that is known, never over 99. */
export function quantityMax(unitsLeft: number | null): number {
  return Math.max(1, Math.min(99, unitsLeft ?? 99));
}

/** The cart as it will most likely come back, for an instant answer; the server's reply replaces it. */
export function withQuantity(cart: CartView, lineId: string, quantity: number): CartView {
  const lines = cart.lines
    .map((line) => (line.id === lineId ? { ...line, quantity, total: timesMoney(line.unit_price, quantity) } : line))
    .filter((line) => line.quantity > 0);
  const zero: MoneyValue = { amount: 0, currency: cart.currency };
  const subtotal = lines.reduce((sum, line) => addMoney(sum, line.total), zero);
  const change = subtotal.amount - cart.totals.subtotal.amount;
  const total = { amount: cart.totals.total.amount + change, currency: cart.currency };
  // What explains the sums, and what credit pays of them, the server says in a moment.
  return { ...cart, lines, totals: { ...cart.totals, subtotal, total, reasons: undefined }, amount_due: undefined };
}

/** A price list shows tax either inside its prices or on top; the sums tell which. */
export function taxIsIncluded(totals: Totals): boolean {
  if (totals.tax_included !== undefined) return totals.tax_included;
  const without = totals.subtotal.amount - totals.discount.amount + (totals.shipping?.amount ?? 0);
  return totals.total.amount === without;
}

/** The total with a delivery chosen that the cart does not know of yet. */
export function totalWith(totals: Totals, shipping: MoneyValue | null): MoneyValue {
  if (totals.shipping || !shipping) return totals.total;
  return addMoney(totals.total, shipping);
}

/** What is left to pay with money. */
export function dueOf(cart: CartView, shipping: MoneyValue | null): MoneyValue {
  const total = totalWith(cart.totals, shipping);
  if (!cart.amount_due) return total;
  const credit = (cart.tenders ?? []).reduce((sum, each) => sum + (each.problem ? 0 : each.balance.amount), 0);
  if (total.amount === cart.totals.total.amount) return cart.amount_due;
  return { amount: Math.max(0, total.amount - credit), currency: total.currency };
}

/** A gift card's code is four groups of four; anything else is tried as a discount code. */
export function isGiftCardCode(text: string): boolean {
  return /^[A-Z0-9]{4}([-\s]?[A-Z0-9]{4}){3}$/i.test(text.trim());
}

export const soldOutLines = (cart: CartView) => cart.lines.filter((line) => !line.available);
