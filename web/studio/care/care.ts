// The inbox's API, one function an endpoint, and what may be said of a conversation without asking the server.
import { api, type RequestOptions } from '$shared/api/client';
import { uploadTo, type Upload } from '$shared/api/upload';
import type { Address, ImageView, MoneyValue, Page } from '$shared/types';
import type { ClaimView, EditLine, NewEdit, ReturnView } from '../data/after_sale';
import type { AdminOrder } from '../data/types';

const e = encodeURIComponent;
type Query = NonNullable<RequestOptions['query']>;

export type CareStatus = 'open' | 'pending' | 'snoozed' | 'resolved' | 'merged';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';
/** How a message feels; unknown: nobody has read it. */
export type Feeling = 'unknown' | 'negative' | 'neutral' | 'positive';
export type Sort = 'newest' | 'due' | 'urgency';
export const priorities: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

export interface Colleague {
  id: string;
  name: string;
  typing?: boolean;
}
export interface Conversation {
  id: string;
  channel: string;
  subject: string;
  team: string;
  excerpt: string;
  customer: { account_id: string | null; name: string; address: string; locale: string; verified: boolean };
  status: CareStatus;
  priority: Priority;
  assignee: Colleague | null;
  labels: string[];
  opened_at: string;
  last_at: string;
  reply_due: string | null;
  resolution_due: string | null;
  snoozed_until: string | null;
  first_replied_at: string | null;
  resolved_at: string | null;
  escalated: boolean;
  unread: number;
  messages: number;
  rating: number | null;
  rating_text: string;
  version: number;
  merged_into: string | null;
  split_from: string | null;
  topic: string;
  product_id: string | null;
  feeling: Feeling;
  feeling_score: number;
  intent: string;
  severity: 'none' | 'taste' | 'late' | 'defect' | 'money' | 'safety';
  words: string[];
  feeling_corrected: boolean;
  intent_corrected: boolean;
  urgency: number;
}
export interface Happened {
  kind: string;
  value: string;
  amount: MoneyValue | null;
  reference: string;
}
export interface Turn {
  id: string;
  direction: 'in' | 'out' | 'note' | 'event';
  author_id: string | null;
  author_name: string;
  text: string;
  html: string;
  delivery: 'none' | 'queued' | 'sent' | 'failed' | 'delivered' | 'read';
  failure: string;
  happened: Happened | null;
  mentions: string[];
  attachments: TurnPicture[];
  cards: TurnCard[];
  at: string;
}
/** A product or an order that is shown with a message, as it is now; neither: it is gone. */
export interface TurnCard {
  product: { id: string; handle: string; title: string; price: MoneyValue; available: boolean; image: ImageView | null } | null;
  order: OrderCard | null;
}
export interface OrderCard {
  id: string;
  number: string;
  status: string;
  total: MoneyValue;
  placed_at: string;
}
/** Its addresses end within two hours; asked for again, they are new. */
export interface TurnPicture {
  id: string;
  url: string;
  srcset: string | null;
  width: number;
  height: number;
  alt: string;
}
export type GiftKind = 'refund' | 'credit' | 'edit' | 'cancel' | 'replacement' | 'settlement' | 'claim' | 'payment';
/** What somebody asked to give and may not give alone. */
export interface Approval {
  id: string;
  status: 'pending' | 'approved' | 'declined';
  kind: GiftKind;
  conversation_id: string | null;
  reference: string;
  order_number: string;
  amount: MoneyValue;
  reason: string;
  asker: Colleague;
  decided_by: Colleague | null;
  answer: string;
  at: string;
  decided_at: string | null;
}
export interface GiftWish {
  kind: GiftKind;
  conversation_id?: string;
  order_id?: string;
  lines?: { line_id: string; quantity: number; restock?: boolean }[];
  shipping?: number;
  extra?: number;
  to?: string;
  amount?: MoneyValue;
  edit?: { lines: EditLine[]; shipping_address?: Address; notify: boolean };
  settlement?: { return_id: string; fee?: number; shipping?: number; extra?: number; resolution?: string; without_goods?: boolean };
  claim?: { claim_id: string; remedy: string };
  payment?: { payment_id: string; amount?: MoneyValue };
  reason: string;
}
export interface CareDetail {
  conversation: Conversation;
  messages: Turn[];
  earlier_cursor: string | null;
  others: Colleague[];
  earlier: Conversation[];
  /** That gave the same address: nobody has shown that it is one person. */
  same_address: Conversation[];
  merged: Conversation[];
  approvals: Approval[];
  terms: { rule: string; closes_at: string | null; open: boolean; text_max: number; pictures_max: number; cards_max: number };
  /** Of a chat that its customer sits in front of. */
  live: { thread_id: string; read_message_id: string | null } | null;
  room: { may_give: boolean; refund_max: number | null; credit_max: number | null; day_left: number | null };
}
/** By the account, and by an address only where it is proven. */
export interface Belongings {
  known: boolean;
  orders: AdminOrder[];
  returns: ReturnView[];
  warranties: { id: string; order_id: string; title: string; serial: string; starts_at: string; expires_at: string; over: boolean }[];
  claims: Pick<ClaimView, 'id' | 'warranty_id' | 'order_id' | 'title' | 'status' | 'opened_at'>[];
  store_credit: MoneyValue | null;
}
export interface Counts {
  open: number;
  mine: number;
  nobody: number;
  pending: number;
  snoozed: number;
  late: number;
}
export interface SavedReply {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  text_vi: string;
  status: CareStatus | null;
  priority: Priority | null;
  labels: string[];
  uses: number;
  version: number;
}
export interface CareSettings {
  hours: { from: number; to: number }[];
  time_zone: string;
  utc_offset_minutes: number;
  promises: { priority: Priority; reply_minutes: number; resolve_minutes: number }[];
  topics: { code: string; label: string; label_vi: string; team: string; priority: Priority; intents: string[] }[];
  agents: { account_id: string; teams: string[]; open_max: number }[];
  assign: boolean;
  ask_rating: boolean;
  raise: boolean;
  labels: string[];
  limits: {
    refund_max: number | null;
    credit_max: number | null;
    day_max: number | null;
    others: { currency: string; refund_max: number | null; credit_max: number | null; day_max: number | null }[];
  };
  version: number;
}
export interface ReportLine {
  name: string;
  opened: number;
  answered: number;
  resolved: number;
  late: number;
  rated: number;
  backlog: number;
  first_reply_minutes: number | null;
  first_reply_p90: number | null;
  resolution_minutes: number | null;
  rating: number | null;
}
export interface CareReport {
  since: string;
  complete: boolean;
  backlog: { open: number; pending: number; snoozed: number; nobody: number; late: number };
  all: ReportLine;
  channels: ReportLine[];
  agents: ReportLine[];
  labels: ReportLine[];
  reasons: ReportLine[];
  products: ReportLine[];
}
export interface Change {
  status?: CareStatus;
  snoozed_until?: string;
  priority?: Priority;
  assignee_id?: string;
  labels?: string[];
  feeling?: Feeling;
  intent?: string;
  topic?: string;
  product_id?: string;
  version?: number;
}
export interface ChangeMany extends Omit<Change, 'labels' | 'version'> {
  add_labels?: string[];
  remove_labels?: string[];
}
export interface ChangedOne {
  id: string;
  outcome: 'changed' | 'unchanged' | 'refused';
  conversation: Conversation | null;
  code: string;
  detail: string;
}
interface Written {
  message: Turn;
  conversation: Conversation;
}
interface Given {
  message: Turn | null;
  amount: MoneyValue;
  reference: string;
}

