// The social networks and the telephone: how each stands, what a conversation is there, and transcripts of calls.
import { api } from '$shared/api/client';
import type { IconName } from '$shared/components/icons';
import { hasWords, t } from '$shared/i18n/index.svelte';
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

const mediaSigns: Record<string, IconName> = {
  image: 'image', sticker: 'image', video: 'video', reel: 'video', ig_reel: 'video', audio: 'sound', voice: 'sound', location: 'pin', contacts: 'user', document: 'copy', file: 'copy',
  share: 'share', share_post: 'share', story_mention: 'instagram', mention: 'instagram',
};
export const mediaIcon = (media: string): IconName => mediaSigns[media] ?? 'info';
/** What came beside the words, by name; the network's own word where there is none. */
export const mediaName = (media: string): string => (hasWords(`care.media.${media}`) ? t(`care.media.${media}`) : media.replaceAll('_', ' '));

export interface Piece {
  kind: 'words' | 'link' | 'media';
  text: string; // of media: its name, such as that of a file
  media: string; // "image", as the network calls it
  url: string; // where it can be looked at
}
/** The words in pieces: links that can be followed, and what a network says came with them ("[image] https://…", "[document: plan.pdf]"). */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const add = (kind: Piece['kind'], words: string, media = '', url = '') => void found.push({ kind, text: words, media, url });
  let at = 0;
  for (const match of text.matchAll(/^\[([a-z_]{1,30})(?:: ([^\]\n]{1,120}))?\](?: (https:\/\/[^\s<>"]+))?$|https:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/gm)) {
    const before = match[1] ? text.slice(at, match.index).replace(/\n$/, '') : text.slice(at, match.index);
    if (before) add('words', before);
    if (match[1]) add('media', match[2] ?? '', match[1], match[3] ?? '');
    else add('link', match[0], '', match[0]);
    at = match.index + match[0].length;
    if (match[1] && text[at] === '\n') at += 1;
  }
  if (at < text.length) add('words', text.slice(at));
  return found;
}
