// All SQL of interchange.
#pragma once

#include "platform/db/connection.h"

namespace plaza::interchange::sql {

inline constexpr db::Statement insert_run{"interchange.insert_run", R"sql(
INSERT INTO interchange_runs (id, kind, status, dry_run, source, actor, total, done, created, updated, unchanged, failed,
  problems, file, started_at, by_owner)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, '[]', $8, $9, $10))sql"};
inline constexpr db::Statement find_run{"interchange.find_run", R"sql(
SELECT kind, status, dry_run, source, actor, total, done, created, updated, unchanged, failed, problems, started_at, by_owner
FROM interchange_runs WHERE id = $1)sql"};
inline constexpr db::Statement run_file{
    "interchange.run_file", "SELECT file FROM interchange_runs WHERE id = $1 AND file IS NOT NULL"};
inline constexpr db::Statement save_run{"interchange.save_run", R"sql(
UPDATE interchange_runs SET status = $2, done = $3, created = $4, updated = $5, unchanged = $6, failed = $7, problems = $8
WHERE id = $1)sql"};
inline constexpr db::Statement finish_run{
    "interchange.finish_run", "UPDATE interchange_runs SET file = NULL, finished_at = $2 WHERE id = $1"};

inline constexpr db::Statement insert_trail{"interchange.insert_trail", R"sql(
INSERT INTO interchange_trail (id, at, actor, action, kind, filter) VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr db::Statement trail_before{"interchange.trail_before", R"sql(
SELECT id, at, actor, action, kind, filter FROM interchange_trail WHERE id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr const db::Statement* statements[] = {&insert_run, &find_run,   &run_file,     &save_run,
                                                      &finish_run, &insert_trail, &trail_before};

}  // namespace plaza::interchange::sql
