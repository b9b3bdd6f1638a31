// Where one is: the room, what is open in it, and the filters, all in the address. Leaving a form
// that has unsaved changes asks first.
import { roomOf, type RoomName } from './rooms';

class Here {
  path = $state(location.pathname);
  search = $state(location.search);
  readonly #found = $derived(roomOf(this.path));
  readonly room = $derived(this.#found.room);
  readonly id = $derived(this.#found.id);
  readonly query = $derived(new URLSearchParams(this.search));
  /** The address that waits for the answer to "leave without saving?". */
  waiting = $state<string | null>(null);
}

export const here = new Here();

const unsaved = new Set<() => boolean>();

/** `dirty` is asked whenever somebody is about to leave; returns how to stop being asked. */
export function guard(dirty: () => boolean): () => void {
  unsaved.add(dirty);
  return () => unsaved.delete(dirty);
}

export const anyUnsaved = (): boolean => [...unsaved].some((dirty) => dirty());

function arrive(url: URL): void {
  here.path = url.pathname;
  here.search = url.search;
}

export function go(address: string, options: { replace?: boolean; sure?: boolean } = {}): void {
  const url = new URL(address, location.href);
  if (!url.pathname.startsWith('/studio') || url.origin !== location.origin) {
    location.assign(url);
    return;
  }
  if (!options.sure && url.pathname !== here.path && anyUnsaved()) {
    here.waiting = url.pathname + url.search;
    return;
  }
  if (options.replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  arrive(url);
}

export function leaveAnyway(): void {
  const address = here.waiting;
  here.waiting = null;
  if (address) go(address, { sure: true });
}

/** The address of something in a room, with the filters one has there kept. */
export function addressOf(room: RoomName, id: string | null = null, query: URLSearchParams | null = null): string {
  const base = room === 'today' ? '/studio' : `/studio/${room}`;
  const text = query?.toString();
  return `${base}${id ? `/${encodeURIComponent(id)}` : ''}${text ? `?${text}` : ''}`;
}

/** Filters: changed in place, so that Back leaves the room instead of undoing letters. */
export function setQuery(change: Record<string, string | null>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(change)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, '', url);
  here.search = url.search;
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a') ?? null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null;
  return link.pathname.startsWith('/studio') ? link : null;
}

export function startRouter(): void {
  document.addEventListener('click', (event) => {
    const link = linkOf(event);
    if (!link || link.hash) return;
    event.preventDefault();
    go(link.href);
  });
  addEventListener('popstate', () => {
    const url = new URL(location.href);
    if (url.pathname !== here.path && anyUnsaved()) {
      history.pushState(null, '', here.path + here.search);
      here.waiting = url.pathname + url.search;
      return;
    }
    arrive(url);
  });
  addEventListener('beforeunload', (event) => {
    if (anyUnsaved()) event.preventDefault();
  });
}
