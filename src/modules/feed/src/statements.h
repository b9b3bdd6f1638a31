// Every statement of feed: what staff decide. A page reads none of it.
#pragma once

#include "platform/db/connection.h"

namespace plaza::feed::sql {

inline constexpr db::Statement find_settings{"feed.find_settings",
                                             "SELECT tuning, version FROM feed_settings WHERE id = 1"};
inline constexpr db::Statement insert_settings{"feed.insert_settings", R"sql(
INSERT INTO feed_settings (id, tuning, version, updated_at) VALUES (1, $1, 1, $2) ON CONFLICT (id) DO NOTHING)sql"};
inline constexpr db::Statement update_settings{"feed.update_settings", R"sql(
UPDATE feed_settings SET tuning = $2, version = version + 1, updated_at = $3 WHERE id = 1 AND version = $1)sql"};

// Only while there are fewer than $4.
inline constexpr db::Statement insert_rule{"feed.insert_rule", R"sql(
INSERT INTO feed_rules (id, definition, version, created_at, updated_at)
SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), 1, CAST($3 AS BIGINT), CAST($3 AS BIGINT)
WHERE (SELECT COUNT(*) FROM feed_rules) < CAST($4 AS BIGINT))sql"};
inline constexpr db::Statement update_rule{"feed.update_rule", R"sql(
UPDATE feed_rules SET definition = $3, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement delete_rule{"feed.delete_rule", "DELETE FROM feed_rules WHERE id = $1"};
inline constexpr db::Statement find_rule{
    "feed.find_rule", "SELECT id, definition, version, created_at, updated_at FROM feed_rules WHERE id = $1"};
inline constexpr db::Statement all_rules{
    "feed.all_rules", "SELECT id, definition, version, created_at, updated_at FROM feed_rules ORDER BY id DESC LIMIT 100"};

inline constexpr const db::Statement* statements[] = {&find_settings, &insert_settings, &update_settings, &insert_rule,
                                                      &update_rule,   &delete_rule,     &find_rule,       &all_rules};

}  // namespace plaza::feed::sql
