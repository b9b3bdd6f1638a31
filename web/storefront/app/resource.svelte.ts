// Something asked of the server for a page: loading, here, or failed with a way to try again.
import { ApiError } from '$shared/api/client';

export class Resource<T> {
  value = $state<T | null>(null);
  error = $state<unknown>(null);
  loading = $state(false);
  readonly #load: () => Promise<T>;
  #turn = 0;

  constructor(load: () => Promise<T>, first: T | null = null) {
    this.#load = load;
    this.value = first;
    if (first === null) void this.reload();
  }

  get missing(): boolean {
    return this.error instanceof ApiError && this.error.status === 404;
  }

  async reload(): Promise<void> {
    const mine = ++this.#turn;
    this.loading = true;
    try {
      const value = await this.#load();
      if (mine !== this.#turn) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (mine === this.#turn) this.error = error;
    } finally {
      if (mine === this.#turn) this.loading = false;
    }
  }
}
