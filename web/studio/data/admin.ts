// One function an endpoint of the staff's API.
import { api, type RequestOptions } from '$shared/api/client';
import type { MoneyValue, Page } from '$shared/types';
import type * as T from './types';

const e = encodeURIComponent;
type Query = NonNullable<RequestOptions['query']>;

/** A visitor or another account. */
export type LinkOther = { visitor: string } | { account_id: string };

export const admin = {
  overview: () => api.get<T.Overview>('/v1/admin/overview'),
  interactions: (limit: number, visitor?: string) =>
    api.get<{ items: T.Interaction[] }>('/v1/admin/interactions', { query: { limit, visitor } }),

  orders: (query: Query) => api.get<Page<T.AdminOrder>>('/v1/admin/orders', { query }),
  order: (id: string) => api.get<T.AdminOrder>(`/v1/admin/orders/${e(id)}`),
  moveOrder: (id: string, verb: 'fulfil' | 'deliver' | 'cancel' | 'refund', body: object, key: string) =>
    api.post<T.AdminOrder>(`/v1/admin/orders/${e(id)}/${verb}`, body, { idempotencyKey: key }),

  products: (query: Query) => api.get<Page<T.AdminProduct>>('/v1/admin/products', { query }),
  product: (id: string) => api.get<T.AdminProduct>(`/v1/admin/products/${e(id)}`),
  createProduct: (body: object, key: string) => api.post<T.AdminProduct>('/v1/admin/products', body, { idempotencyKey: key }),
  updateProduct: (id: string, change: object) => api.patch<T.AdminProduct>(`/v1/admin/products/${e(id)}`, change),
  updateVariant: (id: string, change: object) => api.patch<T.AdminVariant>(`/v1/admin/variants/${e(id)}`, change),
  collections: () => api.get<Page<T.CollectionRef>>('/v1/admin/collections'),

  stock: (query: Query) => api.get<Page<T.StockItem>>('/v1/admin/stock', { query }),
  setStock: (variant: string, body: { location: string; on_hand: number; reason?: string }) =>
    api.put<T.StockLevel>(`/v1/admin/variants/${e(variant)}/stock`, body),
  ledger: (variant: string, cursor: string | null) =>
    api.get<Page<T.LedgerEntry>>(`/v1/admin/variants/${e(variant)}/ledger`, { query: { limit: 100, cursor } }),

  posts: (query: Query) => api.get<Page<T.StaffPost>>('/v1/admin/posts', { query }),
  removePost: (id: string) => api.delete<void>(`/v1/posts/${e(id)}`),

  people: (query: Query) => api.get<Page<T.Person>>('/v1/admin/people', { query }),
  person: (id: string) => api.get<T.PersonDetail>(`/v1/admin/people/${e(id)}`),
  link: (id: string, other: LinkOther) => api.post<void>(`/v1/admin/people/${e(id)}/merge`, other),
  unlink: (id: string, other: LinkOther) => api.post<void>(`/v1/admin/people/${e(id)}/unmerge`, other),
  previewLink: (id: string, change: 'merge' | 'unmerge', other: LinkOther) =>
    api.get<T.LinkPreview>(`/v1/admin/people/${e(id)}/link_preview`, { query: { change, ...other } }),
  suggestions: (cursor: string | null) => api.get<Page<T.PersonSuggestion>>('/v1/admin/people/suggestions', { query: { limit: 50, cursor } }),
  decideSuggestion: (id: string, verb: 'accept' | 'reject') => api.post<void>(`/v1/admin/people/suggestions/${e(id)}/${verb}`),
  personConsents: (id: string) => api.get<T.PersonConsents>(`/v1/admin/people/${e(id)}/consents`),
  changeConsent: (id: string, change: { purpose: string; channel: string; given: boolean; reason: string }) =>
    api.put<void>(`/v1/admin/people/${e(id)}/consents`, change),
  exportPerson: (id: string) => api.get<unknown>(`/v1/admin/people/${e(id)}/export`),
  erasePerson: (id: string) => api.post<T.ErasureReceipt>(`/v1/admin/people/${e(id)}/erasure`, { confirm: id }),
  erasure: (receipt: string) => api.get<T.ErasureReceipt>(`/v1/erasures/${e(receipt)}`),

  staff: () => api.get<Page<T.StaffMember>>('/v1/admin/staff'),
  addStaff: (email: string, role: string) => api.post<T.StaffMember>('/v1/admin/staff', { email, role }),
  removeRole: (id: string, role: string) => api.delete<void>(`/v1/admin/staff/${e(id)}`, { query: { role } }),
  keys: () => api.get<Page<T.ApiKey>>('/v1/admin/api_keys'),
  createKey: (kind: string, name: string) => api.post<{ key: T.ApiKey; secret: string }>('/v1/admin/api_keys', { kind, name }),
  revokeKey: (id: string) => api.delete<void>(`/v1/admin/api_keys/${e(id)}`),

  parked: () => api.get<{ jobs: T.Parked[]; events: T.Parked[] }>('/v1/admin/parked'),
  parkedPayments: () => api.get<{ items: T.ParkedPayment[] }>('/v1/admin/payments/parked', { query: { limit: 100 } }),
  settlePayment: (id: string, said: { outcome: 'captured' | 'never_paid'; reason: string; amount?: MoneyValue }) =>
    api.post<unknown>(`/v1/admin/payments/${e(id)}/settlement`, said),
  retryParked: (id: string) => api.post<void>(`/v1/admin/parked/${e(id)}/retry`, {}),
};
