#include "platform/jobs/store.h"

#include <algorithm>

#include "platform/jobs/statements.h"

namespace plaza::jobs {
namespace {
constexpr Micros pause_max = hours(1);
}  // namespace

bool any_due(db::Reader& reader, const std::string& kind, Time now) {
  return reader.one(statements::any_due, {kind, now}, [](const db::Row&) { return true; }).has_value();
}

std::vector<Job> claim_jobs(db::Transaction& tx, const std::string& kind, Time now,
                            std::int64_t claim, int limit) {
  return tx.all(statements::claim, {kind, now, now + lease_length, claim, limit},
                [&](const db::Row& row) {
                  return Job{row.integer(0), kind, row.string(1), static_cast<int>(row.integer(2))};
                });
}

void renew_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time now) {
  tx.send(statements::renew, {id, claim, now + lease_length});
}

void finish_job(db::Transaction& tx, std::int64_t id, std::int64_t claim) {
  tx.send(statements::finish, {id, claim});
}

void fail_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time retry_at,
              const std::string& reason) {
  tx.send(statements::fail, {id, claim, retry_at, reason});
}

void park_job(db::Transaction& tx, std::int64_t id, std::int64_t claim, Time now,
              const std::string& reason) {
  tx.send(statements::park, {id, claim, now, reason});
}

std::vector<Runner::Parked> parked_jobs(db::Reader& reader, int limit) {
  return reader.all(statements::list_parked, {limit}, [](const db::Row& row) {
    Job job{row.integer(0), row.string(1), row.string(2), static_cast<int>(row.integer(3))};
    return Runner::Parked{std::move(job), row.string(4), row.time(5)};
  });
}

bool unpark_job(db::Transaction& tx, std::int64_t id, Time now) {
  return tx.execute(statements::unpark, {id, now}) == 1;
}

void add_runs(db::Transaction& tx, const std::vector<std::string>& names) {
  for (const std::string& name : names) tx.send(statements::add_run, {name});
}

std::vector<std::string> due_runs(db::Reader& reader, Time now) {
  return reader.all(statements::due_runs, {now}, [](const db::Row& row) { return row.string(0); });
}

bool claim_run(db::Transaction& tx, const std::string& name, Time now, std::int64_t claim) {
  return tx.execute(statements::claim_run, {name, now, now + lease_length, claim}) == 1;
}

void renew_run(db::Transaction& tx, const std::string& name, std::int64_t claim, Time now) {
  tx.send(statements::renew_run, {name, claim, now + lease_length});
}

void finish_run(db::Transaction& tx, const std::string& name, std::int64_t claim, Time next) {
  tx.send(statements::finish_run, {name, claim, next});
}

Micros retry_pause(const Policy& policy, int attempt) {
  Micros pause = policy.first_pause;
  for (int i = 1; i < attempt && pause < pause_max; ++i) pause *= 2;
  return std::min(pause, pause_max);
}

}  // namespace plaza::jobs
