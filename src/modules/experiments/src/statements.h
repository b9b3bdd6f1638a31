// Every statement of experiments.
#pragma once

#include "platform/db/connection.h"

namespace plaza::experiments::sql {

#define EXPERIMENTS_ROW "id, definition, status, decision, version, created_at, updated_at, started_at, stopped_at, decided_at"

inline constexpr db::Statement insert{"experiments.insert", R"sql(
INSERT INTO experiments_experiments (id, handle, status, definition, decision, version, created_at, updated_at)
VALUES ($1, $2, 'draft', $3, '', 1, $4, $4) ON CONFLICT DO NOTHING)sql"};
// Moves and changes alike, if it still is the version and status that it was decided on.
inline constexpr db::Statement update{"experiments.update", R"sql(
UPDATE experiments_experiments SET handle = $4, status = $5, definition = $6, decision = $7, version = version + 1,
  updated_at = $8, started_at = $9, stopped_at = $10, decided_at = $11
WHERE id = $1 AND version = $2 AND status = $3
  AND NOT EXISTS (SELECT 1 FROM experiments_experiments o WHERE o.handle = $4 AND o.id <> $1))sql"};
inline constexpr db::Statement remove{"experiments.remove",
                                      "DELETE FROM experiments_experiments WHERE id = $1 AND status = 'draft'"};
inline constexpr db::Statement find{"experiments.find",
                                    "SELECT " EXPERIMENTS_ROW " FROM experiments_experiments WHERE id = $1"};
inline constexpr db::Statement owner_of{"experiments.owner_of", "SELECT id FROM experiments_experiments WHERE handle = $1"};
inline constexpr db::Statement list{
    "experiments.list", "SELECT " EXPERIMENTS_ROW " FROM experiments_experiments WHERE id < $1 AND (CAST($2 AS TEXT) = '' OR status = $2)"
                        " ORDER BY id DESC LIMIT $3"};
inline constexpr db::Statement running{
    "experiments.running", "SELECT " EXPERIMENTS_ROW " FROM experiments_experiments WHERE status = 'running' ORDER BY id LIMIT $1"};
inline constexpr db::Statement count{"experiments.count", R"sql(
SELECT COUNT(*), COALESCE(SUM(CASE WHEN status = 'running' THEN 1 ELSE 0 END), 0) FROM experiments_experiments)sql"};

inline constexpr db::Statement holdout{"experiments.holdout", "SELECT share_bp, set_at FROM experiments_holdout WHERE id = 1"};
inline constexpr db::Statement set_holdout{
    "experiments.set_holdout", "INSERT INTO experiments_holdout (id, share_bp, set_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING"};

inline constexpr const db::Statement* statements[] = {&insert, &update,  &remove, &find,    &owner_of,
                                                      &list,   &running, &count,  &holdout, &set_holdout};

}  // namespace plaza::experiments::sql
