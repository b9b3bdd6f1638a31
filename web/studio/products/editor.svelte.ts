// The state of a product's form: what the server has (base), what is typed (draft), what differs.
import { ApiError } from '$shared/api/client';
import { fieldsOf, wordsFor } from '$shared/errors';
import { t } from '$shared/i18n/index.svelte';
import { guard } from '../app/router.svelte';
import { admin } from '../data/admin';
import type { AdminProduct } from '../data/types';
import { changesOf, conflictsOf, draftOf, mergeDraft, type Changes, type Draft } from './draft';

const nothing: Changes = { product: {}, variants: [], wrong: {}, count: 0 };

export class Editor {
  base = $state.raw<AdminProduct | null>(null);
  draft = $state<Draft | null>(null);
  /** What somebody else saved meanwhile in the same fields: a choice is to be made. */
  theirs = $state.raw<AdminProduct | null>(null);
  loadError = $state<unknown>(null);
  busy = $state(false);
  failure = $state('');
  saved = $state(false);
  #refused = $state<Record<string, string>>({});
  #tried = $state(false);
  readonly #read: () => Promise<AdminProduct>;
  readonly #tell: (product: AdminProduct) => void;

  readonly changes = $derived(this.base && this.draft ? changesOf(this.base, this.draft) : nothing);
  readonly wrong = $derived({ ...this.#refused, ...this.#ownWords() });

  constructor(read: () => Promise<AdminProduct>, tell: (product: AdminProduct) => void) {
    this.#read = read;
    this.#tell = tell;
  }

  get missing(): boolean {
    return this.loadError instanceof ApiError && this.loadError.status === 404;
  }

  /** Asks before leaving as long as something is unsaved. */
  watch(): () => void {
    return guard(() => this.changes.count > 0);
  }

  async load(): Promise<void> {
    this.loadError = null;
    try {
      this.#take(await this.#read());
    } catch (error) {
      this.loadError = error;
    }
  }

  discard(): void {
    if (this.base) this.#take(this.base);
  }

  conflicts(): (keyof Draft)[] {
    return this.base && this.theirs && this.draft ? conflictsOf(this.base, this.theirs, this.draft) : [];
  }

  settle(mine: boolean): void {
    if (!this.base || !this.theirs || !this.draft) return;
    this.draft = mergeDraft(this.base, this.theirs, this.draft, mine);
    this.base = this.theirs;
    this.theirs = null;
    this.failure = '';
  }

  async save(): Promise<void> {
    if (this.busy || !this.base || !this.draft || this.changes.count === 0) return;
    this.#tried = true;
    this.#refused = {};
    this.failure = '';
    if (Object.keys(this.changes.wrong).length) {
      this.failure = t('fields_wrong');
      return;
    }
    this.busy = true;
    try {
      if (await this.#othersChanged()) return;
      await this.#send(this.changes);
      this.#take(await this.#read());
      this.saved = true;
      setTimeout(() => (this.saved = false), 2500);
    } catch (error) {
      this.#refused = { ...this.#refused, ...fieldsOf(error) };
      this.failure = Object.keys(fieldsOf(error)).length ? `${t('fields_wrong')} ${Object.values(fieldsOf(error)).join(' ')}` : wordsFor(error);
    } finally {
      this.busy = false;
    }
  }

  // What is saved moves into the base at once, so a failure half way leaves only the rest to save.
  async #send(changes: Changes): Promise<void> {
    const base = this.base as AdminProduct;
    if (Object.keys(changes.product).length) {
      const next = await admin.updateProduct(base.id, changes.product);
      this.base = { ...next, variants: base.variants };
    }
    for (const { id, change } of changes.variants) {
      try {
        const next = await admin.updateVariant(id, change);
        const known = this.base as AdminProduct;
        this.base = { ...known, variants: known.variants.map((each) => (each.id === id ? next : each)) };
      } catch (error) {
        for (const [field, words] of Object.entries(fieldsOf(error))) {
          this.#refused[`${id}.${field.startsWith('compare') ? 'compare' : field.split('.')[0]}`] = words;
        }
        throw error;
      }
    }
  }

  async #othersChanged(): Promise<boolean> {
    const base = this.base as AdminProduct;
    const now = await this.#read();
    if (now.updated_at === base.updated_at) return false;
    if (conflictsOf(base, now, this.draft as Draft).length) {
      this.theirs = now;
      this.failure = t('conflict_title');
      return true;
    }
    this.draft = mergeDraft(base, now, this.draft as Draft, true);
    this.base = now;
    return false;
  }

  #take(product: AdminProduct): void {
    this.base = product;
    this.draft = draftOf(product);
    this.theirs = null;
    this.failure = '';
    this.#refused = {};
    this.#tried = false;
    this.#tell(product);
  }

  #ownWords(): Record<string, string> {
    const words: Record<string, string> = {};
    for (const [field, code] of Object.entries(this.changes.wrong)) {
      if (this.#tried || code !== 'required') words[field] = t(`field.${code}`);
    }
    return words;
  }
}
