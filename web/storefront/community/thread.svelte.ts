// The replies of one discussion: loaded by pages, kept fresh by its stream, put into threads.
import { community, type DiscussionView, type ReplyView } from '$shared/api/community';

export type ReplySort = 'thread' | 'helpful' | 'newest';
const size = 50;

/** Parents before their children, in the order they came; what lost its parent stands at the top. */
export function threaded(replies: readonly ReplyView[]): ReplyView[] {
  const known = new Set(replies.map((each) => each.id));
  const below = new Map<string, ReplyView[]>();
  for (const each of [...replies].sort((a, b) => a.number - b.number)) {
    const parent = each.parent_id && known.has(each.parent_id) ? each.parent_id : '';
    below.set(parent, [...(below.get(parent) ?? []), each]);
  }
  const out: ReplyView[] = [];
  const seen = new Set<string>();
  const walk = (parent: string): void => {
    for (const each of below.get(parent) ?? []) {
      if (seen.has(each.id)) continue;
      seen.add(each.id);
      out.push(each);
      walk(each.id);
    }
  };
  walk('');
  return out;
}

export class Thread {
  discussion = $state.raw<DiscussionView | null>(null);
  error = $state<unknown>(null);
  replies = $state.raw<ReplyView[]>([]);
  cursor = $state<string | null>(null);
  loading = $state(false);
  loaded = $state(false);
  failed = $state<unknown>(null);
  sort = $state<ReplySort>('thread');
  /** How many came in while one was here. */
  arrived = $state(0);
  fresh = $state.raw(new Set<string>());
  last = 0;
  readonly #id: string;
  #turn = 0;
  #stream: EventSource | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  get shown(): ReplyView[] {
    return this.sort === 'thread' ? threaded(this.replies) : this.replies;
  }

  async load(): Promise<void> {
    try {
      this.discussion = await community.discussion(this.#id);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  async restart(): Promise<void> {
    this.#turn += 1;
    this.replies = [];
    this.cursor = null;
    this.loaded = false;
    this.loading = false;
    await this.more();
  }

  async more(): Promise<void> {
    if (this.loading || (this.loaded && this.cursor === null)) return;
    const mine = this.#turn;
    this.loading = true;
    try {
      const page = await community.replies(this.#id, { sort: this.sort, limit: size, cursor: this.cursor });
      if (mine !== this.#turn) return;
      this.merge(page.items);
      this.cursor = page.next_cursor;
      this.loaded = true;
      this.last = Math.max(this.last, page.last);
      this.failed = null;
    } catch (error) {
      if (mine === this.#turn) this.failed = error;
    } finally {
      if (mine === this.#turn) this.loading = false;
    }
  }

  merge(replies: readonly ReplyView[], front = false): void {
    const fresh = new Map(replies.map((each) => [each.id, each]));
    const kept = this.replies.map((each) => fresh.get(each.id) ?? each);
    const known = new Set(kept.map((each) => each.id));
    const added = replies.filter((each) => !known.has(each.id));
    this.replies = front ? [...added, ...kept] : [...kept, ...added];
    for (const each of replies) this.last = Math.max(this.last, each.number);
  }

  /** One's own, just sent. */
  sent(reply: ReplyView): void {
    this.merge([reply], this.sort === 'newest');
    this.fresh = new Set([...this.fresh, reply.id]);
    if (this.discussion && reply.status === 'published') this.discussion = { ...this.discussion, replies: this.discussion.replies + 1 };
  }

  listen(): () => void {
    this.#stream = new EventSource(community.streamOf(this.#id));
    this.#stream.addEventListener('change', (event) => {
      const told = JSON.parse((event as MessageEvent<string>).data) as { what: string };
      if (told.what === 'reply') void this.#arrivals();
      else this.#soon();
    });
    return () => {
      clearTimeout(this.#later);
      this.#stream?.close();
    };
  }

  async #arrivals(): Promise<void> {
    try {
      const page = await community.replies(this.#id, { after: this.last, limit: size });
      const known = new Set(this.replies.map((each) => each.id));
      const news = page.items.filter((each) => !known.has(each.id));
      this.merge(page.items, this.sort === 'newest');
      this.last = Math.max(this.last, page.last);
      if (news.length) {
        this.fresh = new Set([...this.fresh, ...news.map((each) => each.id)]);
        this.arrived += news.length;
        this.#soon();
      }
    } catch {
      this.#soon();
    }
  }

  // Edits, votes and decisions of a moment are asked for together.
  #soon(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.refresh(), 400);
  }

  /** What is shown, as the server has it now. */
  async refresh(): Promise<void> {
    const mine = this.#turn;
    const pages = Math.max(1, Math.ceil(this.replies.length / size));
    try {
      this.discussion = await community.discussion(this.#id);
      const all: ReplyView[] = [];
      let cursor: string | null = null;
      for (let at = 0; at < pages; ++at) {
        const page = await community.replies(this.#id, { sort: this.sort, limit: size, cursor });
        all.push(...page.items);
        cursor = page.next_cursor;
        this.last = Math.max(this.last, page.last);
        if (cursor === null) break;
      }
      if (mine !== this.#turn) return;
      this.replies = all;
      this.cursor = cursor;
    } catch (error) {
      if (this.discussion === null) this.error = error;
    }
  }
}
