// What somebody is about to do with part of an order, and the request it becomes. Amounts in minor units.
import type { Address } from '$shared/types';
import type { EditLine, NewEdit, NewFulfilment, NewRefund, RefundTo } from '../data/after_sale';
import type { AdminLine, AdminOrder } from '../data/types';
import { parseMoney } from '../parts/money';

type Line = Pick<AdminLine, 'id' | 'quantity' | 'fulfilled' | 'refunded' | 'to_fulfil'>;
type Lines = { lines: readonly Line[] };

/** Units chosen of each line, by the line's id. */
export type Chosen = Record<string, number>;

export const unitsOf = (chosen: Chosen): number => Object.values(chosen).reduce((all, each) => all + each, 0);

/** Units that are still to leave, and those whose money may still go back. */
export const sendable = (line: Line): number => line.to_fulfil ?? Math.max(0, line.quantity - (line.fulfilled ?? 0) - (line.refunded ?? 0));
export const refundable = (line: Line): number => Math.max(0, line.quantity - (line.refunded ?? 0));

/** What left and was not given back may come back. */
export const returnable = (line: Line): number => Math.max(0, Math.min(line.fulfilled ?? 0, refundable(line)));

export const allToSend = (order: Lines): Chosen => Object.fromEntries(order.lines.map((each) => [each.id, sendable(each)]));
export const leftToSend = (order: Lines): number => unitsOf(allToSend(order));

/** What was chosen, as far as the order still allows it. */
export function clamped(chosen: Chosen, order: Lines, most: (line: Line) => number): Chosen {
  return Object.fromEntries(order.lines.map((each) => [each.id, Math.min(chosen[each.id] ?? 0, most(each))]));
}

const chosenLines = (chosen: Chosen) =>
  Object.entries(chosen)
    .filter(([, quantity]) => quantity > 0)
    .map(([line_id, quantity]) => ({ line_id, quantity }));

export function fulfilmentOf(chosen: Chosen, carrier: string, tracking: string, version?: number): NewFulfilment {
  return { lines: chosenLines(chosen), carrier: carrier.trim(), tracking: tracking.trim(), version };
}

export interface RefundDraft {
  units: Chosen;
  restock: Record<string, boolean>;
  shipping: string;
  extra: string;
  fee: string;
  to: RefundTo;
  credit: string;
  reason: string;
}

export const emptyRefund = (order: Lines): RefundDraft => ({
  units: {},
  // What has not left is on the shelf; what left comes back in the returns desk, if it does.
  restock: Object.fromEntries(order.lines.map((each) => [each.id, sendable(each) > 0])),
  shipping: '',
  extra: '',
  fee: '',
  to: 'original',
  credit: '',
  reason: '',
});

export const everything = (order: Lines): Chosen => Object.fromEntries(order.lines.map((each) => [each.id, refundable(each)]));

export type MoneyField = 'shipping' | 'extra' | 'fee' | 'credit';

const amountOf = (text: string, currency: string): number | null => (text.trim() === '' ? 0 : parseMoney(text, currency));

/** The typed amounts that are none. */
export function wrongAmounts(draft: RefundDraft, currency: string): MoneyField[] {
  const asked: MoneyField[] = draft.to === 'split' ? ['shipping', 'extra', 'fee', 'credit'] : ['shipping', 'extra', 'fee'];
  return asked.filter((name) => amountOf(draft[name], currency) === null);
}

/** Null when a typed amount is none, or nothing is given back yet. */
export function refundOf(draft: RefundDraft, currency: string, version?: number): NewRefund | null {
  if (wrongAmounts(draft, currency).length) return null;
  const amount = (name: MoneyField) => amountOf(draft[name], currency) ?? 0;
  const lines = chosenLines(draft.units).map((each) => ({ ...each, restock: draft.restock[each.line_id] ?? true }));
  const body: NewRefund = {
    lines,
    shipping: amount('shipping'),
    extra: amount('extra'),
    fee: amount('fee'),
    to: draft.to,
    store_credit: draft.to === 'split' ? amount('credit') : 0,
    reason: draft.reason.trim(),
    version,
  };
  return lines.length || body.shipping || body.extra ? body : null;
}

/** Of the delivery, what has not been given back yet. */
export function shippingLeft(order: Pick<AdminOrder, 'totals' | 'refunds'>): number {
  const given = (order.refunds ?? []).reduce((all, each) => all + each.shipping.amount, 0);
  return Math.max(0, (order.totals.shipping?.amount ?? 0) - given);
}

export interface EditDraft {
  /** By line: how many it shall be. */
  quantities: Chosen;
  added: { variant_id: string; title: string; quantity: number }[];
  address: Address;
  reason: string;
  notify: boolean;
}

export const editDraftOf = (order: Pick<AdminOrder, 'lines' | 'shipping_address'>): EditDraft => ({
  quantities: Object.fromEntries(order.lines.map((each) => [each.id, each.quantity])),
  added: [],
  address: { ...order.shipping_address },
  reason: '',
  notify: true,
});

/** Fewer a line cannot be: so many have left or were given back. */
export const fewest = (line: Line): number => (line.fulfilled ?? 0) + (line.refunded ?? 0);

const addressFields = ['name', 'line1', 'line2', 'city', 'region', 'postal_code', 'country', 'phone'] as const;
const sameAddress = (a: Address, b: Address) => addressFields.every((name) => (a[name] ?? '').trim() === (b[name] ?? '').trim());

/** What the draft changes; null when nothing. */
export function editOf(draft: EditDraft, order: Pick<AdminOrder, 'lines' | 'shipping_address' | 'version'>): NewEdit | null {
  const lines: EditLine[] = order.lines
    .filter((each) => draft.quantities[each.id] !== undefined && draft.quantities[each.id] !== each.quantity)
    .map((each) => ({ line_id: each.id, quantity: draft.quantities[each.id] as number }));
  lines.push(...draft.added.filter((each) => each.quantity > 0).map(({ variant_id, quantity }) => ({ variant_id, quantity })));
  const moved = !sameAddress(draft.address, order.shipping_address);
  if (lines.length === 0 && !moved) return null;
  const body: NewEdit = { lines, reason: draft.reason.trim(), notify: draft.notify, version: order.version };
  if (moved) {
    const address = { ...draft.address };
    for (const name of ['line2', 'region', 'phone'] as const) address[name] = address[name]?.trim() || null;
    body.shipping_address = address;
  }
  return body;
}

/** After somebody else's change: what was typed stays, and lines follow the order as it is now. */
export function rebased(draft: EditDraft, before: Pick<AdminOrder, 'lines'>, now: Pick<AdminOrder, 'lines'>): EditDraft {
  const was = new Map(before.lines.map((each) => [each.id, each.quantity]));
  const quantities = Object.fromEntries(
    now.lines.map((each) => {
      const typed = draft.quantities[each.id];
      const touched = typed !== undefined && typed !== was.get(each.id);
      return [each.id, touched ? Math.max(typed, fewest(each)) : each.quantity];
    }),
  );
  return { ...draft, quantities };
}
