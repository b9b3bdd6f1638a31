// Radar: what spreads, complaints, products that are not promoted for now.
import { api } from '$shared/api/client';
import type { Page, PostView } from '$shared/types';

const e = encodeURIComponent;
const at = '/v1/admin/radar';

export type Severity = 'none' | 'taste' | 'late' | 'defect' | 'money' | 'safety';
export type AlertStatus = 'open' | 'handled' | 'dismissed';
export interface Point {
  at: string;
  reach: number;
}
export interface Spread {
  post: PostView;
  reach: number;
  shares: number;
  likes: number;
  hides: number;
  comments: number;
  curve: Point[];
  expected: number;
  low: number;
  high: number;
  learnt: boolean;
  mood: { negative: boolean; score: number; severity: Severity; words: string[]; comments_positive: number; comments_neutral: number; comments_negative: number };
  author_orders: number;
}
export interface RadarProduct {
  id: string;
  title: string;
  paused: boolean;
}
export interface Paused {
  product: RadarProduct;
  since: string;
  by: string;
  reason: string;
}
export interface Radar {
  open: number;
  spreading: Spread[];
  paused: Paused[];
}
export interface Alert {
  id: string;
  post: PostView | null;
  author: { id: string; handle: string; name: string };
  products: RadarProduct[];
  status: AlertStatus;
  severity: Severity;
  words: string[];
  orders: number;
  reach: number;
  shares: number;
  expected: number;
  low: number;
  high: number;
  times: number;
  conversation: string;
  note: string;
  opened_at: string;
  told_at: string;
  closed_at: string | null;
  version: number;
}
export interface TrailLine {
  at: string;
  by: string;
  deed: 'paused' | 'cleared' | 'handled' | 'dismissed' | 'stopped' | 'kept_on_sale';
  product: RadarProduct | null;
  alert_id: string | null;
  reason: string;
}

export type SignalSource = 'returned' | 'reviewed' | 'asked' | 'talked';
export interface Evidence {
  source: SignalSource;
  about: string;
  sku: string;
  at: string;
}
export interface Advice {
  id: string;
  product: RadarProduct;
  on_sale: boolean;
  status: 'open' | 'stopped' | 'kept';
  days: number;
  people: number;
  bought_from: string | null;
  bought_until: string | null;
  expected: number;
  chance: number;
  returned: number;
  reviewed: number;
  asked: number;
  talked: number;
  sku: string;
  evidence: Evidence[];
  note: string;
  opened_at: string;
  closed_at: string | null;
  version: number;
}
export interface Duty {
  account_id: string;
  days: number[];
  from: number;
  to: number;
  push: boolean;
  mail: boolean;
}
export interface RadarSettings {
  alert_from: number;
  reach_least: number;
  auto_pause: 'never' | 'safety' | 'money' | 'defect';
  duty: Duty[];
  utc_offset_minutes: number;
  quiet_from: number;
  quiet_to: number;
  defects: boolean;
  defect_people_least: number;
  defect_false_alarms: number;
}

export const radar = {
  defects: (status: Advice['status']) => api.get<{ items: Advice[] }>(`${at}/defects`, { query: { status } }),
  decide: (advice: Advice, deed: 'stop' | 'keep', note: string) =>
    api.post<Advice>(`${at}/defects/${e(advice.id)}/${deed}`, { version: advice.version, note }),
  settings: () => api.get<RadarSettings>(`${at}/settings`),
  setSettings: (settings: RadarSettings) => api.put<RadarSettings>(`${at}/settings`, settings),
  now: () => api.get<Radar>(at),
  alerts: (status: AlertStatus, cursor?: string) => api.get<Page<Alert>>(`${at}/alerts`, { query: { status, limit: 20, cursor } }),
  close: (alert: Alert, outcome: 'handled' | 'dismissed', note: string) =>
    api.post<Alert>(`${at}/alerts/${e(alert.id)}/close`, { version: alert.version, outcome, note }),
  pause: (product: string, reason: string) => api.post<RadarProduct>(`${at}/products/${e(product)}/pause`, { reason }),
  clear: (product: string, reason: string) => api.post<RadarProduct>(`${at}/products/${e(product)}/clear`, { reason }),
  trail: () => api.get<{ items: TrailLine[] }>(`${at}/trail`),
};
