// The one place that talks HTTP. A reply is the parsed body; anything else is an ApiError with the
// server's stable dotted code ("network.offline" and "network.timeout" are our own two).
import type { Problem } from '../types';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Field name to message, as the server sent them: all at once. */
  readonly fields: Record<string, string>;
  readonly fieldCodes: Record<string, string>;
  readonly requestId: string;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail ?? '';
    this.requestId = problem.instance ?? '';
    this.fields = {};
    this.fieldCodes = {};
    for (const error of problem.errors ?? []) {
      this.fields[error.field] ??= error.message;
      this.fieldCodes[error.field] ??= error.code;
    }
  }
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** A guest's key to a cart or an order. */
  accessToken?: string | null;
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
  keepalive?: boolean;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let locale = 'en';
let onUnauthorised: (code: string) => void = () => {};

export function configureApi(options: { locale?: string; onUnauthorised?: (code: string) => void }): void {
  if (options.locale) locale = options.locale;
  if (options.onUnauthorised) onUnauthorised = options.onUnauthorised;
}

export function withQuery(path: string, query: RequestOptions['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function newKey(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Problem;
    if (typeof body.code === 'string') return { ...body, status: response.status };
  } catch {
    // Not JSON: a proxy's page, or an empty reply.
  }
  return { title: response.statusText || 'Error', status: response.status, code: `http.${response.status}` };
}

function signalOf(options: RequestOptions): AbortSignal {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  return options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
}

export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': locale, ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.accessToken) headers['Plaza-Access-Token'] = options.accessToken;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  let response: Response;
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: signalOf(options),
      keepalive: options.keepalive,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiError({
      title: timedOut ? 'The shop took too long to answer.' : 'There is no connection to the shop.',
      status: 0,
      code: timedOut ? 'network.timeout' : 'network.offline',
    });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401) onUnauthorised(problem.code);
    throw new ApiError(problem);
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

type Rest = Omit<RequestOptions, 'body'>;

export const api = {
  get: <T>(path: string, options?: Rest) => request<T>('GET', path, options),
  post: <T>(path: string, body: unknown = {}, options?: Rest) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body: unknown = {}, options?: Rest) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: Rest) => request<T>('PATCH', path, { ...options, body }),
  delete: <T>(path: string, options?: Rest) => request<T>('DELETE', path, options),
};