const base = '/v1/admin/conversations';
const at = (id: string) => `${base}/${e(id)}`;

export const care = {
  list: (query: Query) => api.get<Page<Conversation>>(base, { query }),
  counts: () => api.get<Counts>(`${base}/counts`),
  colleagues: () => api.get<{ items: Colleague[] }>(`${base}/colleagues`),
  one: (id: string, cursor?: string | null) => api.get<CareDetail>(at(id), { query: { cursor } }),
  of: (account: string) => api.get<Page<Conversation>>(`/v1/admin/accounts/${e(account)}/conversations`, { query: { limit: 50 } }),
  belongings: (id: string, number?: string) => api.get<Belongings>(`${at(id)}/belongings`, { query: { number } }),
  seen: (id: string, message?: string) => api.post<void>(`${at(id)}/seen`, { message_id: message }),
  here: (id: string, said: { typing?: boolean; answering?: boolean; leaving?: boolean }) => api.put<{ others: Colleague[]; version: number }>(`${at(id)}/presence`, said),
  change: (id: string, change: Change) => api.patch<Conversation>(at(id), change),
  changeMany: (ids: string[], change: ChangeMany) => api.post<{ items: ChangedOne[] }>(`${base}/changes`, { ids, ...change }),
  answer: (id: string, body: { text: string; media_ids?: string[]; cards?: { product_id?: string; order_id?: string }[]; then?: CareStatus; saved_reply_id?: string }, key: string) => api.post<Written>(`${at(id)}/answers`, body, { idempotencyKey: key }),
  putPicture: (id: string, file: Blob, progress: (part: number) => void): Upload => uploadTo(`${at(id)}/pictures`, file, progress),
  ordersToShow: (id: string) => api.get<{ items: OrderCard[] }>(`${at(id)}/orders`),
  note: (id: string, body: { text: string; mentions: string[] }, key: string) => api.post<Written>(`${at(id)}/notes`, body, { idempotencyKey: key }),
  retry: (id: string, message: string) => api.post<Written>(`${at(id)}/messages/${e(message)}/retry`),
  refund: (id: string, body: { order_id: string; lines?: GiftWish['lines']; shipping?: number; extra?: number; to: string; reason: string; version?: number; preview?: boolean }, key?: string) => api.post<Given>(`${at(id)}/refunds`, body, { idempotencyKey: key }),
  credit: (id: string, body: { amount: MoneyValue; reason: string }, key: string) => api.post<Given>(`${at(id)}/credits`, body, { idempotencyKey: key }),
  startReturn: (id: string, body: { order_id: string; reason: string; lines: { line_id: string; quantity: number; reason: string; note: string }[]; resolution: string; exchange_lines?: { variant_id: string; quantity: number }[] }, key: string) =>
    api.post<Given>(`${at(id)}/returns`, body, { idempotencyKey: key }),
  edit: (id: string, body: NewEdit & { order_id: string }, key: string) => api.post<Given>(`${at(id)}/edits`, body, { idempotencyKey: key }),
  cancel: (id: string, body: { order_id: string; reason: string; version?: number }, key: string) => api.post<Given>(`${at(id)}/cancellations`, body, { idempotencyKey: key }),
  replace: (id: string, body: { order_id: string; lines: { line_id: string; quantity: number }[]; reason?: string; version?: number; preview?: boolean }, key?: string) =>
    api.post<Given>(`${at(id)}/replacements`, body, { idempotencyKey: key }),
  merge: (id: string, into: string, key: string) => api.post<Conversation>(`${at(id)}/merge`, { into }, { idempotencyKey: key }),
  unmerge: (id: string, key: string) => api.post<Conversation>(`${at(id)}/unmerge`, undefined, { idempotencyKey: key }),
  split: (id: string, messages: string[], key: string) => api.post<Conversation>(`${at(id)}/split`, { message_ids: messages }, { idempotencyKey: key }),
  approvals: (query: Query) => api.get<Page<Approval>>('/v1/admin/care/approvals', { query }),
  askApproval: (wish: GiftWish, key: string) => api.post<Approval>('/v1/admin/care/approvals', wish, { idempotencyKey: key }),
  decide: (id: string, approve: boolean, answer: string, key: string) => api.post<Approval>(`/v1/admin/care/approvals/${e(id)}/decision`, { approve, answer }, { idempotencyKey: key }),
  segmentsOf: (account: string) => api.get<{ items: { id: string; handle: string; name: string; since: string }[] }>(`/v1/admin/accounts/${e(account)}/segments`),
  replies: () => api.get<{ items: SavedReply[] }>('/v1/admin/saved_replies'),
  addReply: (body: object, key: string) => api.post<SavedReply>('/v1/admin/saved_replies', body, { idempotencyKey: key }),
  changeReply: (id: string, body: object) => api.put<SavedReply>(`/v1/admin/saved_replies/${e(id)}`, body),
  deleteReply: (id: string) => api.delete<void>(`/v1/admin/saved_replies/${e(id)}`),
  settings: () => api.get<CareSettings>('/v1/admin/care/settings'),
  setSettings: (settings: CareSettings) => api.put<CareSettings>('/v1/admin/care/settings', settings),
  report: (days: number) => api.get<CareReport>('/v1/admin/care/report', { query: { days } }),
};

