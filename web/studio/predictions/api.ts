// Predictions as staff see them.
import { api } from '$shared/api/client';
import type { MoneyValue } from '$shared/types';

const e = encodeURIComponent;
const path = '/v1/admin/predictions';

export type Kind = 'expected_orders' | 'expected_spend' | 'next_order' | 'churn';
export interface Model {
  trained_at: string;
  kind: Kind;
  state: 'ready' | 'too_short' | 'too_few';
  model: string;
  horizon_days: number;
  history_days: number;
  people: number;
  returning: number;
  people_tested: number;
  measure: 'orders' | 'money' | 'days' | 'brier';
  error: number | null;
  naive_error: number | null;
  auc: number | null;
  naive_auc: number | null;
  log_likelihood: number | null;
  parameters: { name: string; value: number }[];
  boundaries: string[];
  calibration: { predicted: number; actual: number; people: number }[];
}
export interface Predicted {
  account_id: string;
  name: string;
  handle: string;
  orders: number;
  spent: MoneyValue;
  last_order_at: string;
  active: number | null;
  expected_orders: number | null;
  expected_spend: MoneyValue | null;
  days_to_next_order: number | null;
  churn: number | null;
  at_risk: MoneyValue | null;
}
export interface PersonPrediction {
  person: Predicted;
  habits: {
    visits: number;
    best_hour: number | null;
    best_channel: 'email' | 'push' | 'sms' | null;
    hours: number[];
    channels: { channel: 'email' | 'push' | 'sms'; answers: number }[];
  };
}
export const sorts = ['likely_to_return', 'spend', 'at_risk'] as const;
export type Sort = (typeof sorts)[number];

export const predictions = {
  models: () => api.get<{ currency: string; items: Model[] }>(path),
  people: (sort: Sort) => api.get<{ items: Predicted[] }>(`${path}/people`, { query: { sort, limit: 50 } }),
  person: (account: string) => api.get<PersonPrediction>(`${path}/${e(account)}`),
  train: () => api.post<{ queued: boolean }>(`${path}/train`, {}),
  csv: `${path}.csv`,
};
