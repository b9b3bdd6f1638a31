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

inline constexpr const db::Statement* file_statements[] = {
    &add_invitation, &unsent_invitations, &mark_invited, &add_quiet, &is_quiet, &insert_import, &find_import, &import_bytes,
    &save_import, &drop_import_bytes,
};

}  // namespace plaza::reviews::statements
