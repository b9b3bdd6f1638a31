// What may be done with a return or a claim, and what receiving and settling ask for. Amounts in minor units.
import type { ClaimStatus, Condition, Receipt, Resolution, ReturnPolicy, ReturnStatus, ReturnView, Settlement } from '../data/after_sale';
import { moneyText, parseMoney } from '../parts/money';

export type ReturnMove = 'approve' | 'receive' | 'settle' | 'settle_without' | 'decline';
export type ClaimMove = 'accept' | 'resolve' | 'decline';
type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'busy';

export const returnStatuses: readonly ReturnStatus[] = ['requested', 'approved', 'received', 'settled', 'declined', 'cancelled'];
export const claimStatuses: readonly ClaimStatus[] = ['opened', 'accepted', 'resolved', 'declined'];
export const conditions: readonly Condition[] = ['as_new', 'worn', 'damaged'];

const returnMoves: Record<ReturnStatus, readonly ReturnMove[]> = {
  requested: ['approve', 'decline'],
  approved: ['receive', 'settle_without', 'decline'],
  received: ['settle'],
  settled: [],
  declined: [],
  cancelled: [],
};
const claimMoves: Record<ClaimStatus, readonly ClaimMove[]> = { opened: ['accept', 'decline'], accepted: ['resolve', 'decline'], resolved: [], declined: [] };

export const movesOfReturn = (status: ReturnStatus): readonly ReturnMove[] => returnMoves[status] ?? [];
export const movesOfClaim = (status: ClaimStatus): readonly ClaimMove[] => claimMoves[status] ?? [];

export const toneOfReturn = (status: string): Tone =>
  (({ requested: 'warn', approved: 'busy', received: 'warn', settled: 'good', declined: 'bad', cancelled: 'plain' }) as Record<string, Tone>)[status] ?? 'plain';
export const toneOfClaim = (status: string): Tone =>
  (({ opened: 'warn', accepted: 'busy', resolved: 'good', declined: 'bad' }) as Record<string, Tone>)[status] ?? 'plain';

export interface Arrival {
  line_id: string;
  asked: number;
  quantity: number;
  condition: Condition;
  restock: boolean;
}

/** All of it, as new, back into stock: until somebody says otherwise. */
export const arrivalsOf = (view: Pick<ReturnView, 'lines'>): Arrival[] =>
  view.lines.map((each) => ({ line_id: each.line_id, asked: each.quantity, quantity: each.quantity, condition: 'as_new', restock: true }));

/** What is damaged is not put back on the shelf by itself. */
export const inCondition = (arrival: Arrival, condition: Condition): Arrival => ({ ...arrival, condition, restock: condition === 'as_new' });

export const receiptOf = (arrivals: readonly Arrival[], version: number): Receipt => ({
  lines: arrivals.map(({ line_id, quantity, condition, restock }) => ({ line_id, quantity, condition, restock: restock && quantity > 0 })),
  version,
});

export interface SettleDraft {
  fee: string;
  shipping: string;
  extra: string;
  resolution: Resolution;
  reason: string;
}

/** Begins with what the policy says, as it was estimated. */
export function settleDraftOf(view: Pick<ReturnView, 'estimate' | 'resolution'>): SettleDraft {
  const said = (money: { amount: number; currency: string } | undefined) => (money ? moneyText(money.amount, money.currency) : '');
  return { fee: said(view.estimate?.fee), shipping: said(view.estimate?.shipping), extra: '', resolution: view.resolution, reason: '' };
}

const amountOf = (text: string, currency: string): number | null => (text.trim() === '' ? 0 : parseMoney(text, currency));

export const wrongSums = (draft: SettleDraft, currency: string): ('fee' | 'shipping' | 'extra')[] =>
  (['fee', 'shipping', 'extra'] as const).filter((name) => amountOf(draft[name], currency) === null);

/** Null when a typed amount is none. */
export function settlementOf(draft: SettleDraft, view: Pick<ReturnView, 'version' | 'resolution'>, currency: string, withoutGoods: boolean): Settlement | null {
  if (wrongSums(draft, currency).length) return null;
  return {
    fee: amountOf(draft.fee, currency) ?? 0,
    shipping: amountOf(draft.shipping, currency) ?? 0,
    extra: amountOf(draft.extra, currency) ?? 0,
    resolution: draft.resolution === view.resolution ? undefined : draft.resolution,
    without_goods: withoutGoods || undefined,
    reason: draft.reason.trim(),
    version: view.version,
  };
}

const numbers = ['window_days', 'transit_days', 'fee', 'fee_percent', 'warranty_months'] as const;
export const policyFields = [...numbers, 'shipping_back', 'approve_at_once', 'store_credit', 'exchanges', 'final_sale_tags', 'reasons'] as const;
export type PolicyField = (typeof policyFields)[number];

/** The fields in which two policies differ. */
export const differences = (a: ReturnPolicy, b: ReturnPolicy): PolicyField[] => policyFields.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));

/** A code for a new reason: letters of its label, and none that is taken. */
export function codeFor(label: string, taken: readonly string[]): string {
  const bare = label.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase();
  const base = bare.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 32) || 'reason';
  for (let at = 1; ; at += 1) {
    const code = at === 1 ? base : `${base}_${at}`;
    if (!taken.includes(code)) return code;
  }
}
