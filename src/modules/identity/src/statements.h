// All SQL of identity.
#pragma once

#include "platform/db/connection.h"

namespace plaza::identity::sql {

// --- accounts ---

inline constexpr db::Statement insert_account{"identity.insert_account", R"sql(
INSERT INTO identity_accounts (id, email, email_key, handle, display_name, name_key, bio, avatar_media_id, password_hash,
                               email_verified_at, roles, locale, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $11, $12, $7, $8, 0, $9, $10, $10)
ON CONFLICT DO NOTHING RETURNING id)sql"};

inline constexpr db::Statement find_account{"identity.find_account", R"sql(
SELECT id, email, handle, display_name, bio, avatar_media_id, email_verified_at, created_at, roles, locale
FROM identity_accounts WHERE id = $1)sql"};

inline constexpr db::Statement find_account_by_email{"identity.find_account_by_email", R"sql(
SELECT id, email, handle, display_name, bio, avatar_media_id, email_verified_at, created_at, roles, locale
FROM identity_accounts WHERE email_key = $1)sql"};

inline constexpr db::Statement list_accounts{"identity.list_accounts", R"sql(
SELECT id, email, handle, display_name, bio, avatar_media_id, email_verified_at, created_at, roles, locale
FROM identity_accounts
WHERE id < $1 AND (email_key LIKE $2 ESCAPE '!' OR handle LIKE $2 ESCAPE '!' OR name_key LIKE $3 ESCAPE '!')
ORDER BY id DESC LIMIT $4)sql"};

inline constexpr db::Statement list_staff{"identity.list_staff", R"sql(
SELECT id, email, handle, display_name, bio, avatar_media_id, email_verified_at, created_at, roles, locale
FROM identity_accounts WHERE roles <> 0 ORDER BY id LIMIT 1000)sql"};

inline constexpr db::Statement find_password{"identity.find_password", R"sql(
SELECT id, password_hash FROM identity_accounts WHERE email_key = $1)sql"};

inline constexpr db::Statement find_password_of{"identity.find_password_of", R"sql(
SELECT password_hash FROM identity_accounts WHERE id = $1)sql"};

inline constexpr db::Statement set_password{"identity.set_password", R"sql(
UPDATE identity_accounts SET password_hash = $2, updated_at = $3 WHERE id = $1)sql"};

// Only if nobody changed it in between: used to store a hash with newer costs.
inline constexpr db::Statement replace_password{"identity.replace_password", R"sql(
UPDATE identity_accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2)sql"};

inline constexpr db::Statement set_verified{"identity.set_verified", R"sql(
UPDATE identity_accounts SET email_verified_at = $3, updated_at = $3
WHERE id = $1 AND email_key = $2 AND email_verified_at = 0)sql"};

inline constexpr db::Statement update_profile{"identity.update_profile", R"sql(
UPDATE identity_accounts SET display_name = $2, name_key = $3, bio = $4, avatar_media_id = $5, updated_at = $6
WHERE id = $1)sql"};

inline constexpr db::Statement set_handle{"identity.set_handle", R"sql(
UPDATE identity_accounts SET handle = $2
WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM identity_accounts WHERE handle = $2 AND id <> $1))sql"};

inline constexpr db::Statement delete_account{"identity.delete_account", R"sql(
DELETE FROM identity_accounts WHERE id = $1)sql"};

inline constexpr db::Statement load_faces{"identity.load_faces", R"sql(
SELECT id, handle, display_name, bio, avatar_media_id, roles FROM identity_accounts WHERE id > $1 ORDER BY id LIMIT 10000)sql"};

// --- roles ---

inline constexpr db::Statement add_roles{"identity.add_roles", R"sql(
UPDATE identity_accounts SET roles = roles | $2, updated_at = $3 WHERE id = $1 RETURNING roles)sql"};

inline constexpr db::Statement lock_owners{"identity.lock_owners", R"sql(
UPDATE identity_owner_lock SET taken = taken + 1 WHERE id = 1)sql"};

inline constexpr db::Statement remove_roles{"identity.remove_roles", R"sql(
UPDATE identity_accounts SET roles = roles & ~CAST($2 AS BIGINT), updated_at = $3 WHERE id = $1 RETURNING roles)sql"};

inline constexpr db::Statement other_owner{"identity.other_owner", R"sql(
SELECT 1 FROM identity_accounts WHERE roles <> 0 AND (roles & 1) <> 0 AND id <> $1 LIMIT 1)sql"};

// --- sessions ---

inline constexpr db::Statement insert_session{"identity.insert_session", R"sql(
INSERT INTO identity_sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at, user_agent)
VALUES ($1, $2, $3, $4, $4, $5, $6))sql"};

