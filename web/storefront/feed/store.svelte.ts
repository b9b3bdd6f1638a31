// The feed of one tab. It lives as long as the visit, so that coming back finds the same post.
import { tick } from 'svelte';
import { social } from '$shared/api/social';
import { track, tracker } from '$shared/analytics';
import type { FeedItem, Page } from '$shared/types';
import { seenAs } from './impressions';
import { nextPage } from './paging';

export interface FeedTab {
  scope: string;
  topic: string;
}

const staleMs = 20 * 60_000;
const patienceMs = 400;

export class FeedStore {
  items = $state<FeedItem[]>([]);
  index = $state(0);
  loading = $state(false);
  error = $state<unknown>(null);
  ended = $state(false);
  readonly tab: FeedTab;
  leftAt: number | null = null;
  #cursor: string | null = null;

  constructor(tab: FeedTab, first: Page<FeedItem> | null) {
    this.tab = tab;
    if (first) this.#take(first);
    if (this.items.length === 0 && !this.ended) void this.more();
  }

  get current(): FeedItem | undefined {
    return this.items[this.index];
  }

  #take(page: Page<FeedItem>): void {
    const known = new Set(this.items.map((each) => each.post.id));
    const fresh = page.items.filter((each) => !known.has(each.post.id));
    const mine = this.tab.scope === 'following' ? fresh.filter((each) => each.post.author.is_following !== false) : fresh;
    for (const each of mine) seenAs(each.post.id, each.impression_id);
    this.items.push(...mine);
    this.#cursor = page.next_cursor;
    this.ended = page.next_cursor === null || page.items.length === 0;
  }

  async more(): Promise<void> {
    if (this.loading || this.ended) return;
    this.loading = true;
    const before = this.items.length;
    try {
      if (before > 0) await this.#tell();
      // A page may hold nothing new; a few more are asked for before giving the screen back.
      for (let pages = 0; pages < 4 && !this.ended && this.items.length === before; pages += 1) {
        this.#take(
          await social.feed({
            limit: nextPage(this.tab.scope, this.items.length).size,
            cursor: this.#cursor,
            topic: this.tab.topic || undefined,
            scope: this.tab.scope || undefined,
          }),
        );
      }
      if (this.items.length === before) this.ended = true;
      this.error = null;
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  /** What was done so far reaches the server before it chooses what comes next; a slow line is not waited for. */
  async #tell(): Promise<void> {
    await tick(); // the post that was just left is told of by then
    await Promise.race([tracker.flush(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  }

  moveTo(index: number): void {
    this.index = index;
    if (index >= this.items.length - nextPage(this.tab.scope, this.items.length).ahead) void this.more();
  }

  async refresh(): Promise<void> {
    this.items = [];
    this.index = 0;
    this.#cursor = null;
    this.ended = false;
    await this.more();
  }

  /** Not interested: gone from the screen at once, put back by undo. */
  hide(postId: string): () => void {
    const at = this.items.findIndex((each) => each.post.id === postId);
    const [gone] = at >= 0 ? this.items.splice(at, 1) : [];
    this.index = Math.min(this.index, Math.max(0, this.items.length - 1));
    track('Post Hidden', { post_id: postId });
    return () => gone && this.items.splice(at, 0, gone);
  }
}

const stores = new Map<string, FeedStore>();

export function feedOf(tab: FeedTab, first: Page<FeedItem> | null, back: boolean, now: number): FeedStore {
  const key = `${tab.scope}/${tab.topic}`;
  let store = stores.get(key);
  const stale = store?.leftAt != null && now - store.leftAt > staleMs;
  if (!store || first || (stale && !back)) {
    store = new FeedStore(tab, first);
    stores.set(key, store);
  }
  return store;
}
