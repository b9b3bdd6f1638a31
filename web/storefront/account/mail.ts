// Kinds of notification as people think of them: a few switches over the server's kinds.
import type { MailPreference } from '$shared/api/account';

export const groups: Record<string, readonly string[]> = {
  people: ['liked', 'followed', 'mentioned'],
  talk: ['commented', 'replied'],
  groups: ['discussion_replied', 'answer_accepted', 'group_invited', 'group_requested', 'group_approved', 'level_reached'],
  events: ['event_cancelled', 'event_restored', 'event_moved', 'event_place_changed', 'event_reminder'],
  messages: ['message_requested', 'message_received', 'chat_answered'],
  orders: ['order_placed', 'order_paid', 'order_fulfilled', 'order_delivered', 'order_cancelled', 'order_refunded'],
};

/** A switch is on when any of its kinds is mailed. */
export const isOn = (preferences: readonly MailPreference[], group: string): boolean =>
  preferences.some((each) => each.mail && groups[group]?.includes(each.kind));

/** What to ask for when a switch is turned: only kinds the server knows. */
export const turned = (preferences: readonly MailPreference[], group: string, mail: boolean): MailPreference[] =>
  preferences.filter((each) => groups[group]?.includes(each.kind)).map(({ kind }) => ({ kind, mail }));

/** The same for what is sent to devices. */
export const isPushed = (preferences: readonly MailPreference[], group: string): boolean =>
  preferences.some((each) => each.push && groups[group]?.includes(each.kind));

export const pushed = (preferences: readonly MailPreference[], group: string, push: boolean): MailPreference[] =>
  preferences.filter((each) => groups[group]?.includes(each.kind)).map(({ kind, mail }) => ({ kind, mail, push }));
