// One thing asked of the server: on its way, here, or failed. `poll` asks again while the page is seen.
import { untrack } from 'svelte';
import { ApiError } from '$shared/api/client';

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state<unknown>(null);
  loading = $state(false);
  at = $state(0);
  readonly #load: () => Promise<T>;
  #turn = 0;

  constructor(load: () => Promise<T>) {
    this.#load = load;
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
      this.at = Date.now();
    } catch (error) {
      if (mine === this.#turn) this.error = error;
    } finally {
      if (mine === this.#turn) this.loading = false;
    }
  }
}

/** Runs now and again `every` milliseconds after each answer, pausing while the tab is hidden. */
export function poll(run: () => Promise<unknown>, every: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const turn = async () => {
    clearTimeout(timer);
    if (!document.hidden) await run().catch(() => {});
    if (!stopped) timer = setTimeout(turn, every);
  };
  const seen = () => !document.hidden && void turn();
  document.addEventListener('visibilitychange', seen);
  // What `run` reads is not what an effect around this depends on.
  untrack(() => void turn());
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}
