// Client-side navigation. A visit is one entry of the history: its page, and what that page asked to
// be kept, so that Back shows the same content at the same place without a request.
import { tick, type Component } from 'svelte';
import { dissolveOverlays, settleOverlay } from '$shared/overlay';
import { takeFirstData } from './boot';
import { compile } from './match';
import { routes, type Route } from './routes';

export interface Visit {
  readonly route: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly query: URLSearchParams;
  readonly key: string;
  /** The server's data for the first page, or what this page kept when it was left. */
  readonly first: unknown;
  /** Registers what to keep when the page is left. */
  keep: (snapshot: () => unknown) => void;
}

interface Kept {
  data: unknown;
  scroll: number;
}

interface State {
  visit: Visit | null;
  page: Component<{ visit: Visit }> | null;
  bare: boolean;
  loading: boolean;
  failed: boolean;
  query: string;
}

export const router = $state<State>({ visit: null, page: null, bare: false, loading: false, failed: false, query: '' });

const match = compile(routes);
const kept = new Map<string, Kept>();
const entriesKept = 30;
let snapshot: (() => unknown) | null = null;
let turn = 0;

const newEntry = () => Math.random().toString(36).slice(2, 10);

function remember(): void {
  if (!router.visit) return;
  kept.delete(router.visit.key);
  kept.set(router.visit.key, { data: snapshot?.() ?? null, scroll: window.scrollY });
  const oldest = kept.keys().next().value;
  if (kept.size > entriesKept && oldest !== undefined) kept.delete(oldest);
}

function visitOf(route: Route, params: Record<string, string>, url: URL, key: string, first: unknown): Visit {
  return {
    route: route.name,
    path: url.pathname,
    params,
    query: url.searchParams,
    key,
    first,
    keep: (take) => (snapshot = take),
  };
}

async function show(url: URL, key: string, back: boolean): Promise<void> {
  const mine = ++turn;
  const found = match(url.pathname) ?? { name: 'missing', params: {} };
  const route = routes.find((each) => each.name === found.name) as Route;
  const past = back ? kept.get(key) : undefined;
  const slow = setTimeout(() => (router.loading = mine === turn), 300);
  try {
    const module = await route.page();
    if (mine !== turn) return;
    const starting = router.visit === null;
    snapshot = null;
    router.page = module.default;
    router.visit = visitOf(route, found.params, url, key, past?.data ?? (starting ? takeFirstData(route.name) : null));
    router.query = url.search;
    router.bare = route.bare ?? false;
    router.failed = false;
    await tick();
    window.scrollTo(0, past?.scroll ?? 0);
    if (!starting) document.getElementById('main')?.focus({ preventScroll: true });
  } catch (error) {
    console.error(error);
    if (mine === turn) router.failed = true;
  } finally {
    clearTimeout(slow);
    if (mine === turn) router.loading = false;
  }
}

export async function navigate(address: string, options: { replace?: boolean } = {}): Promise<void> {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) {
    location.assign(url);
    return;
  }
  remember();
  const overSheet = dissolveOverlays();
  const key = newEntry();
  if (options.replace || overSheet) history.replaceState({ key }, '', url);
  else history.pushState({ key }, '', url);
  await show(url, key, false);
}

/** Changes the address of the page one is on (filters, a search being typed) without leaving it. */
export function replaceQuery(query: Record<string, string | null>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(query)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(history.state, '', url);
  router.query = url.search;
}

export function goBack(otherwise = '/'): void {
  if (kept.size > 0) history.back();
  else void navigate(otherwise, { replace: true });
}

export function retryPage(): void {
  void show(new URL(location.href), (history.state as { key?: string } | null)?.key ?? newEntry(), true);
}

/** Fetches the code of a page ahead of a likely visit. */
export function prefetch(address: string): void {
  const found = match(new URL(address, location.href).pathname);
  void routes.find((each) => each.name === found?.name)?.page().catch(() => {});
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a') ?? null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null;
  return /^\/(studio|media|v1)(\/|$)/.test(link.pathname) ? null : link;
}

export async function startRouter(): Promise<void> {
  history.scrollRestoration = 'manual';
  document.addEventListener('click', (event) => {
    const link = linkOf(event);
    if (!link) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    void navigate(link.href);
  });
  addEventListener('popstate', (event) => {
    if (settleOverlay()) return;
    const key = (event.state as { key?: string } | null)?.key;
    if (key && key === router.visit?.key) return;
    remember();
    void show(new URL(location.href), key ?? newEntry(), true);
  });
  const key = (history.state as { key?: string } | null)?.key ?? newEntry();
  history.replaceState({ key }, '', location.href);
  await show(new URL(location.href), key, false);
}
