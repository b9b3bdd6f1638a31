// Experiments as staff see them.
import { api } from '$shared/api/client';
import type { Page } from '$shared/types';

const e = encodeURIComponent;
const path = '/v1/admin/experiments';

export type Stage = 'draft' | 'running' | 'stopped' | 'decided';
export const metrics = ['conversion', 'net_revenue', 'views', 'sessions', 'likes', 'posts', 'orders'] as const;
export type Metric = (typeof metrics)[number];
export type Unit = 'share' | 'money' | 'count';

export interface Variant {
  key: string;
  name: string;
  share: number;
}
export interface Experiment {
  id: string;
  key: string;
  name: string;
  hypothesis: string;
  variants: Variant[];
  audience: string;
  primary: Metric;
  people_planned: number;
  status: Stage;
  decision: { variant: string; note: string } | null;
  people: number[];
  version: number;
  created_at: string;
  started_at: string | null;
  stopped_at: string | null;
  decided_at: string | null;
}
export interface Effect {
  known: boolean;
  difference: number;
  low: number;
  high: number;
  p: number;
  fixed_low: number;
  fixed_high: number;
  fixed_p: number;
  relative: number | null;
  relative_low: number | null;
  relative_high: number | null;
  variance_kept: number;
}
export interface Comparison {
  variant: string;
  control: number;
  treatment: number;
  plain: Effect;
  adjusted: Effect;
}
export interface MetricReport {
  metric: Metric;
  unit: Unit;
  people_needed: number;
  comparisons: Comparison[];
}
export interface SampleRatio {
  people: number[];
  expected: number[];
  chi_square: number;
  p: number;
  broken: boolean;
}
export interface Day {
  day: string;
  people: number;
  comparisons: Comparison[];
}
export interface Report {
  experiment: Experiment;
  currency: string;
  sample_ratio: SampleRatio;
  disagreed: number;
  foreign_orders: number;
  full: boolean;
  metrics: MetricReport[];
  curve_metric: Metric;
  days: Day[];
}
export interface Uplift {
  feed_asks: boolean;
  share: number;
  held_out_people: number;
  other_people: number;
  sample_ratio: SampleRatio;
  currency: string;
  metrics: MetricReport[];
}
export interface Holdout {
  share: number;
  set_at: string | null;
  feed_asks: boolean;
}

export const experiments = {
  list: (query: { status?: string; limit: number; cursor: string | null }) => api.get<Page<Experiment>>(path, { query }),
  get: (id: string) => api.get<Experiment>(`${path}/${e(id)}`),
  create: (body: object, key?: string) => api.post<Experiment>(path, body, { idempotencyKey: key }),
  update: (id: string, change: object) => api.patch<Experiment>(`${path}/${e(id)}`, change),
  remove: (id: string) => api.delete<void>(`${path}/${e(id)}`),
  start: (id: string, version: number) => api.post<Experiment>(`${path}/${e(id)}/start`, { version }),
  stop: (id: string, version: number) => api.post<Experiment>(`${path}/${e(id)}/stop`, { version }),
  decide: (id: string, body: { version: number; variant: string; note: string }) => api.post<Experiment>(`${path}/${e(id)}/decide`, body),
  report: (id: string, metric: Metric) => api.get<Report>(`${path}/${e(id)}/report`, { query: { metric } }),
  holdout: () => api.get<Holdout>(`${path}/holdout`),
  setHoldout: (share: number) => api.put<Holdout>(`${path}/holdout`, { share }),
  uplift: () => api.get<Uplift>(`${path}/uplift`),
};
