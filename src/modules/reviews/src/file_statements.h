// SQL of invitations and of files.
#pragma once

#include "platform/db/connection.h"

namespace plaza::reviews::statements {

inline constexpr db::Statement add_invitation{"reviews.add_invitation", R"sql(
INSERT INTO reviews_invitations (order_id, product_id, due_at, sent_at) VALUES ($1, $2, $3, 0)
ON CONFLICT (order_id, product_id) DO NOTHING)sql"};
inline constexpr db::Statement unsent_invitations{
    "reviews.unsent_invitations", "SELECT product_id FROM reviews_invitations WHERE order_id = $1 AND sent_at = 0"};
inline constexpr db::Statement mark_invited{
    "reviews.mark_invited", "UPDATE reviews_invitations SET sent_at = $2 WHERE order_id = $1 AND sent_at = 0"};
inline constexpr db::Statement add_quiet{"reviews.add_quiet", R"sql(
INSERT INTO reviews_quiet (address, at) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING)sql"};
inline constexpr db::Statement is_quiet{"reviews.is_quiet", "SELECT 1 FROM reviews_quiet WHERE address = $1"};

inline constexpr db::Statement insert_import{"reviews.insert_import", R"sql(
INSERT INTO reviews_imports (id, status, format, total, done, created, updated, unchanged, failed, problems, file, started_at)
VALUES ($1, 0, $2, $3, 0, 0, 0, 0, 0, '{"list":[]}', $4, $5))sql"};
inline constexpr db::Statement find_import{"reviews.find_import", R"sql(
SELECT status, format, total, done, created, updated, unchanged, failed, problems, started_at FROM reviews_imports WHERE id = $1)sql"};
inline constexpr db::Statement import_bytes{
    "reviews.import_bytes", "SELECT file FROM reviews_imports WHERE id = $1 AND file IS NOT NULL"};
inline constexpr db::Statement save_import{"reviews.save_import", R"sql(
UPDATE reviews_imports SET status = $2, done = $3, created = $4, updated = $5, unchanged = $6, failed = $7, problems = $8
WHERE id = $1)sql"};
inline constexpr db::Statement drop_import_bytes{
    "reviews.drop_import_bytes", "UPDATE reviews_imports SET file = NULL WHERE id = $1"};

// Of a review that is there already: what could not be fetched is tried again.
inline constexpr db::Statement want_picture{"reviews.want_picture", R"sql(
INSERT INTO reviews_import_pictures (review_id, address, import_id, line, position, state, media_id, why) VALUES ($1, $2, $3, $4, $5, 0, 0, '')
ON CONFLICT (review_id, address) DO UPDATE SET import_id = excluded.import_id, line = excluded.line, state = 0, why = ''
WHERE reviews_import_pictures.state <> 1)sql"};
inline constexpr db::Statement wanted_pictures{"reviews.wanted_pictures", R"sql(
SELECT address, media_id FROM reviews_import_pictures WHERE review_id = $1 AND state = 0 ORDER BY position, address)sql"};
inline constexpr db::Statement refuse_picture{"reviews.refuse_picture", R"sql(
INSERT INTO reviews_import_pictures (review_id, address, import_id, line, position, state, media_id, why) VALUES ($1, $2, $3, $4, $5, 2, 0, $6)
ON CONFLICT (review_id, address) DO UPDATE SET import_id = excluded.import_id, line = excluded.line)sql"};
// In their order in the file.
inline constexpr db::Statement fetched_pictures{"reviews.fetched_pictures", R"sql(
SELECT media_id FROM reviews_import_pictures WHERE review_id = $1 AND state = 1 ORDER BY position, address)sql"};
inline constexpr db::Statement has_pictures{
    "reviews.has_pictures", "SELECT 1 FROM reviews_import_pictures WHERE review_id = $1 LIMIT 1"};
inline constexpr db::Statement settle_picture{"reviews.settle_picture", R"sql(
UPDATE reviews_import_pictures SET state = $3, media_id = $4, why = $5 WHERE review_id = $1 AND address = $2)sql"};
inline constexpr db::Statement forget_pictures{"reviews.forget_pictures", "DELETE FROM reviews_import_pictures WHERE review_id = $1"};
inline constexpr db::Statement count_pictures{"reviews.count_pictures", R"sql(
SELECT state, COUNT(*) FROM reviews_import_pictures WHERE import_id = $1 GROUP BY state)sql"};
inline constexpr db::Statement lost_pictures{"reviews.lost_pictures", R"sql(
SELECT line, address, why, review_id FROM reviews_import_pictures WHERE import_id = $1 AND state = 2 ORDER BY line, position, address LIMIT $2)sql"};
inline constexpr db::Statement want_lost_again{"reviews.want_lost_again", R"sql(
UPDATE reviews_import_pictures SET state = 0, why = '' WHERE review_id = $1 AND state = 2 AND why NOT IN ('reviews.address_refused', 'http.forbidden_address'))sql"};

inline constexpr const db::Statement* file_statements[] = {
    &add_invitation, &unsent_invitations, &mark_invited, &add_quiet, &is_quiet, &insert_import, &find_import, &import_bytes,
    &save_import, &drop_import_bytes, &want_picture, &refuse_picture, &fetched_pictures, &has_pictures, &wanted_pictures, &settle_picture,
    &forget_pictures, &count_pictures, &lost_pictures, &want_lost_again,
};

}  // namespace plaza::reviews::statements
