// Writing to the shop: what the contact page offers, one's conversations, and how the help was.
import type { MoneyValue } from '../types';
import { api } from './client';

const e = encodeURIComponent;
type Token = string | null;

export interface HelpStart {
  topics: { code: string; label: string }[];
  answer_by: string | null;
}
export interface HelpMessage {
  id: string;
  mine: boolean;
  author_name: string;
  text: string;
  attachments: { id: string; url: string; srcset: string | null; width: number; height: number; alt: string }[];
  cards: {
    product: { id: string; handle: string; title: string; price: MoneyValue; image: { url: string; alt: string } | null } | null;
    order: { id: string; number: string; status: string; total: MoneyValue; placed_at: string } | null;
  }[];
  at: string;
}
export interface HelpConversation {
  id: string;
  channel: string;
  subject: string;
  resolved: boolean;
  ask_rating: boolean;
  rating_open: boolean;
  rating: number | null;
  rating_text: string;
  opened_at: string;
  last_at: string;
  messages: HelpMessage[];
  access_token: string | null;
}

export const help = {
  start: () => api.get<HelpStart>('/v1/help'),
  open: (body: { topic: string; text: string; name?: string; email?: string }, key: string) => api.post<HelpConversation>('/v1/conversations', body, { idempotencyKey: key }),
  mine: () => api.get<{ items: HelpConversation[] }>('/v1/conversations'),
  one: (id: string, accessToken: Token) => api.get<HelpConversation>(`/v1/conversations/${e(id)}`, { accessToken }),
  say: (id: string, accessToken: Token, text: string, key: string) => api.post<HelpConversation>(`/v1/conversations/${e(id)}/messages`, { text }, { accessToken, idempotencyKey: key }),
  rate: (id: string, accessToken: Token, rating: number, text: string) => api.put<HelpConversation>(`/v1/conversations/${e(id)}/rating`, { rating, text }, { accessToken }),
};
