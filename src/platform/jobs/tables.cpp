#include "platform/jobs/tables.h"

#include "platform/jobs/statements.h"

namespace plaza::jobs {
namespace {

constexpr db::Migration table[] = {{"jobs", 1, "0001_jobs", R"sql(
CREATE TABLE platform_jobs (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  unique_key TEXT,
  due_at BIGINT NOT NULL,
  entered BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  claim BIGINT NOT NULL,
  reason TEXT NOT NULL,
  parked_at BIGINT
);
CREATE INDEX platform_jobs_due ON platform_jobs (due_at, kind);
CREATE INDEX platform_jobs_due_of_kind ON platform_jobs (kind, due_at, entered);
CREATE UNIQUE INDEX platform_jobs_unique ON platform_jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX platform_jobs_parked ON platform_jobs (parked_at) WHERE parked_at IS NOT NULL;

CREATE TABLE platform_job_runs (
  name TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL,
  claim BIGINT NOT NULL
);
)sql"},
                                   // Kinds are asked for one by one: the other index serves that.
                                   {"jobs", 2, "0002_one_index", "DROP INDEX platform_jobs_due;"}};

}  // namespace

std::span<const db::Migration> migrations() { return table; }
std::span<const db::Statement* const> all_statements() { return statements::statements; }

}  // namespace plaza::jobs
