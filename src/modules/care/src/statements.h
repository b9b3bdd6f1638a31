// All SQL of care. Status, priority, direction and delivery are the numbers of the enums in conversation.h. A conversation's columns
// are read in one order everywhere (read_conversation in store.cpp).
#pragma once

#include "platform/db/connection.h"

namespace plaza::care::statements {

#define CARE_COLUMNS                                                                                                           \
  "c.id, c.channel, c.channel_key, c.account_id, c.visitor, c.address, c.name, c.locale, c.verified, c.subject, c.status, "    \
  "c.priority, c.assignee, c.team, c.labels, c.opened_at, c.last_at, c.last_in_at, c.last_out_at, c.first_replied_at, "        \
  "c.resolved_at, c.reply_due, c.resolution_due, c.snoozed_until, c.escalated, c.late, c.unread, c.messages, c.excerpt, "      \
  "c.token, c.rating, c.rating_text, c.rated_at, c.version, c.merged_into, c.split_from, c.topic, c.product, "     \
  "c.feeling, c.feeling_score, c.intent, c.severity, c.read_words, c.corrected, c.urgency"
#define CARE_MESSAGE_COLUMNS                                                                                          \
  "id, conversation_id, direction, author, author_name, body, html, external_id, delivery, failure, happened, mentions, at, pictures, "\
  "cards"

// --- conversations ---

inline constexpr db::Statement insert_conversation{"care.insert_conversation", R"sql(
INSERT INTO care_conversations (id, channel, channel_key, account_id, visitor, address, name, locale, verified, subject, status,
  priority, assignee, team, labels, opened_at, last_at, last_in_at, last_out_at, first_replied_at, resolved_at, reply_due,
  resolution_due, due, snoozed_until, escalated, late, unread, messages, excerpt, token, split_from, topic, product, feeling,
  feeling_score, intent, severity, read_words, urgency, pressing, rating, rating_text, rated_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
  $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, 0, '', 0, 1))sql"};

// Guarded by the version that the change was made from.
inline constexpr db::Statement save_conversation{"care.save_conversation", R"sql(
UPDATE care_conversations SET account_id = $3, address = $4, name = $5, verified = $6, subject = $7, status = $8, priority = $9,
  assignee = $10, team = $11, labels = $12, last_at = $13, last_in_at = $14, last_out_at = $15, first_replied_at = $16,
  resolved_at = $17, reply_due = $18, resolution_due = $19, due = $20, snoozed_until = $21, escalated = $22, late = $23, unread = $24,
  messages = $25, excerpt = $26, rating = $27, rating_text = $28, rated_at = $29, merged_into = $30, product = $31,
  topic = $32, feeling = $33, feeling_score = $34, intent = $35, severity = $36, read_words = $37, corrected = $38, urgency = $39,
  pressing = $40, version = version + 1
WHERE id = $1 AND version = $2)sql"};

inline constexpr db::Statement find_conversation{"care.find_conversation",
                                                 "SELECT " CARE_COLUMNS " FROM care_conversations c WHERE c.id = $1"};
inline constexpr db::Statement find_by_token{"care.find_by_token",
                                             "SELECT " CARE_COLUMNS " FROM care_conversations c WHERE c.token = $1"};
inline constexpr db::Statement find_by_key{
    "care.find_by_key", "SELECT " CARE_COLUMNS " FROM care_conversations c WHERE c.channel = $1 AND c.channel_key = $2"};

// Whoever looked has seen what there was.
inline constexpr db::Statement mark_seen{"care.mark_seen", R"sql(
UPDATE care_conversations SET unread = 0 WHERE id = $1 AND unread > 0)sql"};

// --- lists: $1 status, ($2, $3) what the page goes on behind, $4 how many, $5 what anchors it ---

inline constexpr db::Statement list_status{
    "care.list_status", "SELECT " CARE_COLUMNS
                        " FROM care_conversations c WHERE c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                        "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_assignee{
    "care.list_assignee", "SELECT " CARE_COLUMNS
                          " FROM care_conversations c WHERE c.assignee = $5 AND c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                          "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_channel{
    "care.list_channel", "SELECT " CARE_COLUMNS
                         " FROM care_conversations c WHERE c.channel = $5 AND c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                         "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_priority{
    "care.list_priority", "SELECT " CARE_COLUMNS
                          " FROM care_conversations c WHERE c.priority = $5 AND c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                          "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_feeling{
    "care.list_feeling", "SELECT " CARE_COLUMNS
                         " FROM care_conversations c WHERE c.feeling = $5 AND c.feeling > 0 AND c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                         "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_intent{
    "care.list_intent", "SELECT " CARE_COLUMNS
                        " FROM care_conversations c WHERE c.intent = $5 AND c.intent <> '' AND c.status = $1 AND (c.last_at, c.id) < ($2, $3) "
                        "ORDER BY c.last_at DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_label{
    "care.list_label", "SELECT " CARE_COLUMNS
                       " FROM care_labelled l JOIN care_conversations c ON c.id = l.conversation_id "
                       "WHERE l.label = $5 AND l.status = $1 AND (l.last_at, l.conversation_id) < ($2, $3) "
                       "ORDER BY l.last_at DESC, l.conversation_id DESC LIMIT CAST($4 AS BIGINT)"};
// The most pressing first: here ($2, $3) is what the page goes on after.
inline constexpr db::Statement list_due{
    "care.list_due", "SELECT " CARE_COLUMNS
                     " FROM care_conversations c WHERE c.status = $1 AND (c.due, c.id) > ($2, $3) AND c.due <= $5 "
                     "ORDER BY c.due, c.id LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_pressing{
    "care.list_pressing", "SELECT " CARE_COLUMNS
                          " FROM care_conversations c WHERE c.status = $1 AND (c.pressing, c.id) < ($2, $3) "
                          "ORDER BY c.pressing DESC, c.id DESC LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_account{
    "care.list_account", "SELECT " CARE_COLUMNS
                         " FROM care_conversations c WHERE c.account_id = $1 ORDER BY c.last_at DESC, c.id DESC "
                         "LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement list_address{
    "care.list_address", "SELECT " CARE_COLUMNS
                         " FROM care_conversations c WHERE c.address = $1 ORDER BY c.last_at DESC, c.id DESC "
                         "LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement list_visitor{
    "care.list_visitor", "SELECT " CARE_COLUMNS
                         " FROM care_conversations c WHERE c.visitor = $1 AND c.visitor <> '' ORDER BY c.id DESC "
                         "LIMIT CAST($2 AS BIGINT)"};

// Capped: nobody needs to know more than that there are many.
inline constexpr db::Statement count_status{"care.count_status", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM care_conversations WHERE status = $1 LIMIT CAST($2 AS BIGINT)) AS few)sql"};
inline constexpr db::Statement count_assignee{"care.count_assignee", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM care_conversations WHERE assignee = $3 AND status = $1 LIMIT CAST($2 AS BIGINT)) AS few)sql"};
inline constexpr db::Statement count_due{"care.count_due", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM care_conversations WHERE status = $1 AND due <= $3 LIMIT CAST($2 AS BIGINT)) AS few)sql"};

// --- labels ---

inline constexpr db::Statement unlabel{"care.unlabel", R"sql(
DELETE FROM care_labelled WHERE conversation_id = $1)sql"};
inline constexpr db::Statement label{"care.label", R"sql(
INSERT INTO care_labelled (label, status, last_at, conversation_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (conversation_id, label) DO NOTHING)sql"};

// --- timers ---

inline constexpr db::Statement asleep_until{"care.asleep_until", R"sql(
SELECT id FROM care_conversations WHERE snoozed_until > 0 AND snoozed_until <= $1 ORDER BY snoozed_until LIMIT CAST($2 AS BIGINT))sql"};
inline constexpr db::Statement past_due{"care.past_due", R"sql(
SELECT id FROM care_conversations WHERE status = 0 AND due <= $1 AND escalated = 0 ORDER BY due, id LIMIT CAST($2 AS BIGINT))sql"};

// --- messages ---

inline constexpr db::Statement insert_message{"care.insert_message", R"sql(
INSERT INTO care_messages (id, conversation_id, direction, author, author_name, body, html, external_id, delivery, failure, happened,
  mentions, at, pictures, cards)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql"};
inline constexpr db::Statement find_message{"care.find_message",
                                            "SELECT " CARE_MESSAGE_COLUMNS " FROM care_messages WHERE id = $1"};
// The latest first.
inline constexpr db::Statement messages_before{
    "care.messages_before", "SELECT " CARE_MESSAGE_COLUMNS
                            " FROM care_messages WHERE conversation_id = $1 AND id < $2 ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"};
inline constexpr db::Statement messages_after{
    "care.messages_after",
    "SELECT " CARE_MESSAGE_COLUMNS " FROM care_messages WHERE id > $1 ORDER BY id LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement set_delivery{"care.set_delivery", R"sql(
UPDATE care_messages SET delivery = $3, failure = $4, external_id = $5 WHERE id = $1 AND delivery = $2)sql"};
inline constexpr db::Statement blank_message{"care.blank_message", R"sql(
UPDATE care_messages SET body = $3, html = '', author_name = '', failure = '', happened = $2, pictures = '', cards = '' WHERE id = $1)sql"};

// --- what has come already, and by which id others refer to it ---

inline constexpr db::Statement insert_external{"care.insert_external", R"sql(
INSERT INTO care_externals (channel, external_id, conversation_id, message_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (channel, external_id) DO NOTHING)sql"};
inline constexpr db::Statement find_external{"care.find_external", R"sql(
SELECT conversation_id, message_id FROM care_externals WHERE channel = $1 AND external_id = $2)sql"};
inline constexpr db::Statement externals_of{"care.externals_of", R"sql(
SELECT external_id FROM care_externals WHERE conversation_id = $1 AND message_id < $2 ORDER BY message_id DESC LIMIT 20)sql"};
inline constexpr db::Statement drop_externals{"care.drop_externals", R"sql(
DELETE FROM care_externals WHERE conversation_id = $1)sql"};

// --- what was done on the spot ---

inline constexpr db::Statement insert_action{"care.insert_action", R"sql(
INSERT INTO care_actions (id, conversation_id, account_id, kind, reference, amount, currency, reason, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};
inline constexpr db::Statement given_since{"care.given_since", R"sql(
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM care_actions WHERE account_id = $1 AND at >= $2 AND currency = $3)sql"};
// A row beside the settings: of two gifts at once the second waits here until the first is counted.
inline constexpr db::Statement hold_limits{"care.hold_limits", R"sql(
INSERT INTO care_settings (id, version, settings) VALUES (2, 0, '') ON CONFLICT (id) DO UPDATE SET version = 0)sql"};
inline constexpr db::Statement actions_of{"care.actions_of", R"sql(
SELECT id, account_id, kind, reference, amount, currency, reason, at FROM care_actions WHERE conversation_id = $1
ORDER BY id DESC LIMIT 100)sql"};
inline constexpr db::Statement blank_actions{"care.blank_actions", R"sql(
UPDATE care_actions SET reason = '' WHERE conversation_id = $1)sql"};

// --- saved replies, settings ---

inline constexpr db::Statement insert_reply{"care.insert_reply", R"sql(
INSERT INTO care_saved_replies (id, shortcut, version, uses, details) VALUES ($1, $2, 1, 0, $3) ON CONFLICT (shortcut) DO NOTHING)sql"};
inline constexpr db::Statement change_reply{"care.change_reply", R"sql(
UPDATE care_saved_replies SET version = version + 1, details = $3 WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement delete_reply{"care.delete_reply", R"sql(
DELETE FROM care_saved_replies WHERE id = $1)sql"};
inline constexpr db::Statement use_reply{"care.use_reply", R"sql(
UPDATE care_saved_replies SET uses = uses + 1 WHERE id = $1)sql"};
inline constexpr db::Statement list_replies{"care.list_replies", R"sql(
SELECT id, shortcut, version, uses, details FROM care_saved_replies ORDER BY shortcut LIMIT 500)sql"};
inline constexpr db::Statement read_settings{"care.read_settings", R"sql(
SELECT version, settings FROM care_settings WHERE id = 1)sql"};
inline constexpr db::Statement first_settings{"care.first_settings", R"sql(
INSERT INTO care_settings (id, version, settings) VALUES (1, 1, $1) ON CONFLICT (id) DO NOTHING)sql"};
inline constexpr db::Statement change_settings{"care.change_settings", R"sql(
UPDATE care_settings SET version = version + 1, settings = $2 WHERE id = 1 AND version = $1)sql"};

// --- erasure ---

inline constexpr db::Statement blank_conversation{"care.blank_conversation", R"sql(
UPDATE care_conversations SET visitor = '', address = '', name = '', subject = '', excerpt = '', rating_text = '', read_words = '', token = $2,
  channel_key = '', verified = 0, version = version + 1 WHERE id = $1)sql"};
inline constexpr db::Statement insert_blanked{"care.insert_blanked", R"sql(
INSERT INTO care_blanked (id, conversation_id) VALUES ($1, $2))sql"};
inline constexpr db::Statement blanked_after{"care.blanked_after", R"sql(
SELECT id, conversation_id FROM care_blanked WHERE id > $1 ORDER BY id LIMIT 1000)sql"};

// The newest first answers.
inline constexpr db::Statement answered_since{"care.answered_since", R"sql(
SELECT channel, opened_at, first_replied_at FROM care_conversations WHERE first_replied_at > 0 AND first_replied_at >= $1
ORDER BY first_replied_at DESC LIMIT CAST($2 AS BIGINT))sql"};

// --- approvals ---

#define CARE_APPROVAL_COLUMNS                                                                                                      \
  "id, status, conversation_id, account_id, customer, kind, reference, amount, currency, reason, wish, at, decided_at, decided_by, " \
  "answer"
inline constexpr db::Statement insert_approval{"care.insert_approval", R"sql(
INSERT INTO care_approvals (id, status, conversation_id, account_id, customer, kind, reference, amount, currency, reason, wish, at,
  decided_at, decided_by, answer)
VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, ''))sql"};
inline constexpr db::Statement find_approval{"care.find_approval",
                                             "SELECT " CARE_APPROVAL_COLUMNS " FROM care_approvals WHERE id = $1"};
inline constexpr db::Statement decide_approval{"care.decide_approval", R"sql(
UPDATE care_approvals SET status = $2, decided_at = $3, decided_by = $4, answer = $5 WHERE id = $1 AND status = 0)sql"};
inline constexpr db::Statement count_asked{"care.count_asked", R"sql(
SELECT COUNT(*) FROM care_approvals WHERE account_id = $1 AND status = $2)sql"};
inline constexpr db::Statement list_asked{"care.list_asked", "SELECT " CARE_APPROVAL_COLUMNS
                                          " FROM care_approvals WHERE account_id = $1 AND status = $2 AND id < $3 ORDER BY id DESC "
                                          "LIMIT CAST($4 AS BIGINT)"};
inline constexpr db::Statement list_approvals{"care.list_approvals", "SELECT " CARE_APPROVAL_COLUMNS
                                              " FROM care_approvals WHERE status = $1 AND id < $2 ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"};
inline constexpr db::Statement approvals_of{"care.approvals_of", "SELECT " CARE_APPROVAL_COLUMNS
                                            " FROM care_approvals WHERE conversation_id = $1 AND status = 0 ORDER BY id LIMIT 20"};
// What still waits is declined: the person is gone.
inline constexpr db::Statement blank_approvals{"care.blank_approvals", R"sql(
UPDATE care_approvals SET reason = '', wish = '', answer = '', status = CASE status WHEN 0 THEN 2 ELSE status END
WHERE conversation_id = $1)sql"};
inline constexpr db::Statement blank_approvals_for{"care.blank_approvals_for", R"sql(
UPDATE care_approvals SET reason = '', wish = '', answer = '', status = CASE status WHEN 0 THEN 2 ELSE status END
WHERE customer = $1 AND customer > 0)sql"};

// --- merging: a row leads to its survivor, what moved can move back ---

inline constexpr db::Statement release_key{"care.release_key", R"sql(
UPDATE care_conversations SET channel_key = '' WHERE channel = $1 AND channel_key = $2)sql"};
inline constexpr db::Statement rekey{"care.rekey", R"sql(
UPDATE care_conversations SET channel_key = $2 WHERE id = $1)sql"};
inline constexpr db::Statement threads_below{"care.threads_below", R"sql(
SELECT id FROM care_conversations WHERE channel = $1 AND channel_key <> '' AND SUBSTR(channel_key, 1, CAST($3 AS INTEGER)) = $2
ORDER BY id LIMIT 1000)sql"};
// What came by this channel, wherever it was moved to.
inline constexpr db::Statement came_by{"care.came_by", "SELECT " CARE_MESSAGE_COLUMNS
                                       " FROM care_messages WHERE conversation_id = $1 AND direction = 0 AND id IN "
                                       "(SELECT message_id FROM care_externals WHERE conversation_id = $1 AND channel = $2) ORDER BY id"};
inline constexpr db::Statement merged_into{"care.merged_into", R"sql(
SELECT id FROM care_conversations WHERE merged_into = $1 AND merged_into > 0 ORDER BY id LIMIT 50)sql"};
inline constexpr db::Statement insert_merge{"care.insert_merge", R"sql(
INSERT INTO care_merges (id, from_id, into_id, account_id, at, undone_at, undone_by, was) VALUES ($1, $2, $3, $4, $5, 0, 0, $6))sql"};
inline constexpr db::Statement note_moved{"care.note_moved", R"sql(
INSERT INTO care_moved (merge_id, message_id) SELECT CAST($1 AS BIGINT), id FROM care_messages WHERE conversation_id = $2)sql"};
inline constexpr db::Statement move_messages{"care.move_messages", R"sql(
UPDATE care_messages SET conversation_id = $2 WHERE conversation_id = $1)sql"};
inline constexpr db::Statement move_externals{"care.move_externals", R"sql(
UPDATE care_externals SET conversation_id = $2 WHERE conversation_id = $1)sql"};
inline constexpr db::Statement last_merge{"care.last_merge", R"sql(
SELECT id, into_id, was FROM care_merges WHERE from_id = $1 AND undone_at = 0 ORDER BY id DESC LIMIT 1)sql"};
inline constexpr db::Statement undo_merge{"care.undo_merge", R"sql(
UPDATE care_merges SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at = 0)sql"};
inline constexpr db::Statement move_back{"care.move_back", R"sql(
UPDATE care_messages SET conversation_id = $2
WHERE conversation_id = $3 AND id IN (SELECT message_id FROM care_moved WHERE merge_id = $1))sql"};
inline constexpr db::Statement move_externals_back{"care.move_externals_back", R"sql(
UPDATE care_externals SET conversation_id = $2
WHERE conversation_id = $3 AND message_id IN (SELECT message_id FROM care_moved WHERE merge_id = $1))sql"};
// What was in it when it was merged, oldest first.
inline constexpr db::Statement messages_moved{"care.messages_moved", "SELECT " CARE_MESSAGE_COLUMNS
                                              " FROM care_messages WHERE id IN (SELECT message_id FROM care_moved WHERE merge_id = $1) "
                                              "ORDER BY id LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement move_message{"care.move_message", R"sql(
UPDATE care_messages SET conversation_id = $3 WHERE id = $1 AND conversation_id = $2)sql"};
inline constexpr db::Statement move_external{"care.move_external", R"sql(
UPDATE care_externals SET conversation_id = $2 WHERE message_id = $1 AND conversation_id = $3)sql"};
inline constexpr db::Statement newest_said{"care.newest_said", "SELECT " CARE_MESSAGE_COLUMNS
                                           " FROM care_messages WHERE conversation_id = $1 AND direction IN (0, 1) ORDER BY id DESC LIMIT 1"};
inline constexpr db::Statement count_messages{"care.count_messages", R"sql(
SELECT COUNT(*) FROM care_messages WHERE conversation_id = $1)sql"};

inline constexpr const db::Statement* all_statements[] = {
    &insert_conversation, &save_conversation, &find_conversation, &find_by_token, &find_by_key, &mark_seen, &list_status,
    &list_assignee, &list_channel, &list_priority, &list_label, &list_feeling, &list_intent, &list_due, &list_pressing, &list_account, &list_address, &list_visitor,
    &count_status, &count_assignee, &count_due, &unlabel, &label, &asleep_until, &past_due, &insert_message, &find_message,
    &messages_before, &messages_after, &set_delivery, &blank_message, &insert_external, &find_external, &externals_of,
    &drop_externals, &insert_action, &given_since, &hold_limits, &actions_of, &blank_actions, &insert_reply, &change_reply, &delete_reply,
    &use_reply, &list_replies, &read_settings, &first_settings, &change_settings, &blank_conversation, &insert_blanked,
    &blanked_after, &threads_below, &came_by, &release_key, &rekey, &merged_into, &insert_merge, &note_moved, &move_messages,
    &move_externals, &last_merge, &undo_merge, &move_back, &move_externals_back, &messages_moved, &move_message, &move_external,
    &newest_said, &count_messages, &answered_since, &insert_approval, &find_approval, &decide_approval, &count_asked, &list_asked, &list_approvals,
    &approvals_of, &blank_approvals, &blank_approvals_for,
};

#undef CARE_COLUMNS
#undef CARE_MESSAGE_COLUMNS
#undef CARE_APPROVAL_COLUMNS

}  // namespace plaza::care::statements