/** What is next to be kept: null when it is not the shop's turn. */
export function dueOf(each: Pick<Conversation, 'status' | 'reply_due' | 'resolution_due'>): string | null {
  if (each.status !== 'open') return null;
  const both = [each.reply_due, each.resolution_due].filter((one): one is string => one !== null).sort();
  return both[0] ?? null;
}

export const isLate = (due: string | null, now: Date): boolean => due !== null && new Date(due) <= now;

/** The saved words for this customer: in their language where there is one, with the names filled in. */
export function wordsFor(reply: Pick<SavedReply, 'text' | 'text_vi'>, about: { locale: string; name: string; agent: string; order: string }): string {
  const text = about.locale === 'vi' && reply.text_vi ? reply.text_vi : reply.text;
  const first = about.name.trim().split(/\s+/)[about.locale === 'vi' ? about.name.trim().split(/\s+/).length - 1 : 0] ?? '';
  return text.replaceAll('{name}', first).replaceAll('{agent}', about.agent).replaceAll('{order}', about.order).replaceAll(/ {2,}/g, ' ');
}

/** Times that one sleeps until: later today, tomorrow at nine, Monday at nine, in a week. */
export function sleeps(now: Date): { name: string; at: Date }[] {
  const nine = (days: number): Date => {
    const day = new Date(now);
    day.setDate(day.getDate() + days);
    day.setHours(9, 0, 0, 0);
    return day;
  };
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const later = new Date(now);
  later.setHours(now.getHours() + 3, 0, 0, 0);
  return [
    { name: 'later', at: later },
    { name: 'tomorrow', at: nine(1) },
    { name: 'monday', at: nine(toMonday) },
    { name: 'week', at: nine(7) },
  ];
}
