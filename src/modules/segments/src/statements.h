// Every statement of segments.
#pragma once

#include "platform/db/connection.h"

namespace plaza::segments::sql {

#define SEGMENTS_SEGMENT "id, handle, name, description, rule, version, created_at, updated_at"

inline constexpr db::Statement insert_segment{"segments.insert_segment", R"sql(
INSERT INTO segments_segments (id, handle, name, description, rule, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, 1, $6, $6) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement update_segment{"segments.update_segment", R"sql(
UPDATE segments_segments SET name = $3, description = $4, rule = $5, version = version + 1, updated_at = $6
WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement delete_segment{"segments.delete_segment", "DELETE FROM segments_segments WHERE id = $1"};
inline constexpr db::Statement find_segment{
    "segments.find_segment", "SELECT " SEGMENTS_SEGMENT " FROM segments_segments WHERE id = $1"};
inline constexpr db::Statement all_segments{
    "segments.all_segments", "SELECT " SEGMENTS_SEGMENT " FROM segments_segments ORDER BY id"};
inline constexpr db::Statement count_segments{"segments.count_segments", "SELECT COUNT(*) FROM segments_segments"};

// --- members
// Only of a segment that is still there.
inline constexpr db::Statement insert_member{"segments.insert_member", R"sql(
INSERT INTO segments_members (segment_id, account_id, visitor, since)
SELECT s.id, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM segments_segments s WHERE s.id = $1
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement delete_member{
    "segments.delete_member", "DELETE FROM segments_members WHERE segment_id = $1 AND account_id = $2 AND visitor = $3"};
inline constexpr db::Statement delete_members{"segments.delete_members", "DELETE FROM segments_members WHERE segment_id = $1"};
inline constexpr db::Statement forget_account{"segments.forget_account", "DELETE FROM segments_members WHERE account_id = $1"};
inline constexpr db::Statement members_after{"segments.members_after", R"sql(
SELECT account_id, visitor, since FROM segments_members
WHERE segment_id = $1 AND (account_id < $2 OR (account_id = $2 AND visitor > $3))
ORDER BY account_id DESC, visitor LIMIT $4)sql"};
inline constexpr db::Statement load_members{"segments.load_members", R"sql(
SELECT segment_id, account_id, visitor, since FROM segments_members
WHERE segment_id > $1 OR (segment_id = $1 AND (account_id > $2 OR (account_id = $2 AND visitor > $3)))
ORDER BY segment_id, account_id, visitor LIMIT $4)sql"};

// --- variants
inline constexpr db::Statement put_variant{"segments.put_variant", R"sql(
INSERT INTO segments_variants (segment_id, title, text, landing, collections, priority) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (segment_id) DO UPDATE SET title = excluded.title, text = excluded.text, landing = excluded.landing,
  collections = excluded.collections, priority = excluded.priority)sql"};
inline constexpr db::Statement delete_variant{"segments.delete_variant", "DELETE FROM segments_variants WHERE segment_id = $1"};
inline constexpr db::Statement all_variants{
    "segments.all_variants",
    "SELECT segment_id, title, text, landing, collections, priority FROM segments_variants ORDER BY priority DESC, segment_id"};
inline constexpr db::Statement find_variant{
    "segments.find_variant",
    "SELECT segment_id, title, text, landing, collections, priority FROM segments_variants WHERE segment_id = $1"};

inline constexpr const db::Statement* statements[] = {
    &insert_segment, &update_segment, &delete_segment, &find_segment,  &all_segments, &count_segments,
    &insert_member,  &delete_member,  &delete_members, &forget_account, &members_after, &load_members,
    &put_variant,    &delete_variant, &all_variants,   &find_variant};

}  // namespace plaza::segments::sql
