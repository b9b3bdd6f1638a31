// Help for staff: articles, questions on their way to an answer, what offered answers bring, the rules.
import { api } from '$shared/api/client';
import type { AnswerKind, AskPlace, HelpOffer, QuestionState } from '$shared/api/answers';

const e = encodeURIComponent;
const base = '/v1/admin/help';

export type ArticleStatus = 'draft' | 'published' | 'hidden';
export interface ArticleWords {
  handle: string;
  section: string;
  title: string;
  text: string;
  title_vi: string;
  text_vi: string;
  product_ids: string[];
}
export interface Article {
  id: string;
  status: ArticleStatus;
  version: number;
  words: ArticleWords;
  source: { id: string; kind: AnswerKind; link: string } | null;
  created_at: string;
  updated_at: string;
  published_at: string | null;
  helped: number;
  not_helped: number;
}
export interface ArticleEdit {
  at: string;
  by: string;
  version: number;
  words: ArticleWords;
}
export interface HelpSettings {
  version: number;
  offer: boolean;
  unshown_bp: number;
  outcome_hours: number;
  experts_max: number;
  expert_week_max: number;
  unanswered_minutes: number;
  to_agents: boolean;
  sections: { code: string; label: string; label_vi: string }[];
}
export interface HelpReport {
  days: number;
  outcome_hours: number;
  shown: number;
  shown_asked: number;
  unshown: number;
  unshown_asked: number;
  shown_rate: number;
  unshown_rate: number;
  prevented: number | null;
  low: number | null;
  high: number | null;
  running: number;
  places: { place: AskPlace; shown: number; shown_asked: number; unshown: number; unshown_asked: number }[];
  waiting: number;
  with_agents: number;
  answers: number;
  ready: boolean;
}
export interface RoutedQuestion {
  id: string;
  text: string;
  product_handle: string;
  product_title: string;
  where: 'product' | 'group';
  /** Empty: nowhere any more, or not for the shop to read. */
  url: string;
  state: QuestionState;
  asked_at: string;
  due_at: string;
  invited: number;
  answers: number;
  conversation_id: string | null;
}

export interface WantedArticle {
  text: string;
  url: string;
  times: number;
  answer_id: string | null;
}

export const helpDesk = {
  wanted: () => api.get<{ items: WantedArticle[] }>(`${base}/wanted`),
  articles: () => api.get<{ items: Article[] }>(`${base}/articles`),
  article: (id: string) => api.get<Article>(`${base}/articles/${e(id)}`),
  create: (words: ArticleWords, key: string) => api.post<Article>(`${base}/articles`, words, { idempotencyKey: key }),
  grow: (answerId: string) => api.post<Article>(`${base}/grown_articles`, { answer_id: answerId }),
  change: (id: string, version: number, words: ArticleWords) => api.put<Article>(`${base}/articles/${e(id)}`, { version, ...words }),
  setStatus: (id: string, version: number, status: ArticleStatus) => api.put<Article>(`${base}/articles/${e(id)}/status`, { version, status }),
  edits: (id: string) => api.get<{ items: ArticleEdit[] }>(`${base}/articles/${e(id)}/edits`),
  passages: (asked: { text: string; locale: string }) => api.post<{ items: HelpOffer[]; ready: boolean }>(`${base}/passages`, asked),
  report: (days: number) => api.get<HelpReport>(`${base}/report`, { query: { days } }),
  questions: () => api.get<{ items: RoutedQuestion[] }>(`${base}/questions`),
  settings: () => api.get<HelpSettings>(`${base}/settings`),
  setSettings: (settings: HelpSettings) => api.put<HelpSettings>(`${base}/settings`, settings),
};
