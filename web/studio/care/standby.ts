// While the inbox is open its agent stands by: visitors see in the chat that somebody is there. The same line tells of the chat that the
// agent looks at: who types, and how far was read. What is lost on it is asked for when it is back.
interface Frame {
  type: string;
  typing?: { thread_id: string; author_kind: 'account' | 'visitor' | 'brand' };
  message?: { thread_id: string; author: { kind: 'account' | 'visitor' | 'brand' } };
  thread?: { thread_id: string };
}
export interface ChatListener {
  typing: () => void; // the customer types
  message: () => void; // the customer has written
  changed: () => void; // read marks moved, or the line was away
}

const again = 10_000;
const settle = 250; // who goes through the list watches nothing on the way
let socket: WebSocket | null = null;
let looked: { thread: string; listener: ChatListener } | null = null;
let watched = '';
let saying: ReturnType<typeof setTimeout> | undefined;

function say(): void {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const now = looked?.thread ?? '';
    if (socket?.readyState !== WebSocket.OPEN || watched === now) return;
    watched = now;
    socket.send(JSON.stringify({ type: 'watch', thread_ids: now ? [now] : [] }));
    looked?.listener.changed();
  }, settle);
}

function hear(frame: Frame): void {
  if (!looked) return;
  const { thread, listener } = looked;
  if (frame.type === 'typing' && frame.typing?.thread_id === thread && frame.typing.author_kind !== 'brand') listener.typing();
  else if (frame.type === 'message' && frame.message?.thread_id === thread && frame.message.author.kind !== 'brand') listener.message();
  else if (frame.type === 'thread' && frame.thread?.thread_id === thread) listener.changed();
}

export function standBy(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const connect = () => {
    const made = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/messages/socket`);
    socket = made;
    made.onopen = say;
    made.onmessage = (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Frame);
    made.onclose = () => {
      watched = '';
      if (!over) timer = setTimeout(connect, again);
    };
  };
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    clearTimeout(saying);
    socket?.close();
    socket = null;
    watched = '';
  };
}

/** Hears of one chat until the function it gives is called. */
export function lookAtChat(thread: string, listener: ChatListener): () => void {
  const mine = { thread, listener };
  looked = mine;
  say();
  return () => {
    if (looked !== mine) return;
    looked = null;
    say();
  };
}
