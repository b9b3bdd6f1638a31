// One change somebody asks for. The same wish carries the same key, so that a second click or a lost reply
// does it once; what was refused stays as typed, and a change that came too late says so.
import { ApiError, newKey } from '$shared/api/client';
import { codeOf, fieldsOf, wordsFor } from '$shared/errors';
import type { MoneyValue } from '$shared/types';
import { parseMoney } from '../parts/money';

const late = /\.(stale|wrong_status)$/;

/** Of "You may give up to 10.00 EUR of it now": how much. */
export function mostOf(error: unknown): MoneyValue | null {
  const said = error instanceof ApiError && error.code === 'care.over_limit' ? /(\d+(?:\.\d+)?) ([A-Z]{3})\b/.exec(error.detail) : null;
  if (!said) return null;
  const currency = said[2] as string;
  const amount = parseMoney(said[1] as string, currency);
  return amount === null ? null : { amount, currency };
}

export class Attempt {
  busy = $state(false);
  failure = $state('');
  /** Of the refusal: "care.over_limit". */
  code = $state('');
  fields = $state<Record<string, string>>({});
  /** Of what was more than one may give: how much it may be. */
  most = $state.raw<MoneyValue | null>(null);
  /** Somebody else was quicker: what is shown was read anew. */
  stale = $state(false);
  #wish = '';
  #key = '';

  keyOf(wish: unknown): string {
    const text = JSON.stringify(wish);
    if (text !== this.#wish || !this.#key) {
      this.#wish = text;
      this.#key = newKey();
    }
    return this.#key;
  }

  /** Null when it was refused or is under way already; `reload` is asked when it came too late. */
  async run<T>(wish: unknown, send: (key: string) => Promise<T>, reload: () => Promise<void>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.failure = '';
    this.code = '';
    this.fields = {};
    this.most = null;
    this.stale = false;
    try {
      const done = await send(this.keyOf(wish));
      this.#key = '';
      return done;
    } catch (error) {
      this.fields = fieldsOf(error);
      this.failure = wordsFor(error);
      this.code = codeOf(error);
      this.most = mostOf(error);
      if (late.test(codeOf(error))) {
        await reload();
        this.stale = true;
      }
      return null;
    } finally {
      this.busy = false;
    }
  }
}

/** The server's answer to "what would that come to", a moment after the last change; late answers are dropped. */
export class Preview<T> {
  value = $state.raw<T | null>(null);
  error = $state<unknown>(null);
  loading = $state(false);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  clear(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.value = null;
    this.error = null;
    this.loading = false;
  }

  ask(send: () => Promise<T>, wait = 160): void {
    const mine = ++this.#turn;
    clearTimeout(this.#timer);
    this.loading = true;
    this.#timer = setTimeout(async () => {
      try {
        const value = await send();
        if (mine !== this.#turn) return;
        this.value = value;
        this.error = null;
      } catch (error) {
        if (mine !== this.#turn) return;
        this.value = null;
        this.error = error;
      }
      this.loading = false;
    }, wait);
  }
}
