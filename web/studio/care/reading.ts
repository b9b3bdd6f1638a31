// What was read of a customer's words: names for it, and what an agent may say it is instead.
import type { IconName } from '$shared/components/icons';
import { currentLocale, hasWords, t } from '$shared/i18n/index.svelte';
import type { CareSettings, Conversation, Feeling } from './care';

export const feelings: readonly Feeling[] = ['negative', 'neutral', 'positive'];
/** By their names on the server, the frequent ones first. */
export const intents = [
  'where_is_order', 'late', 'return_item', 'refund', 'exchange', 'damaged', 'defect', 'wrong_item', 'missing_item', 'warranty', 'payment_problem', 'money_lost', 'cancel_order',
  'change_address', 'change_order', 'product_question', 'size_question', 'stock_question', 'price_question', 'discount_code', 'account', 'speak_to_person', 'safety', 'complaint', 'praise',
] as const;

const faces: Record<Feeling, IconName> = { unknown: 'info', negative: 'sad', neutral: 'plain', positive: 'happy' };
export const feelingIcon = (feeling: Feeling): IconName => faces[feeling];

/** One that this page does not know yet is shown as the server calls it. */
export const intentName = (intent: string): string => (hasWords(`care.intent.${intent}`) ? t(`care.intent.${intent}`) : intent.replaceAll('_', ' '));

export function topicName(code: string, topics: readonly Pick<CareSettings['topics'][number], 'code' | 'label' | 'label_vi'>[]): string {
  const topic = topics.find((each) => each.code === code);
  if (!topic) return code;
  return currentLocale() === 'vi' && topic.label_vi ? topic.label_vi : topic.label;
}

/** What is worth a mark in the list: a bad feeling, and what is wanted. */
export function marksOf(each: Pick<Conversation, 'feeling' | 'intent'>): { bad: boolean; wants: string } {
  return { bad: each.feeling === 'negative', wants: each.intent && each.intent !== 'praise' ? intentName(each.intent) : '' };
}
