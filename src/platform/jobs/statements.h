// A job is one row. `due_at` says when it may be claimed: when it is due, when its retry is due, or while it runs when its lease
// ends; never for a parked one. `entered` orders those due at the same time. `claim` proves who runs it. platform_job_runs does the same for periodic work.
#pragma once

#include "platform/db/connection.h"

namespace plaza::jobs::statements {

inline constexpr db::Statement enqueue{"jobs.enqueue", R"sql(
INSERT INTO platform_jobs (id, kind, payload, unique_key, due_at, entered, attempts, claim, reason)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, ''))sql"};

inline constexpr db::Statement enqueue_unique{"jobs.enqueue_unique", R"sql(
INSERT INTO platform_jobs (id, kind, payload, unique_key, due_at, entered, attempts, claim, reason)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, '')
ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING)sql"};

inline constexpr db::Statement any_due{"jobs.any_due", R"sql(
SELECT 1 FROM platform_jobs WHERE kind = $1 AND due_at <= $2 ORDER BY due_at, entered LIMIT 1)sql"};

// The outer condition is checked again on PostgreSQL after another node's claim of the same row: then it is false.
inline constexpr db::Statement claim{"jobs.claim", R"sql(
UPDATE platform_jobs SET due_at = $3, attempts = attempts + 1, claim = $4, unique_key = NULL
WHERE due_at <= $2 AND id IN (
  SELECT id FROM platform_jobs WHERE kind = $1 AND due_at <= $2 ORDER BY due_at, entered LIMIT CAST($5 AS BIGINT))
RETURNING id, payload, attempts)sql"};

inline constexpr db::Statement renew{"jobs.renew", R"sql(
UPDATE platform_jobs SET due_at = $3 WHERE id = $1 AND claim = $2)sql"};

inline constexpr db::Statement finish{"jobs.finish", R"sql(
DELETE FROM platform_jobs WHERE id = $1 AND claim = $2)sql"};

inline constexpr db::Statement fail{"jobs.fail", R"sql(
UPDATE platform_jobs SET due_at = $3, claim = 0, reason = $4 WHERE id = $1 AND claim = $2)sql"};

inline constexpr db::Statement park{"jobs.park", R"sql(
UPDATE platform_jobs SET due_at = 9223372036854775807, claim = 0, reason = $4, parked_at = $3
WHERE id = $1 AND claim = $2)sql"};

inline constexpr db::Statement list_parked{"jobs.list_parked", R"sql(
SELECT id, kind, payload, attempts, reason, parked_at FROM platform_jobs
WHERE parked_at IS NOT NULL ORDER BY parked_at, id LIMIT CAST($1 AS BIGINT))sql"};

inline constexpr db::Statement unpark{"jobs.unpark", R"sql(
UPDATE platform_jobs SET due_at = $2, attempts = 0, parked_at = NULL WHERE id = $1 AND parked_at IS NOT NULL)sql"};

inline constexpr db::Statement add_run{"jobs.add_run", R"sql(
INSERT INTO platform_job_runs (name, next_at, claim) VALUES ($1, 0, 0) ON CONFLICT (name) DO NOTHING)sql"};

inline constexpr db::Statement due_runs{"jobs.due_runs", R"sql(
SELECT name FROM platform_job_runs WHERE next_at <= $1)sql"};

inline constexpr db::Statement claim_run{"jobs.claim_run", R"sql(
UPDATE platform_job_runs SET next_at = $3, claim = $4 WHERE name = $1 AND next_at <= $2)sql"};

inline constexpr db::Statement renew_run{"jobs.renew_run", R"sql(
UPDATE platform_job_runs SET next_at = $3 WHERE name = $1 AND claim = $2)sql"};

inline constexpr db::Statement finish_run{"jobs.finish_run", R"sql(
UPDATE platform_job_runs SET next_at = $3, claim = 0 WHERE name = $1 AND claim = $2)sql"};

inline constexpr db::Statement forget{"jobs.forget", R"sql(
DELETE FROM platform_jobs WHERE payload LIKE $1 ESCAPE '!')sql"};

inline constexpr const db::Statement* statements[] = {
    &forget, &enqueue,     &enqueue_unique, &any_due,   &claim,    &renew,     &finish,    &fail,      &park,
    &list_parked, &unpark,         &add_run,   &due_runs, &claim_run, &renew_run, &finish_run};

}  // namespace plaza::jobs::statements
