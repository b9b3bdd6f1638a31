// Our own tracker: Segment-shaped calls gathered into batches and posted to /v1/batch. A batch goes
// out after a quiet moment or when it is full; what is left at the end of the visit leaves by
// sendBeacon. Delivery is at least once: every call has a messageId and the server drops doubles.
export interface Call {
  type: 'track' | 'page' | 'identify';
  messageId: string;
  timestamp: string;
  anonymousId: string;
  event?: string;
  name?: string;
  properties?: Record<string, unknown>;
}

export interface Wire {
  post: (calls: Call[]) => Promise<void>;
  beacon: (calls: Call[]) => boolean;
}

export interface QueueOptions {
  wire: Wire;
  anonymousId: () => string;
  now: () => Date;
  newId: () => string;
  later: (run: () => void, milliseconds: number) => void;
}

const callsPerBatch = 50;
const callsKept = 500;
const quietMs = 1500;

export class Tracker {
  #waiting: Call[] = [];
  #scheduled = false;
  #sending = false;
  #failures = 0;
  readonly #options: QueueOptions;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  track(event: string, properties: Record<string, unknown> = {}): void {
    this.#add({ type: 'track', event, properties });
  }

  page(name: string, properties: Record<string, unknown> = {}): void {
    this.#add({ type: 'page', name, properties });
  }

  /** Sends what waits, now; failed batches stay and are tried again, more slowly each time. */
  async flush(): Promise<void> {
    if (this.#sending || this.#waiting.length === 0) return;
    this.#sending = true;
    const batch = this.#waiting.slice(0, callsPerBatch);
    try {
      await this.#options.wire.post(batch);
      this.#waiting = this.#waiting.slice(batch.length);
      this.#failures = 0;
    } catch {
      this.#failures += 1;
    } finally {
      this.#sending = false;
    }
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** At pagehide: no time to wait for a reply. */
  leave(): void {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, callsPerBatch);
      if (!this.#options.wire.beacon(batch)) return;
      this.#waiting = this.#waiting.slice(batch.length);
    }
  }

  #add(part: Pick<Call, 'type' | 'event' | 'name' | 'properties'>): void {
    this.#waiting.push({
      ...part,
      messageId: this.#options.newId(),
      timestamp: this.#options.now().toISOString(),
      anonymousId: this.#options.anonymousId(),
    });
    if (this.#waiting.length > callsKept) this.#waiting = this.#waiting.slice(-callsKept);
    if (this.#waiting.length >= callsPerBatch) void this.flush();
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.later(
      () => {
        this.#scheduled = false;
        void this.flush();
      },
      quietMs * 2 ** Math.min(this.#failures, 5),
    );
  }
}