inline constexpr db::Statement list_sessions{"identity.list_sessions", R"sql(
SELECT id, account_id, created_at, last_seen_at, expires_at, user_agent
FROM identity_sessions WHERE account_id = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 100)sql"};

inline constexpr db::Statement load_sessions{"identity.load_sessions", R"sql(
SELECT id, account_id, token_hash, last_seen_at, expires_at
FROM identity_sessions WHERE id > $1 ORDER BY id LIMIT 10000)sql"};

inline constexpr db::Statement load_sessions_of{"identity.load_sessions_of", R"sql(
SELECT id, account_id, token_hash, last_seen_at, expires_at FROM identity_sessions WHERE account_id = $1)sql"};

// The account's sessions beyond the newest $2.
inline constexpr db::Statement delete_oldest_sessions{"identity.delete_oldest_sessions", R"sql(
DELETE FROM identity_sessions WHERE account_id = $1 AND id NOT IN
  (SELECT id FROM identity_sessions WHERE account_id = $1 ORDER BY id DESC LIMIT $2) RETURNING id)sql"};

inline constexpr db::Statement delete_session{"identity.delete_session", R"sql(
DELETE FROM identity_sessions WHERE account_id = $1 AND id = $2)sql"};

inline constexpr db::Statement delete_sessions{"identity.delete_sessions", R"sql(
DELETE FROM identity_sessions WHERE account_id = $1)sql"};

inline constexpr db::Statement touch_session{"identity.touch_session", R"sql(
UPDATE identity_sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1 AND last_seen_at < $2)sql"};

inline constexpr db::Statement purge_sessions{"identity.purge_sessions", R"sql(
DELETE FROM identity_sessions WHERE id IN
  (SELECT id FROM identity_sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1000))sql"};

// --- tokens ---

inline constexpr db::Statement insert_token{"identity.insert_token", R"sql(
INSERT INTO identity_tokens (token_hash, purpose, account_id, email_key, expires_at, used_at)
VALUES ($1, $2, $3, $4, $5, 0))sql"};

// One statement: of two clicks only one gets the row.
inline constexpr db::Statement use_token{"identity.use_token", R"sql(
UPDATE identity_tokens SET used_at = $3
WHERE token_hash = $1 AND purpose = $2 AND used_at = 0 AND expires_at > $3
RETURNING account_id, email_key)sql"};

inline constexpr db::Statement find_token{"identity.find_token", R"sql(
SELECT account_id, email_key, used_at FROM identity_tokens
WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3)sql"};

inline constexpr db::Statement delete_tokens{"identity.delete_tokens", R"sql(
DELETE FROM identity_tokens WHERE account_id = $1 AND purpose = $2 AND used_at = 0)sql"};

inline constexpr db::Statement delete_all_tokens{"identity.delete_all_tokens", R"sql(
DELETE FROM identity_tokens WHERE account_id = $1)sql"};

inline constexpr db::Statement purge_tokens{"identity.purge_tokens", R"sql(
DELETE FROM identity_tokens WHERE token_hash IN
  (SELECT token_hash FROM identity_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1000))sql"};

// --- keys ---

inline constexpr db::Statement insert_key{"identity.insert_key", R"sql(
INSERT INTO identity_keys (id, kind, name, hint, key_hash, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, 0))sql"};

inline constexpr db::Statement count_keys{"identity.count_keys", R"sql(
SELECT COUNT(*) FROM identity_keys WHERE revoked_at = 0)sql"};

inline constexpr db::Statement list_keys{"identity.list_keys", R"sql(
SELECT id, kind, name, hint, created_at, revoked_at FROM identity_keys ORDER BY id DESC LIMIT 1000)sql"};

inline constexpr db::Statement load_keys{"identity.load_keys", R"sql(
SELECT id, kind, key_hash FROM identity_keys WHERE revoked_at = 0)sql"};

inline constexpr db::Statement find_key{"identity.find_key", R"sql(
SELECT id FROM identity_keys WHERE id = $1)sql"};

inline constexpr db::Statement revoke_key{"identity.revoke_key", R"sql(
UPDATE identity_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_account,  &find_account,     &find_account_by_email, &list_accounts,          &list_staff,
    &find_password,   &find_password_of, &set_password,          &replace_password,       &set_verified,
    &update_profile,  &set_handle,       &delete_account,        &load_faces,             &add_roles,
    &lock_owners,     &remove_roles,     &other_owner,           &insert_session,         &list_sessions,
    &load_sessions,   &load_sessions_of, &delete_oldest_sessions, &delete_session,        &delete_sessions,
    &touch_session,   &purge_sessions,   &insert_token,          &use_token,              &find_token,
    &delete_tokens,   &delete_all_tokens, &purge_tokens,         &insert_key,             &count_keys,
    &list_keys,       &load_keys,        &find_key,              &revoke_key};

}  // namespace plaza::identity::sql
