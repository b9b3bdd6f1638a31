// The SQL side of running jobs. Plain functions; the runner decides who calls them when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/jobs/jobs.h"

namespace plaza::jobs {

// Short: what a killed process was doing, and its periodic work, waits for this.
constexpr Micros lease_length = seconds(16);
constexpr std::size_t reason_max = 500;  // code points

bool any_due(db::Reader& reader, const std::string& kind, Time now);

// Claimed jobs carry their claim; only with it can they be finished.
std::vector<Job> claim_jobs(db::Transaction& tx, const std::string& kind, Time now,
                            std::int64_t claim, int limit);
void renew_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time now);
void finish_job(db::Transaction& tx, std::int64_t id, std::int64_t claim);
void fail_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time retry_at,
              const std::string& reason);
void park_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time now,
              const std::string& reason);

std::vector<Runner::Parked> parked_jobs(db::Reader& reader, int limit);
bool unpark_job(db::Transaction& tx, std::int64_t id, Time now);

void add_runs(db::Transaction& tx, const std::vector<std::string>& names);
std::vector<std::string> due_runs(db::Reader& reader, Time now);
bool claim_run(db::Transaction& tx, const std::string& name, Time now, std::int64_t claim);
void renew_run(db::Transaction& tx, const std::string& name, std::int64_t claim, Time now);
void finish_run(db::Transaction& tx, const std::string& name, std::int64_t claim, Time next);

// The pause before the attempt after `attempt`: doubled each time, at most an hour.
Micros retry_pause(const Policy& policy, int attempt);

}  // namespace plaza::jobs
