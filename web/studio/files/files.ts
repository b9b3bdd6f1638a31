// Products, stock, customers and orders as files: sent, followed, taken out in parts. The same for all four.
import { ApiError } from '$shared/api/client';
import { currentLocale } from '$shared/i18n/index.svelte';
import type { Problem } from '$shared/types';
import type { CsvReport } from '../data/selling';

export type FileKind = 'products' | 'stock' | 'customers' | 'orders';

export interface LineProblem {
  line: number;
  field: string;
  message: string;
}
export interface FileReport {
  id: string | null;
  status: 'waiting' | 'running' | 'finished' | 'failed';
  total: number;
  done: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  problems: LineProblem[];
}
export interface Wish {
  dry: boolean;
  /** Of orders: whose they are, when the file does not say. */
  shop?: string;
}

export const running = (report: FileReport): boolean => report.status === 'waiting' || report.status === 'running';

/** 0..1; the rows are not known before the file has been counted. */
export const partOf = (report: FileReport): number => (report.total > 0 ? Math.min(1, report.done / report.total) : 0);

export function importAddress(kind: FileKind, wish: Wish): string {
  const query = new URLSearchParams();
  if (kind === 'products') query.set('kind', 'products');
  if (wish.dry) query.set('dry_run', 'true');
  if (kind === 'orders' && wish.shop?.trim()) query.set('shop', wish.shop.trim());
  const address = kind === 'products' ? '/v1/admin/imports' : `/v1/admin/${kind}.csv`;
  return query.size ? `${address}?${query}` : address;
}

/** Counts are taken at once: their answer as a run that has ended. */
export function reportOfCounts(counts: CsvReport): FileReport {
  const failed = counts.refused.length;
  return {
    id: null,
    status: 'finished',
    total: counts.lines,
    done: counts.lines,
    created: 0,
    updated: counts.changed,
    unchanged: counts.dry_run ? 0 : Math.max(0, counts.lines - counts.changed - failed),
    failed,
    problems: counts.refused.map((each) => ({ line: each.line, field: '', message: each.detail })),
  };
}

/** What is wrong with lines, told as fields "lines[7].on_hand". */
export function problemsOf(problem: Partial<Problem>): LineProblem[] {
  return (problem.errors ?? []).flatMap((each) => {
    const match = /^lines\[(\d+)\]\.(.*)$/.exec(each.field);
    return match ? [{ line: Number(match[1]), field: match[2] ?? '', message: each.message }] : [];
  });
}

function answer(kind: FileKind, status: number, text: string): FileReport {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: told by its status below.
  }
  if (status < 300 && body) return kind === 'stock' ? reportOfCounts(body as CsvReport) : (body as FileReport);
  const problem = (body ?? {}) as Partial<Problem>;
  const problems = problemsOf(problem);
  if (problems.length) return { id: null, status: 'failed', total: 0, done: 0, created: 0, updated: 0, unchanged: 0, failed: problems.length, problems };
  throw new ApiError({ ...problem, title: problem.title ?? 'Upload failed', status, code: problem.code ?? `http.${status}` });
}

export function send(kind: FileKind, file: Blob, wish: Wish, progress: (part: number) => void): Promise<FileReport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', importAddress(kind, wish));
    request.setRequestHeader('Content-Type', 'text/csv');
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', currentLocale());
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new ApiError({ title: 'No connection', status: 0, code: 'network.offline' }));
    request.onload = () => {
      try {
        resolve(answer(kind, request.status, request.responseText));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    request.send(file);
  });
}

export const runAddress = (id: string): string => (id.startsWith('imp_') ? `/v1/admin/imports/${id}` : `/v1/admin/import_runs/${id}`);

type Ask = (address: string) => Promise<Response>;
const asked: Ask = (address) => fetch(address, { credentials: 'same-origin' });

/** All of it: the parts that the server gives, each with the line of names, put together. */
export async function takeOut(kind: FileKind, filter: Record<string, string>, part: (count: number) => void = () => undefined, ask: Ask = asked): Promise<Blob> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
    if (cursor) query.set('cursor', cursor);
    const response: Response = await ask(`/v1/admin/${kind}.csv${query.size ? `?${query}` : ''}`);
    if (!response.ok) {
      const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
      throw new ApiError({ ...problem, title: problem.title ?? response.statusText, status: response.status, code: problem.code ?? `http.${response.status}` });
    }
    const text: string = await response.text();
    parts.push(parts.length ? text.slice(text.indexOf('\n') + 1) : text);
    part(parts.length);
    cursor = response.headers.get('plaza-next-cursor');
  } while (cursor);
  return new Blob(parts, { type: 'text/csv' });
}

/** As the server writes cells: what a spreadsheet would run gets an apostrophe. */
export function cellOf(text: string): string {
  const runs = /^'*[=+\-@\t\r\n]/.test(text) && !/^[+-]?[\d.]+$/.test(text);
  const guarded = runs ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || runs ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

export const reportCsv = (problems: LineProblem[]): string =>
  ['line,column,problem', ...problems.map((each) => [String(each.line), each.field, each.message].map(cellOf).join(','))].join('\r\n') + '\r\n';

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
