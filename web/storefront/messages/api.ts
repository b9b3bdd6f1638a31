// What the server says of chat and messages.
import { api } from '$shared/api/client';
import { uploadTo, type Upload } from '$shared/api/upload';
import type { MoneyValue } from '$shared/types';

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
  url: string; // empty: it may not be seen; others end within two hours
  srcset: string | null;
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
  rating: ChatRating | null;
}
export interface ChatRating {
  asked: boolean;
  open: boolean;
  rating: number | null;
  text: string;
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

  rating: () => api.get<ChatRating>('/v1/chat/rating'),
  rate: (rating: number, text: string) => api.put<ChatRating>('/v1/chat/rating', { rating, text }),

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

/** Pictures for one's own chat, also of a visitor without an account, and for a conversation with a member. */
export const putInChat = (file: Blob, progress: (part: number) => void): Upload => uploadTo('/v1/chat/pictures', file, progress);
export const putInThread = (id: string, file: Blob, progress: (part: number) => void): Upload => uploadTo(thread(id, '/pictures'), file, progress);
