// The Idempotency-Key of a payment. The same request keeps its key however often it is sent (a second
// click, a lost reply); a different request, or one after a definite answer, gets a new one.
import { newKey } from '$shared/api/client';

export class Attempt {
  #body = '';
  #key = '';
  readonly #make: () => string;

  constructor(make: () => string = newKey) {
    this.#make = make;
  }

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.#body || !this.#key) {
      this.#body = text;
      this.#key = this.#make();
    }
    return this.#key;
  }

  /** The server decided: asking again would only replay that answer. */
  settled(): void {
    this.#key = '';
  }
}
