// What staff do after the sale: parcels, refunds in part, edits, returns, warranties; one function an endpoint.
import { api, type RequestOptions } from '$shared/api/client';
import type { Address, MoneyValue, OrderRefund, Page } from '$shared/types';
import type { AdminOrder } from './types';

const e = encodeURIComponent;
type Query = NonNullable<RequestOptions['query']>;

export interface Units {
  line_id: string;
  quantity: number;
}
export interface NewFulfilment {
  lines: Units[];
  carrier: string;
  tracking: string;
  version?: number;
}
export type RefundTo = 'original' | 'store_credit' | 'split';
export interface NewRefund {
  lines: (Units & { restock: boolean })[];
  /** Minor units, as all amounts here. */
  shipping: number;
  extra: number;
  fee: number;
  to: RefundTo;
  store_credit: number;
  reason: string;
  version?: number;
}
export interface RefundAnswer {
  refund: OrderRefund & { to_exchange: MoneyValue };
  refundable_after: MoneyValue;
  /** Null: only worked out. */
  order: AdminOrder | null;
}
export interface EditLine {
  line_id?: string;
  variant_id?: string;
  quantity: number;
}
export interface NewEdit {
  lines: EditLine[];
  shipping_address?: Address;
  reason: string;
  notify: boolean;
  version?: number;
}
export interface EditAnswer {
  order: AdminOrder;
  difference: MoneyValue;
  refunded: MoneyValue;
  due: MoneyValue;
}

export type ReturnStatus = 'requested' | 'approved' | 'received' | 'settled' | 'declined' | 'cancelled';
export type Resolution = 'original' | 'store_credit' | 'exchange';
export type Condition = 'as_new' | 'worn' | 'damaged';
export interface ReturnMoney {
  goods: MoneyValue;
  shipping: MoneyValue;
  fee: MoneyValue;
  amount: MoneyValue;
  to_original: MoneyValue;
  to_store_credit: MoneyValue;
  to_exchange: MoneyValue;
}
/** Units that come back or come instead, and what they are worth. */
export interface SettledLine {
  line_id: string;
  variant_id: string;
  title: string;
  variant_title: string;
  quantity: number;
  amount: MoneyValue;
}
export interface SettlementPreview {
  lines: SettledLine[];
  extra: MoneyValue;
  money: ReturnMoney;
  exchange: { value: MoneyValue; price: MoneyValue; due: MoneyValue; left: MoneyValue; lines: SettledLine[] } | null;
}
export interface Photo {
  id: string;
  url: string;
  alt: string;
}
export interface HistoryEntry {
  at: string;
  status: string;
  actor: string;
  account_id: string | null;
  text: string;
}
export interface ReturnLine {
  line_id: string;
  product: { id: string; handle: string; title: string; image: { url: string; alt: string } | null };
  variant_title: string;
  quantity: number;
  reason: string;
  note: string;
  photos: Photo[];
  received: number | null;
  condition: Condition | null;
}
export interface ReturnView {
  id: string;
  order_id: string;
  order_number: string;
  status: ReturnStatus;
  version: number;
  requested_at: string;
  updated_at: string;
  lines: ReturnLine[];
  resolution: Resolution;
  exchange_lines: { variant_id: string; quantity: number }[];
  estimate: ReturnMoney | null;
  money: ReturnMoney | null;
  exchange_order_id: string | null;
  exchange_due: MoneyValue | null;
  can_cancel: boolean;
  history: HistoryEntry[];
}
export interface ReturnReason {
  code: string;
  label: string;
  label_vi: string;
  photos: boolean;
  our_fault: boolean;
}
export interface ReturnPolicy {
  window_days: number;
  transit_days: number;
  reasons: ReturnReason[];
  fee: number;
  fee_percent: number;
  shipping_back: 'never' | 'our_fault' | 'always';
  approve_at_once: boolean;
  store_credit: boolean;
  exchanges: boolean;
  final_sale_tags: string[];
  warranty_months: number;
  version: number;
}
export interface Receipt {
  lines: (Units & { condition: Condition; restock: boolean })[];
  version: number;
}
export interface Settlement {
  fee?: number;
  shipping?: number;
  extra?: number;
  resolution?: Resolution;
  without_goods?: boolean;
  reason?: string;
  version: number;
}

