// Answers: what fits a question while it is typed, and the articles of the help centre.
import { api } from './client';

const e = encodeURIComponent;

export type AnswerKind = 'article' | 'question' | 'community' | 'review';
export type AskPlace = 'product' | 'contact' | 'chat' | 'community';
export interface HelpOffer {
  id: string;
  kind: AnswerKind;
  title: string;
  passage: string;
  link: string;
  language: string;
  author: string;
  trusted: boolean;
  updated_at: string;
}
export interface HelpArticleLine {
  handle: string;
  title: string;
  section: string;
  excerpt: string;
}
export interface HelpArticle {
  handle: string;
  title: string;
  section: string;
  section_label: string;
  language: string;
  html: string;
  excerpt: string;
  updated_at: string;
  products: { handle: string; title: string }[];
  related: HelpArticleLine[];
}
export interface HelpLibrary {
  sections: { code: string; label: string; items: HelpArticleLine[] }[];
  found: HelpOffer[];
  /** False for a while after a start: more may fit than was found. */
  ready: boolean;
}

export type QuestionState = 'waiting' | 'answered' | 'with_agents' | 'gone' | 'with_members';
export interface AskedExperts {
  state: QuestionState;
  asked_at: string;
  due_at: string;
  /** How many were asked; those of them whom the community trusts are named. */
  asked: number;
  experts: { id: string; handle: string; name: string }[];
  mine: boolean;
  next: 'agents' | 'moderators' | 'nobody';
}
export interface QuestionForMe {
  id: string;
  where: 'product' | 'group';
  text: string;
  /** The product's title, or the group's name. */
  about: string;
  url: string;
  state: QuestionState;
  asked_at: string;
}

export const answers = {
  suggest: (asked: { text: string; place: AskPlace; product_handle?: string; except?: string }, signal?: AbortSignal) =>
    api.post<{ items: HelpOffer[] }>('/v1/help/suggestions', asked, { signal, timeoutMs: 5_000 }),
  articles: (q = '') => api.get<HelpLibrary>('/v1/help/articles', { query: { q: q || undefined } }),
  article: (handle: string) => api.get<HelpArticle>(`/v1/help/articles/${e(handle)}`),
  asked: (question: string) => api.get<AskedExperts>(`/v1/help/questions/${e(question)}`),
  forMe: () => api.get<{ items: QuestionForMe[] }>('/v1/help/questions'),
  pass: (question: string) => api.post<void>(`/v1/help/questions/${e(question)}/pass`, {}),
  helped: (handle: string, helped: boolean) => api.put<void>(`/v1/help/articles/${e(handle)}/helped`, { helped }),
};
