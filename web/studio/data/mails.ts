// The mails that the shop sends, as staff look at them.
import { api } from '$shared/api/client';

export type MailLanguage = 'en' | 'vi';
export interface MailKind {
  kind: string;
  group: string;
  sent_when: string;
  subject: string;
}
export interface MailPreview extends MailKind {
  language: MailLanguage;
  html: string;
  text: string;
}

export interface SentMail {
  mail: string;
  about: string;
  at: string;
}

const e = encodeURIComponent;

export const mails = {
  list: (language: MailLanguage) => api.get<{ items: MailKind[] }>('/v1/admin/mails', { query: { language } }),
  preview: (kind: string, language: MailLanguage) => api.get<MailPreview>(`/v1/admin/mails/${e(kind)}`, { query: { language } }),
  /** Which mails went to an account's address, newest first. */
  sentTo: (account: string) => api.get<{ items: SentMail[] }>('/v1/admin/sent_mails', { query: { account_id: account } }),
  sendTrial: (kind: string, language: MailLanguage, key: string) =>
    api.post<{ to: string }>(`/v1/admin/mails/${e(kind)}/trials`, { language }, { idempotencyKey: key }),
};

/** Kinds under their groups, in the order they came. */
export function grouped(kinds: readonly MailKind[]): { group: string; kinds: MailKind[] }[] {
  const groups: { group: string; kinds: MailKind[] }[] = [];
  for (const each of kinds) {
    const found = groups.find((one) => one.group === each.group);
    if (found) found.kinds.push(each);
    else groups.push({ group: each.group, kinds: [each] });
  }
  return groups;
}
