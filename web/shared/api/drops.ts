// Drops: products sold through a waiting room or a raffle.
import { api, withQuery } from './client';
import type { DropTicket, DropView, Page } from '../types';

const e = encodeURIComponent;
const at = (id: string, rest = '') => `/v1/drops/${e(id)}${rest}`;

export const drops = {
  list: () => api.get<Page<DropView>>('/v1/drops'),
  of: (product: string) => api.get<Page<DropView>>('/v1/drops', { query: { product } }),
  get: (id: string) => api.get<DropView>(at(id)),
  challenge: (id: string) => api.get<{ challenge: string; bits: number; expires_at: string }>(at(id, '/challenge')),
  join: (id: string, challenge: string, answer: string) => api.post<DropTicket>(at(id, '/tickets'), { challenge, answer }),
  ticket: (id: string, ticket: string | null) => api.get<DropTicket>(at(id, '/tickets/current'), { query: { ticket } }),
  streamAddress: (id: string, ticket: string | null) => withQuery(at(id, '/tickets/current/stream'), { ticket }),
};
