// A list read page by page with a filter. A new filter keeps the old rows until the new ones come,
// so that typing never flickers; answers that come too late are dropped.
import type { Page } from '$shared/types';

export class Paged<T extends object> {
  items = $state.raw<T[]>([]);
  cursor = $state<string | null>(null);
  started = $state(false);
  loading = $state(false);
  error = $state<unknown>(null);
  readonly #load: (cursor: string | null) => Promise<Page<T>>;
  #turn = 0;

  constructor(load: (cursor: string | null) => Promise<Page<T>>) {
    this.#load = load;
  }

  get ended(): boolean {
    return this.started && this.cursor === null;
  }
  get empty(): boolean {
    return this.ended && this.items.length === 0 && this.error === null;
  }

  restart(): Promise<void> {
    return this.#take(null);
  }

  async more(): Promise<void> {
    if (this.loading || !this.started || this.cursor === null || this.error) return;
    await this.#take(this.cursor);
  }

  async #take(cursor: string | null): Promise<void> {
    const mine = ++this.#turn;
    this.loading = true;
    try {
      const page = await this.#load(cursor);
      if (mine !== this.#turn) return;
      this.items = cursor === null ? page.items : [...this.items, ...page.items];
      this.cursor = page.next_cursor;
      this.started = true;
      this.error = null;
    } catch (error) {
      if (mine === this.#turn) this.error = error;
    } finally {
      if (mine === this.#turn) this.loading = false;
    }
  }
}
