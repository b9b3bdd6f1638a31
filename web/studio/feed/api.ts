// The feed's settings, what it learnt, and the brand's rules, as staff see them.
import { api } from '$shared/api/client';
import type { MoneyValue } from '$shared/types';

const e = encodeURIComponent;

export const heads = ['watch', 'like', 'save', 'share', 'comment', 'tag_tap', 'add_to_cart', 'purchase', 'hide', 'returned'] as const;
export type Head = (typeof heads)[number];
/** What takes value away: typed as a positive number, sent as a negative one. */
export const against: readonly Head[] = ['hide', 'returned'];

export const numbers = [
  'exploration_percent',
  'first_audience',
  'first_audience_hours',
  'frequency_max',
  'creator_percent_max',
  'small_creator_percent',
  'scarce_below',
  'scarcity_percent',
] as const;
export type NumberName = (typeof numbers)[number];

export type FeedSettings = { version: number; currency: string; worth: Record<Head, number> } & Record<NumberName, number>;

export interface HeadReport {
  head: Head;
  examples: number;
  positives: number;
  examples_today: number;
  positives_today: number;
  log_loss: number | null;
  base_log_loss: number | null;
  belief: number;
  calibration: { predicted: number; actual: number; count: number }[];
}
export interface ExploringPost {
  post_id: string;
  stage: 'first_audience' | 'earning' | 'known';
  served: number;
  audience: number;
  views: number;
  rate: number;
  rate_upper: number;
}
/** People with one's taste, as it was learnt last. */
export interface Affinity {
  trained_at: string;
  took_ms: number;
  people: number;
  posts: number;
  interactions: number;
  indexed: number;
  rank: number;
  bytes: number;
  approximate: boolean;
  recall: number;
}
export interface Learning {
  pages: number;
  examples: number;
  learnt_share: number;
  overall_rate: number;
  heads: HeadReport[];
  exploring: ExploringPost[];
  rising: { post_id: string; rate: number; views: number }[];
  affinity: Affinity | null;
  sources: { source: string; places: number; looked_at: number; liked: number; worth: MoneyValue | null }[];
}

export type RuleKind = 'pin' | 'boost' | 'bury';
export type RuleTarget = 'post' | 'product' | 'hashtag' | 'creator';
export interface RuleTerms {
  title: string;
  kind: RuleKind;
  target: RuleTarget;
  target_id: string;
  place: number;
  factor: number;
  starts_at: string | null;
  ends_at: string | null;
  audience: string;
  enabled: boolean;
}
export interface Rule extends RuleTerms {
  id: string;
  version: number;
  in_force: boolean;
  created_at: string;
  updated_at: string;
}
export interface Estimate {
  mean: MoneyValue;
  low: MoneyValue;
  high: MoneyValue;
}
export interface RulePreview {
  impressions: number;
  affected: number;
  effective_sample: number;
  overlap: number;
  now: Estimate;
  with_rule: Estimate;
}

export const feed = {
  settings: () => api.get<FeedSettings>('/v1/admin/feed/settings'),
  putSettings: (body: object) => api.put<FeedSettings>('/v1/admin/feed/settings', body),
  learning: () => api.get<Learning>('/v1/admin/feed/learning'),
  rules: () => api.get<{ items: Rule[] }>('/v1/admin/feed/rules'),
  createRule: (terms: object, key: string) => api.post<Rule>('/v1/admin/feed/rules', terms, { idempotencyKey: key }),
  putRule: (id: string, terms: object) => api.put<Rule>(`/v1/admin/feed/rules/${e(id)}`, terms),
  deleteRule: (id: string) => api.delete<void>(`/v1/admin/feed/rules/${e(id)}`),
  preview: (terms: object) => api.post<RulePreview>('/v1/admin/feed/rules/preview', terms),
};
