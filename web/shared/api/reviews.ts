// Reviews and questions on products.
import { api } from './client';
import type { MediaView, Page } from '../types';

const e = encodeURIComponent;

export interface ReviewAspect {
  key: string;
  label: string;
  label_vi: string;
  kind: 'stars' | 'scale';
  low: string;
  low_vi: string;
  high: string;
  high_vi: string;
}
export interface AspectView {
  aspect: ReviewAspect;
  mean: number;
  count: number;
}
export interface ReviewClaim {
  topic: string;
  word: string;
  count: number;
  review_ids: string[];
  quote: string;
}
export interface RatingView {
  product_id: string;
  rating: number | null;
  mean: number | null;
  count: number;
  verified: number;
  stars: number[];
  aspects: AspectView[];
  summary: { reviews: number; praised: ReviewClaim[]; faulted: ReviewClaim[] } | null;
}
export interface ReviewAuthor {
  id: string | null;
  handle: string;
  name: string;
  avatar_url: string | null;
}
export type ReviewStatus = 'pending' | 'published' | 'rejected';
/** Why a piece waits or was taken away: to its author alone. */
export interface PieceFinding {
  reason: string;
  because: string;
}
export interface ReviewView {
  id: string;
  product_id: string;
  author: ReviewAuthor;
  stars: number;
  title: string;
  text: string;
  aspects: { key: string; value: number }[];
  media: MediaView[];
  variant_title: string;
  verified: boolean;
  incentive: boolean;
  imported: boolean;
  helpful: number;
  voted: boolean;
  own: boolean;
  written_at: string;
  edited_at: string | null;
  reply: { at: string; text: string } | null;
  history: { at: string; stars: number; title: string; text: string }[];
  status: ReviewStatus;
  findings: PieceFinding[];
  version: number;
}
export interface OwnReview extends ReviewView {
  product_handle: string;
  product_title: string;
}
export interface ProductToReview {
  product: { id: string; handle: string; title: string; image: { url: string; width: number; height: number; alt: string; srcset?: string | null } | null };
  variant_title: string;
  bought_at: string;
  aspects: ReviewAspect[];
}
export interface ReviewForm {
  aspects: ReviewAspect[];
  verified: boolean;
  may_write: boolean;
  own: ReviewView | null;
}
export interface ReviewInvitation {
  order_number: string;
  name: string;
  waiting: ProductToReview[];
  written: OwnReview[];
}
export interface ReviewWriting {
  stars: number;
  title: string;
  text: string;
  aspects: { key: string; value: number }[];
  media_ids: string[];
  incentive: boolean;
}
export type ReviewSort = 'helpful' | 'newest' | 'highest' | 'lowest' | 'pictures';
export interface ReviewFilter {
  sort: ReviewSort;
  stars: number;
  verified: boolean;
  pictures: boolean;
}

export interface AnswerView {
  id: string;
  author: ReviewAuthor;
  voice: 'member' | 'owner' | 'staff';
  text: string;
  helpful: number;
  voted: boolean;
  own: boolean;
  accepted: boolean;
  answered_at: string;
  status: ReviewStatus;
  findings: PieceFinding[];
}
export interface QuestionView {
  id: string;
  author: ReviewAuthor;
  text: string;
  helpful: number;
  answer_count: number;
  voted: boolean;
  own: boolean;
  may_accept: boolean;
  asked_at: string;
  status: ReviewStatus;
  findings: PieceFinding[];
  answers: AnswerView[];
}

const vote = (path: string, on: boolean) => (on ? api.put<{ helpful: number }>(path) : api.delete<{ helpful: number }>(path));
const withInvitation = (body: ReviewWriting, invitation?: string) => (invitation ? { ...body, invitation } : body);

export const reviews = {
  list: (handle: string, filter: ReviewFilter, cursor?: string | null, limit = 6) =>
    api.get<Page<ReviewView> & { rating: RatingView }>(`/v1/products/${e(handle)}/reviews`, {
      query: {
        sort: filter.sort,
        stars: filter.stars || undefined,
        verified: filter.verified ? 'true' : undefined,
        pictures: filter.pictures ? 'true' : undefined,
        limit,
        cursor,
      },
    }),
  get: (id: string) => api.get<ReviewView>(`/v1/reviews/${e(id)}`),
  form: (handle: string) => api.get<ReviewForm>(`/v1/products/${e(handle)}/review_form`),
  write: (handle: string, body: ReviewWriting, invitation?: string) =>
    api.post<ReviewView>(`/v1/products/${e(handle)}/reviews`, withInvitation(body, invitation)),
  edit: (id: string, body: ReviewWriting, invitation?: string) => api.patch<ReviewView>(`/v1/reviews/${e(id)}`, withInvitation(body, invitation)),
  remove: (id: string) => api.delete<unknown>(`/v1/reviews/${e(id)}`),
  helpful: (id: string, on: boolean) => vote(`/v1/reviews/${e(id)}/helpful`, on),
  own: (cursor?: string | null) =>
    api.get<Page<OwnReview> & { waiting: ProductToReview[] }>('/v1/me/reviews', { query: { limit: 20, cursor } }),
  invitation: (token: string) => api.get<ReviewInvitation>(`/v1/review_invitations/${e(token)}`),
  stopInvitations: (token: string) => api.post<unknown>(`/v1/review_invitations/${e(token)}/stop`, {}),
};

export const questions = {
  list: (handle: string, cursor?: string | null) =>
    api.get<Page<QuestionView>>(`/v1/products/${e(handle)}/questions`, { query: { limit: 5, cursor } }),
  ask: (handle: string, text: string) => api.post<QuestionView>(`/v1/products/${e(handle)}/questions`, { text }),
  answer: (id: string, text: string) => api.post<QuestionView>(`/v1/product_questions/${e(id)}/answers`, { text }),
  accept: (id: string, answer: string | null) => api.put<QuestionView>(`/v1/product_questions/${e(id)}/accepted`, { answer_id: answer }),
  helpful: (id: string, on: boolean) => vote(`/v1/product_questions/${e(id)}/helpful`, on),
  answerHelpful: (id: string, on: boolean) => vote(`/v1/product_answers/${e(id)}/helpful`, on),
};
