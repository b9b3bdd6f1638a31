// All SQL of the e-mail channel. direction: 0 in, 1 out.
#pragma once

#include "platform/db/connection.h"

namespace plaza::mailbox::statements {

// --- how far each mailbox was read ---

inline constexpr db::Statement progress{"mailbox.progress", R"sql(
SELECT uid_validity, last_uid, old_below, checked_at, next_at, failures, error, error_at, received, duplicates, automatic, bounced, refused
FROM mailbox_accounts WHERE address = $1)sql"};
inline constexpr db::Statement make_account{"mailbox.make_account", R"sql(
INSERT INTO mailbox_accounts (address, uid_validity, last_uid, old_below, checked_at, next_at, failures, error, error_at, received,
  duplicates, automatic, bounced, refused)
VALUES ($1, 0, 0, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0) ON CONFLICT (address) DO NOTHING)sql"};
// The server counts anew: what nobody has seen of the old mails is looked at again.
inline constexpr db::Statement begin_anew{"mailbox.begin_anew", R"sql(
UPDATE mailbox_accounts SET uid_validity = $2, last_uid = 0, old_below = $3 WHERE address = $1 AND uid_validity <> $2)sql"};
inline constexpr db::Statement advance{"mailbox.advance", R"sql(
UPDATE mailbox_accounts SET last_uid = $3, received = received + $4, duplicates = duplicates + $5, automatic = automatic + $6,
  bounced = bounced + $7, refused = refused + $8 WHERE address = $1 AND uid_validity = $2 AND last_uid < $3)sql"};
inline constexpr db::Statement note_checked{"mailbox.note_checked", R"sql(
UPDATE mailbox_accounts SET checked_at = $2, next_at = 0, failures = 0, error = '' WHERE address = $1)sql"};
inline constexpr db::Statement note_failure{"mailbox.note_failure", R"sql(
UPDATE mailbox_accounts SET error = $2, error_at = $3, failures = $4, next_at = $5 WHERE address = $1)sql"};
inline constexpr db::Statement soon{"mailbox.soon", R"sql(
UPDATE mailbox_accounts SET next_at = 0 WHERE address = $1)sql"};

// --- letters ---

inline constexpr db::Statement insert_letter{"mailbox.insert_letter", R"sql(
INSERT INTO mailbox_letters (id, address, direction, digest, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (digest) DO NOTHING)sql"};
inline constexpr db::Statement knows_digest{"mailbox.knows_digest", R"sql(
SELECT 1 FROM mailbox_letters WHERE digest = $1)sql"};
inline constexpr db::Statement letter_by_rfc{"mailbox.letter_by_rfc", R"sql(
SELECT id, address, direction, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at FROM mailbox_letters
WHERE rfc_id = $1 AND rfc_id <> '' ORDER BY id LIMIT 1)sql"};
inline constexpr db::Statement letter_by_id{"mailbox.letter_by_id", R"sql(
SELECT id, address, direction, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at FROM mailbox_letters
WHERE id = $1)sql"};
inline constexpr db::Statement letter_of_message{"mailbox.letter_of_message", R"sql(
SELECT id, address, direction, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at FROM mailbox_letters
WHERE message_id = $1 AND message_id <> 0 ORDER BY id LIMIT 1)sql"};
inline constexpr db::Statement count_sender{"mailbox.count_sender", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM mailbox_letters WHERE sender = $1 AND direction = 0 AND at >= $2 LIMIT CAST($3 AS BIGINT)) AS few)sql"};
inline constexpr db::Statement count_all{"mailbox.count_all", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM mailbox_letters WHERE direction = 0 AND at >= $1 LIMIT CAST($2 AS BIGINT)) AS few)sql"};

// --- what was refused ---

