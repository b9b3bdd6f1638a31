// One line of a person's life with the shop, wherever it is kept: what they did, bought, sent back, agreed to, what was written to them, and how they became known.
import { formatMoney } from '$shared/format';
import { currentLocale, hasWords, t } from '$shared/i18n/index.svelte';
import type { ReturnView } from '../data/after_sale';
import { clock, type CallView } from '../care/channels';
import type { Conversation } from '../care/care';
import { channelName } from '../care/show';
import type { SentMail } from '../data/mails';
import type { AdminReview } from '../data/reviews';
import type { AdminOrder, PersonConsents, PersonDetail } from '../data/types';
import { purposeOf } from './name';
import { aboutOf, isDone, isSale, wordsOf } from '../today/events';

export type Kind = 'call' | 'act' | 'order' | 'return' | 'mail' | 'consent' | 'link' | 'conversation' | 'review';
export interface Moment {
  at: string;
  kind: Kind;
  words: string;
  about: string;
  url: string | null;
  strong: boolean;
}

const named = (prefix: string, code: string): string => (hasWords(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : code);

export function moments(
  view: PersonDetail,
  consents: PersonConsents | null,
  orders: Pick<AdminOrder, 'id' | 'number' | 'placed_at' | 'status' | 'totals'>[],
  titleOf: (product: string) => string | null,
  returns: Pick<ReturnView, 'id' | 'order_number' | 'history'>[] = [],
  mails: SentMail[] = [],
  calls: CallView[] = [],
  conversations: Pick<Conversation, 'id' | 'channel' | 'subject' | 'excerpt' | 'opened_at'>[] = [],
  reviews: Pick<AdminReview, 'id' | 'product_title' | 'product_handle' | 'stars' | 'title' | 'written_at'>[] = [],
): Moment[] {
  const all: Moment[] = view.recent.filter(isDone).map((each) => {
    const about = aboutOf(each, titleOf);
    return { at: each.at, kind: 'act', words: wordsOf(each), about: about?.text ?? '', url: about?.url ?? null, strong: isSale(each.event) };
  });
  for (const each of orders) {
    const total = each.totals.total ? formatMoney(each.totals.total, currentLocale()) : '';
    all.push({ at: each.placed_at, kind: 'order', words: t('timeline_order', { number: each.number }), about: `${named('status', each.status)} ${total}`.trim(), url: `/studio/orders/${each.id}`, strong: true });
  }
  for (const each of returns) {
    for (const step of each.history) {
      const about = `${named('return_status', step.status)}${step.text ? ` · ${step.text}` : ''}`;
      all.push({ at: step.at, kind: 'return', words: t('timeline_return', { number: each.order_number }), about, url: `/studio/returns/${each.id}`, strong: step.status === 'settled' });
    }
  }
  for (const each of mails) {
    const url = each.about.startsWith('ord_') ? `/studio/orders/${each.about}` : null;
    all.push({ at: each.at, kind: 'mail', words: t('timeline_mail'), about: named('mail_name', each.mail), url, strong: false });
  }
  for (const each of calls) {
    const url = `/studio/inbox/${each.conversation_id}?view=all`;
    all.push({ at: each.began_at, kind: 'call', words: t('timeline_call'), about: each.agent_name ? `${each.agent_name} · ${clock(each.duration_ms)}` : clock(each.duration_ms), url, strong: false });
  }
  for (const each of conversations) {
    // A call has a line of its own.
    if (each.channel === 'call') continue;
    all.push({ at: each.opened_at, kind: 'conversation', words: t('timeline_wrote', { channel: channelName(each.channel) }), about: each.subject || each.excerpt, url: `/studio/inbox/${each.id}?view=all`, strong: false });
  }
  for (const each of reviews) {
    const about = [each.product_title, each.title].filter(Boolean).join(' · ');
    all.push({ at: each.written_at, kind: 'review', words: t('timeline_review', { stars: each.stars }), about, url: `/products/${each.product_handle}#reviews`, strong: each.stars <= 2 });
  }
  for (const each of consents?.history ?? []) {
    all.push({ at: each.at, kind: 'consent', words: `${purposeOf(each)}: ${t(`consent_state.${each.state}`)}`, about: each.reason, url: null, strong: false });
  }
  for (const each of view.links) {
    const other = each.other_account_id ?? (view.person.kind === 'account' ? each.visitor : each.account_id);
    const url = `/studio/people/${encodeURIComponent(other)}`;
    all.push({ at: each.made_at, kind: 'link', words: t('timeline_linked'), about: `${other} · ${named('proof', each.proof)}`, url, strong: false });
    if (each.ended_at) all.push({ at: each.ended_at, kind: 'link', words: t('timeline_parted'), about: `${other} · ${named('ended', each.ended_by ?? '')}`, url, strong: false });
  }
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
