// One's place in the line of a drop: kept on this device, told by the shop's stream, asked for when the stream is silent.
import { ApiError } from '$shared/api/client';
import { drops } from '$shared/api/drops';
import { keepTicket, keptTicket } from '$shared/api/drop_tickets';
import { wordsFor } from '$shared/errors';
import type { DropTicket, DropView } from '$shared/types';
import { aheadOf } from './clock';
import { work } from './work';

const askEveryMs = 12_000;
const ended = new Set(['bought', 'over']);

export class Place {
  drop = $state.raw<DropView | null>(null);
  ticket = $state.raw<DropTicket | null>(null);
  error = $state<unknown>(null);
  /** 0 to 1 while the proof of work is made. */
  working = $state<number | null>(null);
  trouble = $state('');
  /** The shop's clock minus this device's, in milliseconds. */
  ahead = $state(0);
  /** The most that stood before us since this page was opened: how far we have come. */
  most = $state(0);
  readonly id: string;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = new AbortController();

  constructor(id: string) {
    this.id = id;
  }

  get missing(): boolean {
    return this.error instanceof ApiError && this.error.status === 404;
  }

  /** Whether this device holds a ticket. */
  get kept(): boolean {
    return keptTicket(this.id) !== null;
  }

  async look(): Promise<void> {
    try {
      const drop = await drops.get(this.id);
      this.drop = drop;
      this.ahead = aheadOf(drop.now, Date.now());
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** The place that this person has already: by the ticket kept here, or by the account. */
  async find(): Promise<void> {
    try {
      this.#take(await drops.ticket(this.id, keptTicket(this.id)));
      this.#listen();
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) keepTicket(this.id, null);
      else this.#later();
    }
  }

  async join(): Promise<void> {
    if (this.working !== null) return;
    this.working = 0;
    this.trouble = '';
    try {
      this.#take(await this.#takePlace());
      this.#listen();
    } catch (error) {
      if (this.#left.signal.aborted) return;
      this.trouble = wordsFor(error);
      void this.look();
    } finally {
      this.working = null;
    }
  }

  async #takePlace(): Promise<DropTicket> {
    for (let again = 0; ; again += 1) {
      const { challenge, bits } = await drops.challenge(this.id);
      const answer = await work(challenge, bits, (done) => (this.working = done), this.#left.signal);
      try {
        return await drops.join(this.id, challenge, answer);
      } catch (error) {
        // A challenge lives ten minutes: a device that slept meanwhile gets another one.
        if (again > 0 || !(error instanceof ApiError) || !error.code.startsWith('drops.challenge')) throw error;
      }
    }
  }

  #take(ticket: DropTicket): void {
    if (ticket.ticket) keepTicket(this.id, ticket.ticket);
    const was = this.ticket;
    this.ticket = ticket;
    this.ahead = aheadOf(ticket.now, Date.now());
    this.most = Math.max(this.most, ticket.ahead ?? 0);
    if (was && was.drop_status !== ticket.drop_status) void this.look();
  }

  #listen(): void {
    this.#source?.close();
    clearTimeout(this.#timer);
    if (this.ticket && ended.has(this.ticket.status)) return;
    this.#source = new EventSource(drops.streamAddress(this.id, keptTicket(this.id)));
    this.#source.addEventListener('ticket', (event) => {
      this.#take(JSON.parse((event as MessageEvent<string>).data) as DropTicket);
      if (this.ticket && ended.has(this.ticket.status)) this.#source?.close();
    });
    this.#source.onerror = () => {
      // The browser tries again by itself unless it was refused.
      if (this.#source?.readyState === EventSource.CLOSED) this.#later();
    };
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (this.#left.signal.aborted) return;
    this.#timer = setTimeout(() => void this.find(), askEveryMs * (0.7 + 0.6 * Math.random()));
  }

  leave(): void {
    this.#left.abort();
    this.#source?.close();
    clearTimeout(this.#timer);
  }
}