inline constexpr db::Statement insert_refused{"mailbox.insert_refused", R"sql(
INSERT INTO mailbox_refused (id, address, reason, sender, subject, bytes, at) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
inline constexpr db::Statement trim_refused{"mailbox.trim_refused", R"sql(
DELETE FROM mailbox_refused WHERE address = $1 AND id < (
  SELECT MIN(id) FROM (SELECT id FROM mailbox_refused WHERE address = $1 ORDER BY id DESC LIMIT 500) AS newest))sql"};
inline constexpr db::Statement list_refused{"mailbox.list_refused", R"sql(
SELECT reason, sender, subject, bytes, at FROM mailbox_refused WHERE address = $1 ORDER BY id DESC LIMIT CAST($2 AS BIGINT))sql"};

// --- files ---

inline constexpr db::Statement insert_file{"mailbox.insert_file", R"sql(
INSERT INTO mailbox_files (id, conversation_id, message_id, account_id, name, content_type, bytes, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
inline constexpr db::Statement insert_content{"mailbox.insert_content", R"sql(
INSERT INTO mailbox_contents (file_id, content) VALUES ($1, $2))sql"};
inline constexpr db::Statement find_file{"mailbox.find_file", R"sql(
SELECT id, conversation_id, message_id, account_id, name, content_type, bytes, at FROM mailbox_files WHERE id = $1)sql"};
inline constexpr db::Statement files_of{"mailbox.files_of", R"sql(
SELECT id, conversation_id, message_id, account_id, name, content_type, bytes, at FROM mailbox_files
WHERE message_id = $1 AND message_id <> 0 ORDER BY id LIMIT 100)sql"};
inline constexpr db::Statement content_of{"mailbox.content_of", R"sql(
SELECT content FROM mailbox_contents WHERE file_id = $1)sql"};
inline constexpr db::Statement count_drafts{"mailbox.count_drafts", R"sql(
SELECT COUNT(*) FROM mailbox_files WHERE conversation_id = $1 AND message_id = 0)sql"};
// Only by who put it down, only once.
inline constexpr db::Statement attach{"mailbox.attach", R"sql(
UPDATE mailbox_files SET message_id = $4 WHERE id = $1 AND conversation_id = $2 AND account_id = $3 AND message_id = 0)sql"};
inline constexpr db::Statement drop_draft_content{"mailbox.drop_draft_content", R"sql(
DELETE FROM mailbox_contents WHERE file_id IN (SELECT id FROM mailbox_files WHERE id = $1 AND account_id = $2 AND message_id = 0))sql"};
inline constexpr db::Statement drop_draft{"mailbox.drop_draft", R"sql(
DELETE FROM mailbox_files WHERE id = $1 AND account_id = $2 AND message_id = 0)sql"};
inline constexpr db::Statement drop_old_contents{"mailbox.drop_old_contents", R"sql(
DELETE FROM mailbox_contents WHERE file_id IN (SELECT id FROM mailbox_files WHERE message_id = 0 AND at < $1))sql"};
inline constexpr db::Statement drop_old_drafts{"mailbox.drop_old_drafts", R"sql(
DELETE FROM mailbox_files WHERE message_id = 0 AND at < $1)sql"};

// --- once a day at most; the secret of the tokens ---

inline constexpr db::Statement acknowledge{"mailbox.acknowledge", R"sql(
INSERT INTO mailbox_acknowledged (sender, at) VALUES ($1, $2)
ON CONFLICT (sender) DO UPDATE SET at = $2 WHERE mailbox_acknowledged.at < $3)sql"};
inline constexpr db::Statement read_secret{"mailbox.read_secret", R"sql(
SELECT secret FROM mailbox_secrets WHERE id = 1)sql"};
inline constexpr db::Statement make_secret{"mailbox.make_secret", R"sql(
INSERT INTO mailbox_secrets (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING)sql"};

// --- of a person ---

inline constexpr db::Statement letters_of_sender{"mailbox.letters_of_sender", R"sql(
SELECT id, address, direction, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at FROM mailbox_letters
WHERE sender = $1 ORDER BY id LIMIT 2000)sql"};
inline constexpr db::Statement letters_of_conversation{"mailbox.letters_of_conversation", R"sql(
SELECT id, address, direction, rfc_id, conversation_id, message_id, sender, recipients, quoted, left_out, at FROM mailbox_letters
WHERE conversation_id = $1 AND conversation_id <> 0 ORDER BY id LIMIT 2000)sql"};
inline constexpr db::Statement files_of_conversation{"mailbox.files_of_conversation", R"sql(
SELECT id, conversation_id, message_id, account_id, name, content_type, bytes, at FROM mailbox_files
WHERE conversation_id = $1 ORDER BY id LIMIT 2000)sql"};
inline constexpr db::Statement blank_letter{"mailbox.blank_letter", R"sql(
UPDATE mailbox_letters SET sender = '', recipients = '', quoted = '', rfc_id = '' WHERE id = $1)sql"};
inline constexpr db::Statement drop_content{"mailbox.drop_content", R"sql(
DELETE FROM mailbox_contents WHERE file_id = $1)sql"};
inline constexpr db::Statement drop_file{"mailbox.drop_file", R"sql(
DELETE FROM mailbox_files WHERE id = $1)sql"};
inline constexpr db::Statement forget_refused{"mailbox.forget_refused", R"sql(
DELETE FROM mailbox_refused WHERE sender = $1)sql"};
inline constexpr db::Statement forget_acknowledged{"mailbox.forget_acknowledged", R"sql(
DELETE FROM mailbox_acknowledged WHERE sender = $1)sql"};

inline constexpr const db::Statement* all_statements[] = {
    &progress, &make_account, &begin_anew, &advance, &note_checked, &note_failure, &soon, &insert_letter, &knows_digest, &letter_by_rfc,
    &letter_by_id, &letter_of_message, &count_sender, &count_all, &insert_refused, &trim_refused, &list_refused, &insert_file,
    &insert_content, &find_file, &files_of, &content_of, &count_drafts, &attach, &drop_draft_content, &drop_draft, &drop_old_contents,
    &drop_old_drafts, &acknowledge, &read_secret, &make_secret, &letters_of_sender, &letters_of_conversation, &files_of_conversation,
    &blank_letter, &drop_content, &drop_file, &forget_refused, &forget_acknowledged,
};

}  // namespace plaza::mailbox::statements
