// All SQL of notifications.
#pragma once

#include "platform/db/connection.h"

namespace plaza::notifications::sql {

inline constexpr db::Statement insert_line{"notifications.insert_line", R"sql(
INSERT INTO notifications_lines (id, account_id, kind, actor_id, about, subject, url, image_url, created_at, read_at, occasion)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)
ON CONFLICT (account_id, kind, actor_id, about) DO NOTHING)sql"};

inline constexpr db::Statement delete_unread_line{"notifications.delete_unread_line", R"sql(
DELETE FROM notifications_lines WHERE account_id = $1 AND kind = $2 AND actor_id = $3 AND about = $4 AND read_at = 0)sql"};

inline constexpr db::Statement list_lines{"notifications.list_lines", R"sql(
SELECT id, kind, actor_id, about, subject, url, image_url, created_at, read_at, occasion
FROM notifications_lines WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)sql"};

inline constexpr db::Statement find_line{"notifications.find_line", R"sql(
SELECT id, kind, actor_id, about, subject, url, image_url, created_at, read_at, occasion
FROM notifications_lines WHERE account_id = $1 AND id = $2)sql"};

// Counting stops at 100: the bell shows "99+".
inline constexpr db::Statement count_unread{"notifications.count_unread", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM notifications_lines WHERE account_id = $1 AND read_at = 0 LIMIT 100) AS unread)sql"};

inline constexpr db::Statement read_line{"notifications.read_line", R"sql(
UPDATE notifications_lines SET read_at = $3 WHERE account_id = $1 AND id = $2 AND read_at = 0)sql"};

inline constexpr db::Statement read_all{"notifications.read_all", R"sql(
UPDATE notifications_lines SET read_at = $2 WHERE account_id = $1 AND read_at = 0)sql"};

inline constexpr db::Statement delete_lines_of{"notifications.delete_lines_of", R"sql(
DELETE FROM notifications_lines WHERE account_id = $1)sql"};

inline constexpr db::Statement delete_lines_by{"notifications.delete_lines_by", R"sql(
DELETE FROM notifications_lines WHERE id IN (SELECT id FROM notifications_lines WHERE actor_id = $1 LIMIT 10000))sql"};

inline constexpr db::Statement purge_lines{"notifications.purge_lines", R"sql(
DELETE FROM notifications_lines WHERE id IN
  (SELECT id FROM notifications_lines WHERE created_at < $1 OR (created_at < $2 AND read_at <> 0) LIMIT 1000))sql"};

inline constexpr db::Statement list_preferences{"notifications.list_preferences", R"sql(
SELECT kind, mail, push FROM notifications_preferences WHERE account_id = $1)sql"};

inline constexpr db::Statement find_preference{"notifications.find_preference", R"sql(
SELECT mail, push FROM notifications_preferences WHERE account_id = $1 AND kind = $2)sql"};

inline constexpr db::Statement set_preference{"notifications.set_preference", R"sql(
INSERT INTO notifications_preferences (account_id, kind, mail, push) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, kind) DO UPDATE SET mail = excluded.mail, push = COALESCE(excluded.push, notifications_preferences.push))sql"};

inline constexpr db::Statement delete_preferences{"notifications.delete_preferences", R"sql(
DELETE FROM notifications_preferences WHERE account_id = $1)sql"};

inline constexpr db::Statement claim_mail{"notifications.claim_mail", R"sql(
INSERT INTO notifications_mails (mail_key, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING)sql"};

inline constexpr db::Statement purge_mails{"notifications.purge_mails", R"sql(
DELETE FROM notifications_mails WHERE mail_key IN
  (SELECT mail_key FROM notifications_mails WHERE created_at < $1 ORDER BY created_at LIMIT 1000))sql"};

inline constexpr db::Statement insert_sent{"notifications.insert_sent", R"sql(
INSERT INTO notifications_sent (id, address, mail, about, at) VALUES ($1, $2, $3, $4, $5))sql"};

inline constexpr db::Statement sent_to{"notifications.sent_to", R"sql(
SELECT mail, about, at FROM notifications_sent WHERE address = $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement forget_sent{"notifications.forget_sent", R"sql(
DELETE FROM notifications_sent WHERE address = $1)sql"};

inline constexpr db::Statement purge_sent{"notifications.purge_sent", R"sql(
DELETE FROM notifications_sent WHERE id IN (SELECT id FROM notifications_sent WHERE at < $1 ORDER BY at LIMIT 1000))sql"};

#define NOTIFICATIONS_DEVICE "id, account_id, session_id, endpoint, public_key, auth, name, created_at, sent_at"

inline constexpr db::Statement put_device{"notifications.put_device", R"sql(
INSERT INTO notifications_devices (id, account_id, session_id, endpoint, public_key, auth, name, created_at, sent_at, counted_hour, counted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0)
ON CONFLICT (endpoint) DO UPDATE SET account_id = excluded.account_id, session_id = excluded.session_id, public_key = excluded.public_key,
  auth = excluded.auth, name = excluded.name)sql"};
inline constexpr db::Statement find_device{
    "notifications.find_device", "SELECT " NOTIFICATIONS_DEVICE " FROM notifications_devices WHERE id = $1"};
inline constexpr db::Statement device_at{
    "notifications.device_at", "SELECT " NOTIFICATIONS_DEVICE " FROM notifications_devices WHERE endpoint = $1"};
inline constexpr db::Statement devices_of{
    "notifications.devices_of", "SELECT " NOTIFICATIONS_DEVICE " FROM notifications_devices WHERE account_id = $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement remove_device{"notifications.remove_device", "DELETE FROM notifications_devices WHERE id = $1"};
inline constexpr db::Statement remove_devices_of{"notifications.remove_devices_of", "DELETE FROM notifications_devices WHERE account_id = $1"};
inline constexpr db::Statement count_push{"notifications.count_push", R"sql(
UPDATE notifications_devices SET counted = CASE WHEN counted_hour = $2 THEN counted + 1 ELSE 1 END, counted_hour = $2
WHERE id = $1 AND (counted_hour <> $2 OR counted < $3))sql"};
inline constexpr db::Statement note_pushed{"notifications.note_pushed", "UPDATE notifications_devices SET sent_at = $2 WHERE id = $1"};
inline constexpr db::Statement push_key{"notifications.push_key", "SELECT private_key FROM notifications_push_key WHERE id = 1"};
inline constexpr db::Statement keep_push_key{"notifications.keep_push_key", R"sql(
INSERT INTO notifications_push_key (id, private_key, created_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING)sql"};

inline constexpr const db::Statement* statements[] = {
    &put_device, &find_device, &device_at, &devices_of, &remove_device, &remove_devices_of, &count_push, &note_pushed, &push_key, &keep_push_key,
    &insert_line,  &delete_unread_line, &list_lines,      &find_line,      &count_unread,   &read_line,
    &read_all,     &delete_lines_of,    &delete_lines_by, &purge_lines,    &list_preferences, &find_preference,
    &set_preference, &delete_preferences, &claim_mail,    &purge_mails,
    &insert_sent,  &sent_to,            &forget_sent,     &purge_sent};

}  // namespace plaza::notifications::sql
