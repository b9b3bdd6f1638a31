// How long a post was really looked at: the clock stops while the tab is hidden. One watch at a
// time; starting another ends the one before.
export interface Watched {
  post_id: string;
  impression_id: string;
  watch_ms: number;
}

/** Scrolling past is not looking. */
export const glanceMs = 250;

export class WatchTimer {
  #current: { post_id: string; impression_id: string } | null = null;
  #watched = 0;
  #runningSince: number | null = null;
  readonly #now: () => number;
  readonly #report: (watched: Watched) => void;

  constructor(now: () => number, report: (watched: Watched) => void) {
    this.#now = now;
    this.#report = report;
  }

  start(post_id: string, impression_id: string): void {
    if (this.#current?.post_id === post_id && this.#current.impression_id === impression_id) return;
    this.end();
    this.#current = { post_id, impression_id };
    this.#watched = 0;
    this.#runningSince = this.#now();
  }

  pause(): void {
    if (this.#runningSince === null) return;
    this.#watched += this.#now() - this.#runningSince;
    this.#runningSince = null;
  }

  resume(): void {
    if (this.#current && this.#runningSince === null) this.#runningSince = this.#now();
  }

  end(): void {
    this.pause();
    if (this.#current && this.#watched >= glanceMs) {
      this.#report({ ...this.#current, watch_ms: Math.round(this.#watched) });
    }
    this.#current = null;
    this.#watched = 0;
  }
}
