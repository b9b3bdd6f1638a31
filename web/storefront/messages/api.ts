// What the server says of chat and messages.
import { ApiError, api } from '$shared/api/client';
import type { MoneyValue, Problem } from '$shared/types';

export interface Person {
  id: string;
  handle: string;
  name: string;
  avatar_url: string | null;
}
export interface Picture {
  id: string;
  kind: 'image' | 'video' | 'model';
  status: 'processing' | 'ready' | 'failed';
  url: string;
  width: number;
  height: number;
  alt: string;
}
export interface Card {
  product: { id: string; handle: string; title: string; price: MoneyValue; image: { url: string; alt: string } | null } | null;
  order: { id: string; number: string; status: string; total: MoneyValue; placed_at: string } | null;
}
export interface Message {
  id: string;
  thread_id: string;
  number: number;
  author: { kind: 'account' | 'visitor' | 'brand'; person: Person | null; name: string };
  client_id: string;
  text: string;
  attachments: Picture[];
  cards: Card[];
  erased: boolean;
  removed: boolean;
  at: string;
}
export interface Chat {
  brand: string;
  desk: { open: boolean; answers_within_minutes: number | null; opens_at: string | null };
  thread: { id: string; last: number; read: number; brand_read: number; email: string } | null;
  messages: Message[];
  more: boolean;
}
export interface Thread {
  id: string;
  state: 'requested' | 'accepted' | 'declined';
  asked_by_me: boolean;
  with: Person;
  opening: string;
  last_is_mine: boolean;
  last: number;
  seen: number;
  other_seen: number;
  muted: boolean;
  blocked: boolean;
  last_at: string;
}
export interface Threads {
  items: Thread[];
  next_cursor: string | null;
  unread: number;
  requests: number;
}
export interface Wanted {
  client_id: string;
  text: string;
  media_ids: string[];
  cards: { product_id?: string; order_id?: string }[];
}
export type TakesFrom = 'everyone' | 'followed' | 'nobody';
interface Several {
  items: Message[];
  more: boolean;
}

const thread = (id: string, rest = '') => `/v1/messages/threads/${encodeURIComponent(id)}${rest}`;
const block = (handle: string) => `/v1/me/blocks/${encodeURIComponent(handle)}`;

export const messaging = {
  chat: () => api.get<Chat>('/v1/chat'),
  openChat: () => api.post<Chat>('/v1/chat'),
  chatPage: (query: { before?: number; after?: number }) => api.get<Several>('/v1/chat/messages', { query }),
  sendChat: (wanted: Wanted) => api.post<Message>('/v1/chat/messages', wanted),
  readChat: (number: number) => api.put<void>('/v1/chat/read', { number }),
  typeInChat: () => api.post<void>('/v1/chat/typing'),
  chatEmail: (email: string) => api.put<Chat['thread']>('/v1/chat/email', { email }),

  threads: (box: 'inbox' | 'requests', cursor: string | null) => api.get<Threads>('/v1/messages/threads', { query: { box, cursor } }),
  begin: (handle: string, client_id: string, text: string) => api.post<Thread>('/v1/messages/threads', { handle, client_id, text }),
  page: (id: string, query: { before?: number; after?: number }) =>
    api.get<Several & { thread: Thread }>(thread(id, '/messages'), { query }),
  send: (id: string, wanted: Wanted) => api.post<Message>(thread(id, '/messages'), wanted),
  read: (id: string, number: number) => api.put<Thread>(thread(id, '/read'), { number }),
  type: (id: string) => api.post<void>(thread(id, '/typing')),
  accept: (id: string) => api.post<Thread>(thread(id, '/accept')),
  decline: (id: string) => api.post<Thread>(thread(id, '/decline')),
  mute: (id: string, on: boolean) => (on ? api.put<Thread>(thread(id, '/mute')) : api.delete<Thread>(thread(id, '/mute'))),
  remove: (id: string) => api.delete<void>(thread(id)),
  unread: () => api.get<{ unread: number; requests: number; chat: number }>('/v1/messages/unread'),
  takesFrom: () => api.get<{ takes_from: TakesFrom }>('/v1/me/message_preferences'),
  setTakesFrom: (takes_from: TakesFrom) => api.put<{ takes_from: TakesFrom }>('/v1/me/message_preferences', { takes_from }),
  blocked: (handle: string) => api.get<{ blocked: boolean }>(block(handle)),
  block: (handle: string, on: boolean) => (on ? api.put<{ blocked: boolean }>(block(handle)) : api.delete<{ blocked: boolean }>(block(handle))),
};

/** A picture for one's own chat, also of a visitor without an account. */
export async function uploadToChat(file: Blob): Promise<Picture> {
  let reply: Response;
  try {
    reply = await fetch('/v1/chat/pictures', {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': file.type || 'application/octet-stream' },
      body: file,
    });
  } catch {
    throw new ApiError({ title: 'No connection', status: 0, code: 'network.offline' });
  }
  const body: unknown = await reply.json().catch(() => null);
  if (reply.ok && body) return body as Picture;
  throw new ApiError({ title: 'Upload failed', code: `http.${reply.status}`, ...((body ?? {}) as Partial<Problem>), status: reply.status });
}
