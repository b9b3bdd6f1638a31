// Mail beside the turns of a conversation: whom it came from, what was folded away, its files; and how the mailboxes fare.
import { api, ApiError } from '$shared/api/client';
import type { Problem } from '$shared/types';

const e = encodeURIComponent;

export interface LetterFile {
  id: string;
  name: string;
  content_type: string;
  bytes: number;
}
export interface Letter {
  message_id: string;
  sender: string;
  recipients: string;
  quoted: string;
  left_out: number;
  files: LetterFile[];
}
export interface Mailbox {
  address: string;
  host: string;
  folder: string;
  /** The server says at once when mail comes; else it is looked into every so often. */
  hears: boolean;
  checked_at: string | null;
  next_at: string | null;
  error: string;
  error_at: string | null;
  received: number;
  duplicates: number;
  automatic: number;
  bounced: number;
  refused: number;
  refusals: { reason: string; sender: string; subject: string; bytes: number; at: string }[];
}

export const fileBytesMax = 10_000_000;

async function put(conversation: string, file: File): Promise<LetterFile> {
  const reply = await fetch(`/v1/admin/conversations/${e(conversation)}/files?name=${e(file.name)}`, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': file.type || 'application/octet-stream', Accept: 'application/json' }, body: file,
  }).catch(() => null);
  if (!reply) throw new ApiError({ title: '', status: 0, code: 'network.offline' });
  const body = (await reply.json().catch(() => ({ title: reply.statusText, code: `http.${reply.status}` }))) as LetterFile | Problem;
  if (!reply.ok) throw new ApiError({ ...(body as Problem), status: reply.status });
  return body as LetterFile;
}

export const letters = {
  of: async (messages: string[]): Promise<Record<string, Letter>> => {
    const found: Record<string, Letter> = {};
    for (let at = 0; at < messages.length; at += 100) {
      const page = await api.get<{ items: Letter[] }>('/v1/admin/letters', { query: { message_ids: messages.slice(at, at + 100).join(',') } });
      for (const each of page.items) found[each.message_id] = each;
    }
    return found;
  },
  fileAddress: (id: string) => `/v1/admin/letters/files/${e(id)}`,
  put,
  drop: (id: string) => api.delete<void>(`/v1/admin/letters/files/${e(id)}`),
  answer: (conversation: string, body: { text: string; file_ids: string[]; then?: string }, key: string) =>
    api.post<{ message_id: string }>(`/v1/admin/conversations/${e(conversation)}/letters`, body, { idempotencyKey: key }),
  mailboxes: () => api.get<{ items: Mailbox[] }>('/v1/admin/mailboxes'),
  check: (address: string) => api.post<void>(`/v1/admin/mailboxes/${e(address)}/check`),
};

/** "1.2 MB" */
export function sizeOf(bytes: number, locale: string): string {
  const [amount, unit] = bytes < 1_000 ? [bytes, 'byte'] : bytes < 1_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: (amount as number) < 10 ? 1 : 0 }).format(amount as number);
}
