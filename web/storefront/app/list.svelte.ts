// A list that grows page by page as one scrolls.
import type { Page } from '$shared/types';

export interface KeptList<T> {
  items: T[];
  cursor: string | null;
  started: boolean;
}

export class Listing<T extends object> {
  items = $state<T[]>([]);
  cursor = $state<string | null>(null);
  started = $state(false);
  loading = $state(false);
  error = $state<unknown>(null);
  readonly #load: (cursor: string | null) => Promise<Page<T>>;

  constructor(load: (cursor: string | null) => Promise<Page<T>>, first: Page<T> | KeptList<T> | null = null) {
    this.#load = load;
    if (first) {
      this.items = first.items;
      this.cursor = 'next_cursor' in first ? first.next_cursor : first.cursor;
      this.started = true;
    } else {
      void this.more();
    }
  }

  get ended(): boolean {
    return this.started && this.cursor === null;
  }
  get empty(): boolean {
    return this.ended && this.items.length === 0;
  }

  async more(): Promise<void> {
    if (this.loading || this.ended) return;
    this.loading = true;
    try {
      const page = await this.#load(this.cursor);
      this.items.push(...page.items);
      this.cursor = page.next_cursor;
      this.started = true;
      this.error = null;
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  kept(): KeptList<T> {
    return { items: $state.snapshot(this.items) as T[], cursor: this.cursor, started: this.started };
  }
}

/** Svelte attachment: calls `run` while the element is within a screen of being seen. */
export function nearView(run: () => void) {
  return (node: Element) => {
    const watcher = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && run(), {
      rootMargin: '600px',
    });
    watcher.observe(node);
    return () => watcher.disconnect();
  };
}
