// The one connection that brings what is new to this page: a WebSocket while it can be had, else the listeners are told every few
// seconds to ask. What was missed meanwhile nobody has to remember: whoever listens asks for what comes after their last number.
import type { Message } from './api';

export interface News {
  thread_id: string;
  state: 'requested' | 'accepted' | 'declined';
  last: number;
  customer_read: number;
  brand_read: number;
  reads: { account_id: string; number: number }[];
}
export interface Typing {
  thread_id: string;
  author_kind: 'account' | 'visitor' | 'brand';
  account_id: string | null;
}
export interface Listener {
  message?: (message: Message) => void;
  thread?: (news: News) => void;
  typing?: (typing: Typing) => void;
  /** Ask the server: the connection is there again, or there is none and time has passed. */
  ask?: () => void;
}

interface Frame {
  type: string;
  message?: Message;
  thread?: News;
  typing?: Typing;
}

const pollEvery = 5_000;
const listeners = new Set<Listener>();
export const line = $state({ open: false });
let socket: WebSocket | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

function tell(frame: Frame): void {
  for (const each of listeners) {
    if (frame.type === 'message' && frame.message) each.message?.(frame.message);
    else if (frame.type === 'thread' && frame.thread) each.thread?.(frame.thread);
    else if (frame.type === 'typing' && frame.typing) each.typing?.(frame.typing);
    else if (frame.type === 'hello') each.ask?.();
  }
}

function connect(): void {
  clearTimeout(timer);
  const made = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/messages/socket`);
  socket = made;
  made.onopen = () => {
    line.open = true;
    failures = 0;
  };
  made.onmessage = (event: MessageEvent<string>) => tell(JSON.parse(event.data) as Frame);
  made.onclose = () => {
    if (socket !== made) return;
    socket = null;
    line.open = false;
    again();
  };
}

// Between two attempts the listeners ask by themselves.
function again(): void {
  clearTimeout(timer);
  if (listeners.size === 0) return;
  failures += 1;
  timer = setTimeout(
    () => {
      for (const each of listeners) each.ask?.();
      connect();
    },
    failures === 1 ? 500 : pollEvery,
  );
}

function hangUp(): void {
  clearTimeout(timer);
  const had = socket;
  socket = null;
  line.open = false;
  had?.close();
}

/** Listens until the function it gives is called; the last one to go hangs up. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (!socket && listeners.size === 1) connect();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) hangUp();
  };
}

/** Somebody signed in or out, or a chat was opened: the same page is somebody else now. */
export function callAgain(): void {
  if (listeners.size === 0) return;
  hangUp();
  failures = 0;
  connect();
}

if (typeof window !== 'undefined') {
  addEventListener('online', () => {
    if (!line.open) callAgain();
    for (const each of listeners) each.ask?.();
  });
  addEventListener('pagehide', hangUp);
  addEventListener('pageshow', (event) => event.persisted && callAgain());
}
