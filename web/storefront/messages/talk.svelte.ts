// One conversation on the screen: its messages in their order, what is on its way, read marks, and who is typing. What is sent has a name
// of its own, so it can be sent again and again until the server says that it has it, and is there once.
import { ApiError, newKey } from '$shared/api/client';
import { wordsFor } from '$shared/errors';
import type { UploadReply } from '$shared/api/upload';
import type { Message, Wanted } from './api';

export interface Outgoing extends Wanted {
  pictures: UploadReply[];
  title: string; // of a card
  state: 'sending' | 'waiting' | 'refused';
  why: string;
}

/** How this conversation is asked for and written into. */
export interface Ways {
  page: (query: { before?: number; after?: number }) => Promise<{ items: Message[]; more: boolean }>;
  send: (wanted: Wanted) => Promise<Message>;
  read: (number: number) => Promise<unknown>;
  type: () => Promise<unknown>;
}

const typingShown = 6_000;
const typingEvery = 3_000;
const waitingRetry = 8_000;
const refreshEvery = 60_000;
const refusals = new Set([400, 403, 404, 409, 413, 415, 422]);

export class Talk {
  messages = $state.raw<Message[]>([]);
  outgoing = $state<Outgoing[]>([]);
  more = $state(false);
  typing = $state(false);
  #ways: Ways;
  #read = 0;
  #refreshed = new Map<number, number>();
  #typed = 0;
  #asking = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  get last(): number {
    return this.messages.at(-1)?.number ?? 0;
  }

  begin(messages: Message[], more: boolean, read: number): void {
    this.messages = messages;
    this.more = more;
    this.#read = read;
  }

  /** A message from the socket, or one's own from a reply. A gap before it is asked for. */
  take(message: Message): void {
    this.outgoing = this.outgoing.filter((each) => each.client_id !== message.client_id);
    if (message.author.kind === 'brand' || message.author.kind === 'account') this.#still();
    if (message.number <= this.last) {
      this.messages = this.messages.map((each) => (each.number === message.number ? message : each));
    } else if (message.number === this.last + 1 || this.messages.length === 0) {
      this.messages = [...this.messages, message];
    } else void this.catchUp();
  }

  /** What was written while one was away, and what could not be sent. */
  async catchUp(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let more = true; more; ) {
        const page = await this.#ways.page({ after: this.last });
        for (const message of page.items) {
          if (message.number > this.last) this.messages = [...this.messages, message];
          this.outgoing = this.outgoing.filter((each) => each.client_id !== message.client_id);
        }
        more = page.more;
      }
      for (const each of this.outgoing) if (each.state === 'waiting') void this.#push(each.client_id);
    } catch {
      // The next call asks again.
    } finally {
      this.#asking = false;
    }
  }

  /** A picture's address has ended: the message is asked for again, and comes with a new one. Once in a while, so that what is really gone
   *  is not asked for without end. */
  async refresh(number: number): Promise<void> {
    const asked = this.#refreshed.get(number) ?? 0;
    if (Date.now() - asked < refreshEvery) return;
    this.#refreshed.set(number, Date.now());
    try {
      const page = await this.#ways.page(number > 1 ? { after: number - 1 } : {});
      const fresh = new Map(page.items.map((each) => [each.number, each]));
      this.messages = this.messages.map((each) => fresh.get(each.number) ?? each);
    } catch {
      // The picture stays as it is.
    }
  }

  async earlier(): Promise<void> {
    const first = this.messages[0];
    if (!first) return;
    const page = await this.#ways.page({ before: first.number });
    this.messages = [...page.items, ...this.messages];
    this.more = page.more;
  }

  send(text: string, pictures: UploadReply[], card: { product_id?: string; order_id?: string; title: string } | null): void {
    const { title, ...shown } = card ?? { title: '' };
    const out: Outgoing = {
      client_id: newKey(),
      text,
      media_ids: pictures.map((each) => each.id),
      cards: card ? [shown] : [],
      pictures,
      title,
      state: 'sending',
      why: '',
    };
    this.outgoing.push(out);
    void this.#push(out.client_id);
  }

  retry(client_id: string): void {
    void this.#push(client_id);
  }

  discard(client_id: string): void {
    this.outgoing = this.outgoing.filter((each) => each.client_id !== client_id);
  }

  async #push(client_id: string): Promise<void> {
    const out = this.outgoing.find((each) => each.client_id === client_id);
    if (!out) return;
    out.state = 'sending';
    try {
      const { text, media_ids, cards } = out;
      this.take(await this.#ways.send({ client_id, text, media_ids: [...media_ids], cards: $state.snapshot(cards) }));
    } catch (error) {
      const refused = error instanceof ApiError && refusals.has(error.status);
      out.state = refused ? 'refused' : 'waiting';
      // Also when the line seems to be there: the server may be away for a moment.
      if (!refused) setTimeout(() => out.state === 'waiting' && void this.#push(client_id), waitingRetry);
      out.why = refused ? (Object.values(error.fields)[0] ?? wordsFor(error)) : '';
    }
  }

  /** The newest is on the screen. */
  seen(): void {
    const last = this.last;
    if (last <= this.#read || document.visibilityState === 'hidden') return;
    this.#read = last;
    this.#ways.read(last).catch(() => (this.#read = 0));
  }

  iType(): void {
    const now = Date.now();
    if (now - this.#typed < typingEvery) return;
    this.#typed = now;
    this.#ways.type().catch(() => {});
  }

  theyType(): void {
    this.typing = true;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => (this.typing = false), typingShown);
  }

  #still(): void {
    clearTimeout(this.#quiet);
    this.typing = false;
  }
}
