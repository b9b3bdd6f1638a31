// One rule, typed and built at once. The server reads whichever was touched last and gives back the other one, with how many fit
// it now; nothing is written over while it cannot be read.
import { ApiError } from '$shared/api/client';
import { fieldsOf, wordsFor } from '$shared/errors';
import type { Given, Preview, Rule } from './api';
import { segments } from './api';
import { shown } from './rules';

const pause = 350;

export class RuleEditor {
  tree = $state<Rule>({ type: 'and', rules: [] });
  text = $state('');
  by = $state<'text' | 'tree'>('tree');
  preview = $state.raw<Preview | null>(null);
  /** By place: "text:1:14", "rule.rules[0].window". */
  wrong = $state.raw<Record<string, string>>({});
  failure = $state('');
  busy = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  readonly #changed: (rule: string) => void;

  /** `changed` is told the rule as text, or as JSON while the server has not read what was built. */
  constructor(changed: (rule: string) => void) {
    this.#changed = changed;
  }

  /** What the server has: both ways agree. */
  take(text: string, tree: Rule): void {
    this.text = text;
    this.tree = shown(structuredClone(tree));
    this.by = 'tree';
    void this.look(0);
  }
  typed(text: string): void {
    this.text = text;
    this.by = 'text';
    this.#changed(text);
    void this.look(pause);
  }
  built(): void {
    this.by = 'tree';
    this.#changed(JSON.stringify(this.tree));
    void this.look(pause);
  }
  get given(): Given {
    return this.by === 'text' ? { text: this.text } : { rule: $state.snapshot(this.tree) as Rule };
  }

  look(after: number): Promise<void> {
    clearTimeout(this.#timer);
    return new Promise((resolve) => {
      this.#timer = setTimeout(() => void this.#look().then(resolve), after);
    });
  }
  stop(): void {
    clearTimeout(this.#timer);
    ++this.#turn;
  }

  async #look(): Promise<void> {
    const mine = ++this.#turn;
    const by = this.by;
    this.busy = true;
    try {
      const found = await segments.preview(this.given);
      if (mine !== this.#turn) return;
      this.preview = found;
      this.wrong = {};
      this.failure = '';
      if (by === 'text') this.tree = shown(found.rule);
      else this.text = found.text;
      this.#changed(by === 'text' ? this.text : found.text);
    } catch (error) {
      if (mine !== this.#turn) return;
      this.refused(error);
    } finally {
      if (mine === this.#turn) this.busy = false;
    }
  }
  refused(error: unknown): void {
    // The server's own sentence says what should stand there.
    this.wrong = error instanceof ApiError && error.code === 'segments.rule_invalid' ? error.fields : fieldsOf(error);
    this.failure = Object.keys(this.wrong).length ? '' : wordsFor(error);
  }
  /** Errors of a part of the tree that stand at none of its fields. */
  at(path: string): string {
    return Object.entries(this.wrong)
      .filter(([place]) => place === path || (place.startsWith(`${path}.`) && !place.slice(path.length).startsWith('.rules[')))
      .map(([, message]) => message)
      .join(' ');
  }
}
