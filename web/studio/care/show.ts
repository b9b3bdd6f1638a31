// How a conversation is shown: a name for everybody, a sign for each channel, words for what happened.
import type { IconName } from '$shared/components/icons';
import { formatDateTime, formatMoney } from '$shared/format';
import { currentLocale, hasWords, t, tn } from '$shared/i18n/index.svelte';
import type { CareDetail, Conversation, Turn } from './care';
import { mediaName } from './channels';
import { intentName } from './reading';

export const nameOf = (each: Pick<Conversation, 'customer'>): string => each.customer.name || each.customer.address || t('care.somebody');

/** The last words, or what was sent without any. */
export function excerptOf(each: Pick<Conversation, 'excerpt'>): string {
  if (each.excerpt === '[card]') return t('care.card');
  return each.excerpt.replace(/(^|\s)\[([a-z_]{1,30})\](?: https:\/\/\S+)?/g, (whole, before: string, media: string) => (hasWords(`care.media.${media}`) ? `${before}${mediaName(media)}` : whole));
}

const signs: Record<string, IconName> = {
  form: 'edit', email: 'mail', chat: 'chat', post: 'image', review: 'star', question: 'help', comment: 'comment', instagram: 'instagram', facebook: 'facebook', whatsapp: 'whatsapp', tiktok: 'tiktok', call: 'phone',
};
/** What the inbox can be filtered by. */
export const channels = ['form', 'chat', 'email', 'instagram', 'facebook', 'whatsapp', 'tiktok', 'review', 'question', 'comment', 'post', 'call'] as const;
export const isNetwork = (channel: string): boolean => ['instagram', 'facebook', 'whatsapp', 'tiktok'].includes(channel);
export const channelIcon = (channel: string): IconName => signs[channel] ?? 'comment';
export const channelName = (channel: string): string => (hasWords(`care.channel.${channel}`) ? t(`care.channel.${channel}`) : channel);

/** "in 3 hours": how long there is until a time that lies ahead. */
export function untilText(at: string, now: Date): string {
  const minutes = Math.max(1, Math.round((new Date(at).getTime() - now.getTime()) / 60_000));
  const format = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'always', style: 'short' });
  if (minutes < 90) return format.format(minutes, 'minute');
  return minutes < 36 * 60 ? format.format(Math.round(minutes / 60), 'hour') : format.format(Math.round(minutes / 1440), 'day');
}

export function told(turn: Turn): string {
  const happened = turn.happened;
  if (!happened) return '';
  const who = turn.author_name || t('care.the_shop');
  const amount = happened.amount ? formatMoney(happened.amount, currentLocale()) : '';
  if (happened.kind === 'status') {
    const until = happened.value === 'snoozed' && happened.reference ? formatDateTime(happened.reference, currentLocale()) : '';
    return t(`care.told.status.${happened.value}`, { who, until });
  }
  if (happened.kind === 'assigned') return happened.value ? t('care.told.assigned', { who, value: happened.value }) : t('care.told.unassigned', { who });
  if (happened.kind === 'priority' || happened.kind === 'escalated') return t(`care.told.${happened.kind}`, { who, value: t(`care.priority.${happened.value}`) });
  if (happened.kind === 'raised') return t('care.told.raised', { value: t(`care.priority.${happened.value}`), why: t(`radar_severity.${happened.reference}`) });
  if (happened.kind === 'feeling') return t('care.told.feeling', { who, value: t(`care.feeling.${happened.value}`) });
  if (happened.kind === 'intent') return t('care.told.intent', { who, value: happened.value ? intentName(happened.value) : t('care.intent_none') });
  if (['topic', 'team', 'product'].includes(happened.kind)) return t(`care.told.${happened.kind}`, { who, value: happened.value || '–' });
  if (happened.kind === 'labels' && !happened.value) return t('care.told.no_labels', { who });
  if (happened.kind === 'merged' || happened.kind === 'unmerged') return t(`care.told.${happened.kind}`, { who, channel: channelName(happened.value) });
  if (happened.kind === 'split' || happened.kind === 'split_from') return tn(`care.told.${happened.kind}`, Number(happened.value) || 1, { who });
  if (happened.kind === 'edit' && !happened.amount?.amount) return t('care.told.edited', { who });
  const key = `care.told.${happened.kind}`;
  return hasWords(key) ? t(key, { who, value: happened.value, amount }) : `${who}: ${happened.kind} ${happened.value}`;
}

/** What an agent should know before answering: until when the network takes it, or that it takes none. Null: nothing holds. */
export function ruleOf(terms: CareDetail['terms'], now: Date): { words: string; near: boolean } | null {
  if (!terms.rule) return null;
  const key = `care.rule.${terms.rule}`;
  if (!terms.closes_at) return hasWords(key) ? { words: t(key), near: false } : null;
  const closes = new Date(terms.closes_at);
  if (!terms.open || closes <= now) return { words: t('care.rule.over', { when: formatDateTime(terms.closes_at, currentLocale()) }), near: true };
  const when = formatDateTime(terms.closes_at, currentLocale());
  const words = hasWords(key) ? t(key, { when, left: untilText(terms.closes_at, now) }) : t('care.rule.until', { when });
  return { words, near: closes.getTime() - now.getTime() < 4 * 3_600_000 };
}
