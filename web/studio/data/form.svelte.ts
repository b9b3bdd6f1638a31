// One thing that is edited: what the server has (base), what is typed (draft), what differs. Somebody
// else's save in between is merged where it touches other fields; where both changed the same one, both
// versions are shown and nothing is written over unasked.
import { ApiError, newKey } from '$shared/api/client';
import { codeOf, fieldsOf, wordsFor } from '$shared/errors';
import { t } from '$shared/i18n/index.svelte';
import { guard } from '../app/router.svelte';
import { changedKeys, mergeDrafts } from './merge';

interface Ways<V, D> {
  /** Nothing: a new one, that begins with `blank`. */
  load?: () => Promise<V>;
  draftOf: (value: V) => D;
  blank?: D;
  /** Names of fields to words; nothing is sent while there are any. */
  check?: (draft: D) => Record<string, string>;
  save: (draft: D, changed: (keyof D)[], base: V | null, key: string) => Promise<V>;
  saved?: (value: V) => void;
}

export class Form<V extends object, D extends object> {
  base = $state.raw<V | null>(null);
  was = $state.raw<D | null>(null);
  draft = $state<D | null>(null);
  theirs = $state.raw<D | null>(null);
  both = $state.raw<(keyof D)[]>([]);
  merged = $state(false);
  loadError = $state<unknown>(null);
  busy = $state(false);
  failure = $state('');
  done = $state(false);
  wrong = $state<Record<string, string>>({});
  readonly #ways: Ways<V, D>;
  #key = newKey();
  #sent = '';
  readonly changed = $derived(this.was && this.draft ? changedKeys(this.was, this.draft) : []);

  constructor(ways: Ways<V, D>) {
    this.#ways = ways;
    if (!ways.load && ways.blank) this.was = this.draft = structuredClone(ways.blank);
  }

  get missing(): boolean {
    return this.loadError instanceof ApiError && this.loadError.status === 404;
  }
  get dirty(): boolean {
    return this.changed.length > 0;
  }

  watch(): () => void {
    return guard(() => this.dirty && !this.busy);
  }

  async load(): Promise<void> {
    if (!this.#ways.load) return;
    this.loadError = null;
    try {
      this.take(await this.#ways.load());
    } catch (error) {
      this.loadError = error;
    }
  }

  take(value: V): void {
    this.base = value;
    this.was = this.#ways.draftOf(value);
    this.draft = this.#ways.draftOf(value);
    this.theirs = null;
    this.both = [];
    this.merged = false;
    this.failure = '';
    this.wrong = {};
  }

  discard(): void {
    if (this.base) this.take(this.base);
    else if (this.#ways.blank) this.draft = structuredClone(this.#ways.blank);
    this.failure = '';
    this.wrong = {};
  }

  /** The fields that both changed: theirs, or what was typed here. */
  settle(mine: boolean): void {
    const { theirs, draft } = this;
    if (!theirs || !draft) return;
    if (!mine) for (const each of this.both) draft[each] = structuredClone(theirs[each]);
    this.theirs = null;
    this.both = [];
    this.failure = '';
  }

  async save(): Promise<boolean> {
    const draft = this.draft && ($state.snapshot(this.draft) as D);
    if (!draft || this.busy || this.both.length || (this.base && !this.dirty)) return false;
    this.failure = '';
    this.merged = false;
    this.wrong = this.#ways.check?.(draft) ?? {};
    if (Object.keys(this.wrong).length) {
      this.failure = t('fields_wrong');
      return false;
    }
    const text = JSON.stringify(draft);
    if (text !== this.#sent) this.#key = newKey();
    this.#sent = text;
    this.busy = true;
    try {
      const value = await this.#ways.save(draft, this.changed, this.base, this.#key);
      this.take(value);
      this.#sent = '';
      this.done = true;
      setTimeout(() => (this.done = false), 2500);
      this.#ways.saved?.(value);
      return true;
    } catch (error) {
      await this.#refused(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #refused(error: unknown): Promise<void> {
    this.wrong = fieldsOf(error);
    const named = Object.values(this.wrong);
    this.failure = named.length ? `${t('fields_wrong')} ${named.join(' ')}` : wordsFor(error);
    if (!/\.stale$/.test(codeOf(error)) || !this.#ways.load) return;
    try {
      const now = await this.#ways.load();
      const theirs = this.#ways.draftOf(now);
      const { merged, both } = mergeDrafts(this.was as D, theirs, $state.snapshot(this.draft) as D);
      this.base = now;
      this.was = theirs;
      this.draft = merged;
      this.both = both;
      this.theirs = both.length ? theirs : null;
      this.merged = both.length === 0;
      this.failure = both.length ? t('conflict_title') : '';
    } catch (again) {
      this.failure = wordsFor(again);
    }
  }
}
