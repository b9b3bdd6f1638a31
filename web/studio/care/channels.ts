// The social networks and the telephone: how each stands, what a conversation is there, and transcripts of calls.
import { api } from '$shared/api/client';
import type { Page } from '$shared/types';

const e = encodeURIComponent;

export interface NetworkStanding {
  name: 'instagram' | 'facebook' | 'whatsapp' | 'tiktok';
  hears: boolean;
  answers: boolean;
  account: string;
  webhook_url: string;
  events: number;
  last_event_at: string | null;
  last_error_at: string | null;
  last_error: string;
}
export interface NetworkThread {
  kind: 'message' | 'comment' | 'mention';
  may_reply_privately: boolean;
  private_ids: string[];
}
export interface CallView {
  id: string;
  format: 'webvtt' | 'contact_lens';
  customer_name: string;
  agent_name: string;
  account_id: string | null;
  conversation_id: string;
  began_at: string;
  duration_ms: number;
  turns: number;
  known: boolean;
}
export interface CallTurn {
  role: 'customer' | 'agent' | 'other';
  speaker: string;
  begin_ms: number;
  end_ms: number;
  text: string;
  sentiment: string;
}

export const networks = {
  all: () => api.get<{ items: NetworkStanding[] }>('/v1/admin/networks'),
  thread: (id: string) => api.get<NetworkThread>(`/v1/admin/conversations/${e(id)}/network`),
  replyPrivately: (id: string, text: string, key: string) => api.post<{ message_id: string }>(`/v1/admin/conversations/${e(id)}/private_replies`, { text }, { idempotencyKey: key }),
};

export const calls = {
  of: (account: string) => api.get<Page<CallView>>('/v1/admin/calls', { query: { account_id: account, limit: 50 } }),
  latest: () => api.get<Page<CallView>>('/v1/admin/calls', { query: { limit: 10 } }),
  ofConversation: (id: string) => api.get<Page<CallView>>('/v1/admin/calls', { query: { conversation_id: id } }),
  one: (id: string) => api.get<{ call: CallView; turns: CallTurn[] }>(`/v1/admin/calls/${e(id)}`),
  add: (call: object) => api.post<CallView>('/v1/admin/calls', call),
};

/** "1:02:03" or "4:05". */
export function clock(milliseconds: number): string {
  const all = Math.floor(milliseconds / 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  return all >= 3600 ? `${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}` : `${Math.floor(all / 60)}:${two(all % 60)}`;
}

/** The words in pieces: links that can be followed, and what a network says came with them ("[image]"). */
export function pieces(text: string): { kind: 'words' | 'link' | 'media'; text: string }[] {
  const found: { kind: 'words' | 'link' | 'media'; text: string }[] = [];
  let at = 0;
  for (const match of text.matchAll(/https:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|^\[([a-z_]+(?:: [^\]\n]{1,120})?)\]$/gm)) {
    if (match.index > at) found.push({ kind: 'words', text: text.slice(at, match.index) });
    found.push(match[1] ? { kind: 'media', text: match[1] } : { kind: 'link', text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'words', text: text.slice(at) });
  return found;
}
