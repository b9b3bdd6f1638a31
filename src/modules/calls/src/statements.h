// All SQL of calls. A call's columns are read in one order everywhere (read_call in store.cpp).
#pragma once

#include "platform/db/connection.h"

namespace plaza::calls::sql {

#define CALLS_COLUMNS                                                                                                            \
  "id, format, contact_id, language, account_id, email, phone, customer_name, agent_name, began_at, imported_at, duration_ms, " \
  "turns, skipped, conversation_id, erased_at"

inline constexpr db::Statement insert{"calls.insert", R"sql(
INSERT INTO calls_calls (id, digest, contact_id, format, language, account_id, email, phone, customer_name, agent_name, began_at,
  imported_at, imported_by, duration_ms, turns, skipped, conversation_id, erased_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0)
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement insert_turn{"calls.insert_turn", R"sql(
INSERT INTO calls_turns (call_id, number, role, speaker, begin_ms, end_ms, body, sentiment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
inline constexpr db::Statement find{"calls.find", "SELECT " CALLS_COLUMNS " FROM calls_calls WHERE id = $1"};
inline constexpr db::Statement find_digest{"calls.find_digest", "SELECT " CALLS_COLUMNS " FROM calls_calls WHERE digest = $1"};
inline constexpr db::Statement find_contact{"calls.find_contact",
                                            "SELECT " CALLS_COLUMNS " FROM calls_calls WHERE contact_id = $1 AND contact_id <> ''"};
inline constexpr db::Statement of_conversation{"calls.of_conversation",
                                               "SELECT " CALLS_COLUMNS " FROM calls_calls WHERE conversation_id = $1 ORDER BY id LIMIT 1"};
inline constexpr db::Statement list{"calls.list", "SELECT " CALLS_COLUMNS
                                                  " FROM calls_calls WHERE id < $1 AND erased_at = 0 ORDER BY id DESC LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement list_account{
    "calls.list_account", "SELECT " CALLS_COLUMNS
                          " FROM calls_calls WHERE account_id = $3 AND id < $1 AND erased_at = 0 ORDER BY id DESC LIMIT CAST($2 AS BIGINT)"};
inline constexpr db::Statement list_email{"calls.list_email", "SELECT " CALLS_COLUMNS
                                                              " FROM calls_calls WHERE email = $1 AND email <> '' AND erased_at = 0 ORDER BY id LIMIT 1000"};
inline constexpr db::Statement turns{"calls.turns", R"sql(
SELECT role, speaker, begin_ms, end_ms, body, sentiment FROM calls_turns WHERE call_id = $1 ORDER BY number)sql"};
inline constexpr db::Statement drop_turns{"calls.drop_turns", R"sql(
DELETE FROM calls_turns WHERE call_id = $1)sql"};
inline constexpr db::Statement blank{"calls.blank", R"sql(
UPDATE calls_calls SET account_id = 0, email = '', phone = '', customer_name = '', agent_name = '', language = '', erased_at = $2
WHERE id = $1)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert, &insert_turn, &find, &find_digest, &find_contact, &of_conversation, &list, &list_account, &list_email, &turns, &drop_turns, &blank,
};

#undef CALLS_COLUMNS

}  // namespace plaza::calls::sql
