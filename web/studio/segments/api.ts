// Segments as the server has them.
import { api } from '$shared/api/client';
import type { MoneyValue, Page } from '$shared/types';

const e = encodeURIComponent;
const path = '/v1/admin/segments';

export type Value = string | number | boolean | MoneyValue;
export interface Test {
  field: string;
  op: string;
  value: Value | Value[];
}
export interface Pattern {
  event?: string;
  where?: Test[];
}
export type RuleType = 'and' | 'or' | 'not' | 'count' | 'sum' | 'sequence' | 'last' | 'trait' | 'predicted' | 'consent';
/** A group or a condition, as the server writes the tree. */
export interface Rule extends Pattern {
  type: RuleType;
  rules?: Rule[];
  field?: string;
  window?: string;
  within?: string;
  op?: string;
  value?: Value | Value[];
  first?: Pattern;
  then?: Pattern;
  absent?: boolean;
  name?: string;
  channel?: string;
  state?: string;
}
export interface Variant {
  title: string;
  text: string;
  landing: string;
  collections: string[];
  priority: number;
}
export interface Segment {
  id: string;
  handle: string;
  name: string;
  description: string;
  text: string;
  rule: Rule;
  count: number;
  cost: number;
  building: boolean;
  variant: Variant | null;
  version: number;
  created_at: string;
  updated_at: string;
}
export interface Member {
  id: string;
  kind: 'account' | 'visitor';
  name: string;
  since: string | null;
  last_seen: string | null;
}
export interface Preview {
  text: string;
  rule: Rule;
  count: number;
  accounts: number;
  looked_at: number;
  people: number;
  cost: number;
  sample: Member[];
}
export interface EventWord {
  name: string;
  trusted: boolean;
  fields: { name: string; varied: boolean; values: string[] }[];
}
export interface Vocabulary {
  events: EventWord[];
  traits: string[];
  predictions: string[];
  channels: string[];
  collections: string[];
  people: number;
  occurrences: number;
  refused: number;
}
/** As it was typed, or as it was built. */
export type Given = { text: string } | { rule: Rule };

export const segments = {
  list: () => api.get<{ items: Segment[] }>(path),
  get: (id: string) => api.get<Segment>(`${path}/${e(id)}`),
  create: (body: { name: string; description: string; handle: string } & Given, key: string) => api.post<Segment>(path, body, { idempotencyKey: key }),
  update: (id: string, change: object) => api.patch<Segment>(`${path}/${e(id)}`, change),
  remove: (id: string) => api.delete<void>(`${path}/${e(id)}`),
  preview: (given: Given) => api.post<Preview>(`${path}/preview`, given),
  vocabulary: () => api.get<Vocabulary>('/v1/admin/segment_vocabulary'),
  members: (id: string, cursor: string | null) => api.get<Page<Member>>(`${path}/${e(id)}/members`, { query: { limit: 25, cursor } }),
  file: (id: string) => `${path}/${e(id)}/members.csv`,
  putVariant: (id: string, variant: Variant) => api.put<Variant>(`${path}/${e(id)}/variant`, variant),
  removeVariant: (id: string) => api.delete<void>(`${path}/${e(id)}/variant`),
};
