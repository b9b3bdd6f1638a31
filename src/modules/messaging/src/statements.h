// Every statement of messaging. A thread's row is written before its messages and members, so that two writers of one thread
// follow each other.
#pragma once

#include "platform/db/connection.h"

namespace plaza::messaging::sql {

#define MESSAGING_THREAD                                                                                        \
  "id, kind, state, account_id, other_id, visitor, email, locale, last, customer_read, brand_read, last_at, " \
  "created_at, mailed"
#define MESSAGING_MESSAGE "id, thread_id, number, author_kind, author_id, client_id, text, extras, erased, at, standing"
#define MESSAGING_MEMBER "account_id, thread_id, box, seen, hidden, muted, last, last_at"

// --- threads
inline constexpr db::Statement insert_thread{"messaging.insert_thread", R"sql(
INSERT INTO messaging_threads (id, kind, state, account_id, other_id, low_id, high_id, token, visitor, email, locale, last,
  customer_read, brand_read, mailed, last_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, 0, 0, 0, 0, $11, $11) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement find_thread{"messaging.find_thread",
                                           "SELECT " MESSAGING_THREAD " FROM messaging_threads WHERE id = $1"};
// Whoever writes into the thread next waits for this transaction.
inline constexpr db::Statement lock_thread{
    "messaging.lock_thread", "UPDATE messaging_threads SET last = last WHERE id = $1 RETURNING " MESSAGING_THREAD};
inline constexpr db::Statement pair_thread{
    "messaging.pair_thread",
    "SELECT " MESSAGING_THREAD " FROM messaging_threads WHERE kind = 0 AND low_id = $1 AND high_id = $2"};
inline constexpr db::Statement chat_of_account{
    "messaging.chat_of_account",
    "SELECT " MESSAGING_THREAD " FROM messaging_threads WHERE kind = 1 AND account_id <> 0 AND account_id = $1"};
inline constexpr db::Statement chat_of_token{
    "messaging.chat_of_token",
    "SELECT " MESSAGING_THREAD " FROM messaging_threads WHERE token IS NOT NULL AND token = $1"};
inline constexpr db::Statement chats_of_visitor{
    "messaging.chats_of_visitor",
    "SELECT " MESSAGING_THREAD " FROM messaging_threads WHERE kind = 1 AND visitor = $1 ORDER BY id LIMIT 1000"};
inline constexpr db::Statement asked_since{"messaging.asked_since", R"sql(
SELECT COUNT(*) FROM messaging_threads WHERE kind = 0 AND account_id = $1 AND created_at > $2)sql"};
inline constexpr db::Statement count_message{"messaging.count_message", R"sql(
UPDATE messaging_threads SET last = last + 1, last_at = $2, customer_read = CASE WHEN CAST($3 AS BIGINT) < 2 THEN last + 1 ELSE
  customer_read END,
  brand_read = CASE WHEN CAST($3 AS BIGINT) = 2 THEN last + 1 ELSE brand_read END WHERE id = $1)sql"};
inline constexpr db::Statement move_state{
    "messaging.move_state", "UPDATE messaging_threads SET state = $3 WHERE id = $1 AND state = $2"};
inline constexpr db::Statement customer_reads{
    "messaging.customer_reads",
    "UPDATE messaging_threads SET customer_read = $2 WHERE id = $1 AND customer_read < $2 AND last >= $2"};
inline constexpr db::Statement brand_reads{
    "messaging.brand_reads",
    "UPDATE messaging_threads SET brand_read = $2 WHERE id = $1 AND brand_read < $2 AND last >= $2"};
inline constexpr db::Statement set_mailed{
    "messaging.set_mailed", "UPDATE messaging_threads SET mailed = $2 WHERE id = $1 AND mailed < $2"};
inline constexpr db::Statement set_email{
    "messaging.set_email", "UPDATE messaging_threads SET email = $2 WHERE id = $1 AND kind = 1 AND email <> $2"};
inline constexpr db::Statement set_locale{
    "messaging.set_locale", "UPDATE messaging_threads SET locale = $2 WHERE id = $1 AND locale <> $2"};
// The key stops to open it: from now on it is the account's.
inline constexpr db::Statement give_chat{
    "messaging.give_chat",
    "UPDATE messaging_threads SET account_id = $2, token = NULL WHERE id = $1 AND kind = 1 AND account_id = 0"};
// A chat that moved keeps its id as a sign to the other: whoever knew it (a conversation of care) still reaches the customer.
inline constexpr db::Statement point_to{"messaging.point_to", R"sql(
UPDATE messaging_threads SET other_id = $2, last = 0, token = NULL, visitor = '', email = '' WHERE id = $1 AND kind = 1)sql"};
// Opened, and never written into.
inline constexpr db::Statement purge_empty{"messaging.purge_empty",
                                           "DELETE FROM messaging_threads WHERE kind = 1 AND last = 0 AND other_id = 0 AND created_at < $1"};
inline constexpr db::Statement append_count{"messaging.append_count", R"sql(
UPDATE messaging_threads SET last = last + $2, customer_read = last + $2, last_at = CASE WHEN last_at > $3 THEN last_at ELSE $3 END
WHERE id = $1)sql"};
inline constexpr db::Statement forget_customer{"messaging.forget_customer", R"sql(
UPDATE messaging_threads SET account_id = 0, visitor = '', email = '', token = NULL WHERE id = $1 AND kind = 1)sql"};

// --- members
inline constexpr db::Statement insert_member{"messaging.insert_member", R"sql(
INSERT INTO messaging_members (account_id, thread_id, box, seen, hidden, muted, last, last_at)
VALUES ($1, $2, $3, 0, 0, 0, 0, $4) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement find_member{
    "messaging.find_member",
    "SELECT " MESSAGING_MEMBER " FROM messaging_members WHERE account_id = $1 AND thread_id = $2"};
inline constexpr db::Statement list_members{
    "messaging.list_members",
    "SELECT " MESSAGING_MEMBER " FROM messaging_members WHERE account_id = $1 AND box = $2 "
    "AND (last_at < $3 OR (last_at = $3 AND thread_id < $4)) ORDER BY last_at DESC, thread_id DESC LIMIT $5"};
inline constexpr db::Statement all_members{
    "messaging.all_members",
    "SELECT " MESSAGING_MEMBER " FROM messaging_members WHERE account_id = $1 AND thread_id > $2 ORDER BY thread_id LIMIT $3"};
// A deleted thread comes back with the next message; a request stays one.
inline constexpr db::Statement member_message{"messaging.member_message", R"sql(
UPDATE messaging_members SET last = $3, last_at = $4, box = CASE WHEN box = 2 THEN 0 ELSE box END,
  seen = CASE WHEN account_id = $5 THEN $3 ELSE seen END WHERE account_id = $1 AND thread_id = $2)sql"};
inline constexpr db::Statement set_box{
    "messaging.set_box", "UPDATE messaging_members SET box = $3 WHERE account_id = $1 AND thread_id = $2"};
inline constexpr db::Statement set_muted{
    "messaging.set_muted", "UPDATE messaging_members SET muted = $3 WHERE account_id = $1 AND thread_id = $2"};
inline constexpr db::Statement member_reads{"messaging.member_reads", R"sql(
UPDATE messaging_members SET seen = $3 WHERE account_id = $1 AND thread_id = $2 AND seen < $3 AND last >= $3)sql"};
inline constexpr db::Statement hide_thread{"messaging.hide_thread", R"sql(
UPDATE messaging_members SET hidden = last, seen = last, box = 2 WHERE account_id = $1 AND thread_id = $2)sql"};
// Threads of the inbox with something unread, and of the requests: counted to 100.
inline constexpr db::Statement unread{"messaging.unread", R"sql(
SELECT COUNT(*) FROM (SELECT thread_id FROM messaging_members WHERE account_id = $1 AND box = 0 AND muted = 0 AND seen < last
  LIMIT 100) AS waiting)sql"};
inline constexpr db::Statement requests{"messaging.requests", R"sql(
SELECT COUNT(*) FROM (SELECT thread_id FROM messaging_members WHERE account_id = $1 AND box = 1 LIMIT 100) AS waiting)sql"};
inline constexpr db::Statement delete_members{"messaging.delete_members", "DELETE FROM messaging_members WHERE account_id = $1"};

// --- messages
inline constexpr db::Statement insert_message{"messaging.insert_message", R"sql(
INSERT INTO messaging_messages (id, thread_id, number, author_kind, author_id, client_id, text, extras, erased, standing, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9))sql"};
inline constexpr db::Statement find_message{
    "messaging.find_message", "SELECT " MESSAGING_MESSAGE " FROM messaging_messages WHERE id = $1"};
inline constexpr db::Statement message_of_client{
    "messaging.message_of_client",
    "SELECT " MESSAGING_MESSAGE " FROM messaging_messages WHERE thread_id = $1 AND author_kind = $2 AND author_id = $3 "
    "AND client_id = $4 AND client_id <> ''"};
inline constexpr db::Statement messages_before{
    "messaging.messages_before",
    "SELECT " MESSAGING_MESSAGE " FROM messaging_messages WHERE thread_id = $1 AND number < $2 AND number > $3 "
    "ORDER BY number DESC LIMIT $4"};
inline constexpr db::Statement messages_after{
    "messaging.messages_after",
    "SELECT " MESSAGING_MESSAGE " FROM messaging_messages WHERE thread_id = $1 AND number > $2 ORDER BY number LIMIT $3"};
inline constexpr db::Statement move_messages{"messaging.move_messages", R"sql(
UPDATE messaging_messages SET thread_id = $2, number = number + $3, author_kind = CASE WHEN author_kind = 1 THEN 0 ELSE author_kind END,
  author_id = CASE WHEN author_kind = 1 THEN CAST($4 AS BIGINT) ELSE author_id END,
  client_id = CASE WHEN EXISTS (SELECT 1 FROM messaging_messages other WHERE other.thread_id = $2
    AND other.client_id = messaging_messages.client_id) THEN '' ELSE client_id END
WHERE thread_id = $1)sql"};
inline constexpr db::Statement own_messages{"messaging.own_messages", R"sql(
UPDATE messaging_messages SET author_kind = 0, author_id = $2 WHERE thread_id = $1 AND author_kind = 1)sql"};
inline constexpr db::Statement erase_messages{"messaging.erase_messages", R"sql(
UPDATE messaging_messages SET text = '', extras = '', client_id = '', erased = 1
WHERE thread_id = $1 AND author_kind = $2 AND author_id = $3 AND erased = 0)sql"};
inline constexpr db::Statement set_text{"messaging.set_text", "UPDATE messaging_messages SET text = $2 WHERE id = $1"};

inline constexpr db::Statement set_standing{"messaging.set_standing",
                                            "UPDATE messaging_messages SET standing = $2 WHERE id = $1 AND standing <> $2"};

// --- preferences and pictures
inline constexpr db::Statement find_preference{"messaging.find_preference",
                                               "SELECT takes_from FROM messaging_preferences WHERE account_id = $1"};
inline constexpr db::Statement put_preference{"messaging.put_preference", R"sql(
INSERT INTO messaging_preferences (account_id, takes_from) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET takes_from = excluded.takes_from)sql"};
inline constexpr db::Statement delete_preference{"messaging.delete_preference",
                                                 "DELETE FROM messaging_preferences WHERE account_id = $1"};
inline constexpr db::Statement insert_picture{
    "messaging.insert_picture", "INSERT INTO messaging_pictures (media_id, thread_id, at, sent) VALUES ($1, $2, $3, 0)"};
inline constexpr db::Statement picture_of{"messaging.picture_of",
                                          "SELECT media_id FROM messaging_pictures WHERE media_id = $1 AND thread_id = $2"};
inline constexpr db::Statement pictures_since{
    "messaging.pictures_since", "SELECT COUNT(*) FROM messaging_pictures WHERE thread_id = $1 AND at > $2"};
inline constexpr db::Statement pictures_of_thread{
    "messaging.pictures_of_thread", "SELECT media_id FROM messaging_pictures WHERE thread_id = $1 ORDER BY media_id"};
inline constexpr db::Statement move_pictures{"messaging.move_pictures",
                                             "UPDATE messaging_pictures SET thread_id = $2 WHERE thread_id = $1"};
inline constexpr db::Statement delete_pictures{"messaging.delete_pictures",
                                               "DELETE FROM messaging_pictures WHERE thread_id = $1"};

inline constexpr db::Statement delete_picture{"messaging.delete_picture", "DELETE FROM messaging_pictures WHERE media_id = $1"};
inline constexpr db::Statement set_sent{"messaging.set_sent", "UPDATE messaging_pictures SET sent = 1 WHERE media_id = $1 AND sent = 0"};
inline constexpr db::Statement unsent_pictures{
    "messaging.unsent_pictures",
    "SELECT media_id FROM messaging_pictures WHERE sent = 0 AND at < $1 ORDER BY at LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement delete_unsent{"messaging.delete_unsent",
                                             "DELETE FROM messaging_pictures WHERE media_id = $1 AND sent = 0"};

inline constexpr const db::Statement* statements[] = {
    &insert_thread, &find_thread, &lock_thread, &pair_thread, &chat_of_account, &chat_of_token, &chats_of_visitor, &asked_since,
    &count_message, &move_state, &customer_reads, &brand_reads, &set_mailed, &set_email, &set_locale, &give_chat, &point_to,
    &append_count, &purge_empty, &forget_customer, &insert_member, &find_member, &list_members, &all_members, &member_message, &set_box,
    &set_muted, &member_reads, &hide_thread, &unread, &requests, &delete_members, &insert_message, &find_message,
    &message_of_client, &messages_before, &messages_after, &move_messages, &own_messages, &erase_messages, &set_text, &set_standing,
    &find_preference, &put_preference, &delete_preference, &insert_picture, &picture_of, &pictures_since, &pictures_of_thread, &move_pictures,
    &delete_pictures, &delete_picture, &set_sent, &unsent_pictures, &delete_unsent};

}  // namespace plaza::messaging::sql
