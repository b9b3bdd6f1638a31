// Reviews and product questions, as staff see them.
import { api } from '$shared/api/client';
import type { AnswerView, QuestionView, ReviewAspect, ReviewStatus, ReviewView } from '$shared/api/reviews';
import type { Page } from '$shared/types';

const e = encodeURIComponent;

export interface AdminReview extends ReviewView {
  product_handle: string;
  product_title: string;
  source: string;
  trust: 'none' | 'unverified' | 'verified' | 'incentivised' | 'imported';
  suspicion: 'none' | 'suspected' | 'cleared';
  reasons: string[];
  reply_standing: 'visible' | 'held' | 'removed';
  order_id: string | null;
}
export interface AdminReviewPage extends Page<AdminReview> {
  counts: { pending: number; published: number; rejected: number };
}
export interface AdminQuestion extends QuestionView {
  /** What nobody but the shop can answer; empty: owners can. */
  wanted: string;
  product_handle: string;
  product_title: string;
}
export interface ReviewSettings {
  version: number;
  moderation: 'after' | 'before';
  writers: 'members' | 'buyers';
  unverified_percent: number;
  invite: boolean;
  invite_days: number;
  invite_needs_consent: boolean;
  aspects: (ReviewAspect & { product_types: string[]; collection_ids: string[] })[];
}
export interface ReviewImport {
  id: string;
  status: 'waiting' | 'running' | 'finished' | 'failed';
  format: string;
  total: number;
  done: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  problems: { line: number; message: string }[];
  pictures: { waiting: number; fetched: number; lost: number; problems: { line: number; address: string; code: string }[] };
}
export type { AnswerView, ReviewStatus };

export const reviewsDesk = {
  list: (filter: { status: string; stars: string; suspected: boolean }, cursor: string | null) =>
    api.get<AdminReviewPage>('/v1/admin/reviews', {
      query: { status: filter.status || undefined, stars: filter.stars || undefined, suspected: filter.suspected ? 'true' : undefined, limit: 50, cursor },
    }),
  of: (account: string) => api.get<AdminReviewPage>('/v1/admin/reviews', { query: { account_id: account, limit: 50 } }),
  get: (id: string) => api.get<AdminReview>(`/v1/admin/reviews/${e(id)}`),
  reply: (id: string, text: string) => api.put<AdminReview>(`/v1/admin/reviews/${e(id)}/reply`, { text }),
  settings: () => api.get<ReviewSettings>('/v1/admin/review_settings'),
  saveSettings: (settings: ReviewSettings) => api.put<ReviewSettings>('/v1/admin/review_settings', settings),
  picturesAgain: (id: string) => api.post<ReviewImport>(`/v1/admin/review_imports/${e(id)}/pictures`, {}),
  importRun: (id: string) => api.get<ReviewImport>(`/v1/admin/review_imports/${e(id)}`),
  questions: (unanswered: boolean, cursor: string | null) =>
    api.get<Page<AdminQuestion>>('/v1/admin/product_questions', { query: { unanswered: unanswered ? 'true' : undefined, limit: 30, cursor } }),
  answer: (id: string, text: string, key: string) => api.post<QuestionView>(`/v1/admin/product_questions/${e(id)}/answers`, { text }, { idempotencyKey: key }),
  accept: (id: string, answer: string | null) => api.put<QuestionView>(`/v1/product_questions/${e(id)}/accepted`, { answer_id: answer }),
};

export const toneOf = (review: { status: ReviewStatus; suspicion?: string }) =>
  review.suspicion === 'suspected' ? ('warn' as const) : review.status === 'published' ? ('good' as const) : review.status === 'pending' ? ('busy' as const) : ('plain' as const);
