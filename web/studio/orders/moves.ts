// What may be done with an order in each status: the same table as the server's guarded moves.
import type { AdminOrder, AdminStatus } from '../data/types';
import { leftToSend, refundable, returnable } from './drafts';

export type Move = 'fulfil' | 'deliver' | 'edit' | 'return' | 'refund' | 'cancel';

const allowed: Record<AdminStatus, readonly Move[]> = {
  placed: ['cancel'],
  paid: ['fulfil', 'edit', 'return', 'refund', 'cancel'],
  fulfilled: ['deliver', 'return', 'refund'],
  delivered: ['return', 'refund'],
  cancelled: [],
  refunded: [],
  dropped: [],
};

export type Fulfilment = 'unfulfilled' | 'partial' | 'fulfilled';
export const fulfilments: readonly Fulfilment[] = ['unfulfilled', 'partial', 'fulfilled'];

type Known = Pick<AdminOrder, 'status'> & Partial<Pick<AdminOrder, 'lines' | 'amounts' | 'fulfilments'>>;

/** Beyond the status: nothing is sent that is not paid, what has left is not cancelled, what went back does not go back twice. */
export function movesOf(order: Known): readonly Move[] {
  const lines = order.lines;
  return (allowed[order.status] ?? []).filter((move) => {
    if (move === 'fulfil') return (order.amounts?.due.amount ?? 0) === 0 && (!lines || leftToSend({ lines }) > 0);
    if (move === 'return') return Boolean(lines?.some((each) => returnable(each) > 0));
    if (move === 'cancel') return !order.fulfilments?.length;
    if (move === 'refund') return !order.amounts || order.amounts.refunded.amount < order.amounts.paid.amount + order.amounts.credit_used.amount || Boolean(lines?.some((each) => refundable(each) > 0));
    return true;
  });
}

export const statuses: readonly AdminStatus[] = ['paid', 'fulfilled', 'delivered', 'placed', 'cancelled', 'refunded', 'dropped'];

export const toneOf = (status: AdminStatus): 'good' | 'warn' | 'bad' | 'plain' | 'busy' =>
  ({ placed: 'plain', paid: 'warn', fulfilled: 'busy', delivered: 'good', cancelled: 'bad', refunded: 'bad', dropped: 'plain' }) [status] as 'plain';

export const piecesOf = (order: Pick<AdminOrder, 'lines'>): number => order.lines.reduce((all, each) => all + each.quantity, 0);