export type ClaimStatus = 'opened' | 'accepted' | 'resolved' | 'declined';
export type Remedy = 'repair' | 'replacement' | 'refund';
export interface ClaimView {
  id: string;
  warranty_id: string;
  order_id: string;
  line_id: string;
  status: ClaimStatus;
  version: number;
  opened_at: string;
  title: string;
  problem: string;
  photos: Photo[];
  remedy: Remedy | null;
  refunded: MoneyValue | null;
  replacement_order_id: string | null;
  history: HistoryEntry[];
}

const order = (id: string, rest: string) => `/v1/admin/orders/${e(id)}/${rest}`;
const preview = { query: { preview: true } };

export const afterSale = {
  fulfil: (id: string, body: NewFulfilment, idempotencyKey: string) => api.post<AdminOrder>(order(id, 'fulfilments'), body, { idempotencyKey }),
  deliver: (id: string, parcel: string, idempotencyKey: string) =>
    api.post<AdminOrder>(order(id, `fulfilments/${e(parcel)}/deliver`), {}, { idempotencyKey }),
  /** The address of the sheet for a parcel; without one, of all that is still to be sent. */
  slip: (id: string, parcel?: string) => order(id, `packing_slip${parcel ? `?fulfilment_id=${e(parcel)}` : ''}`),
  previewRefund: (id: string, body: NewRefund) => api.post<RefundAnswer>(order(id, 'refunds'), body, preview),
  refund: (id: string, body: NewRefund, idempotencyKey: string) => api.post<RefundAnswer>(order(id, 'refunds'), body, { idempotencyKey }),
  previewEdit: (id: string, body: NewEdit) => api.post<EditAnswer>(order(id, 'edits'), body, preview),
  edit: (id: string, body: NewEdit, idempotencyKey: string) => api.post<EditAnswer>(order(id, 'edits'), body, { idempotencyKey }),

  returns: (query: Query) => api.get<Page<ReturnView>>('/v1/admin/returns', { query }),
  oneReturn: (id: string) => api.get<ReturnView>(`/v1/admin/returns/${e(id)}`),
  openReturn: (id: string, body: { lines: (Units & { reason: string; note: string })[]; resolution: Resolution }, idempotencyKey: string) =>
    api.post<ReturnView>(order(id, 'returns'), body, { idempotencyKey }),
  decideReturn: (id: string, verb: 'approve' | 'decline', body: { text: string; version: number }, idempotencyKey: string) =>
    api.post<ReturnView>(`/v1/admin/returns/${e(id)}/${verb}`, body, { idempotencyKey }),
  receive: (id: string, body: Receipt, idempotencyKey: string) => api.post<ReturnView>(`/v1/admin/returns/${e(id)}/receive`, body, { idempotencyKey }),
  previewSettlement: (id: string, body: Settlement) => api.post<SettlementPreview>(`/v1/admin/returns/${e(id)}/settle/preview`, body),
  settle: (id: string, body: Settlement, idempotencyKey: string) => api.post<ReturnView>(`/v1/admin/returns/${e(id)}/settle`, body, { idempotencyKey }),
  policy: () => api.get<ReturnPolicy>('/v1/admin/return_policy'),
  setPolicy: (body: ReturnPolicy) => api.put<ReturnPolicy>('/v1/admin/return_policy', body),

  claims: (query: Query) => api.get<Page<ClaimView>>('/v1/admin/claims', { query }),
  decideClaim: (id: string, verb: 'accept' | 'decline', body: { text: string; version: number }, idempotencyKey: string) =>
    api.post<ClaimView>(`/v1/admin/claims/${e(id)}/${verb}`, body, { idempotencyKey }),
  resolveClaim: (id: string, body: { remedy: Remedy; text: string; version: number }, idempotencyKey: string) =>
    api.post<ClaimView>(`/v1/admin/claims/${e(id)}/resolve`, body, { idempotencyKey }),
};
