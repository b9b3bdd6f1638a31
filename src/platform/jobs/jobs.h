// Durable jobs: enqueued inside a transaction, run at least once after its commit, retried with growing pauses, parked when they
// keep failing. Effects outside the database carry the job's id as their idempotency key.
// A running job is leased for a quarter of a minute, renewed while its process lives: one whose process died is run again after that, and
// the lost run counts as an attempt. Jobs of a kind start in the order they became due; a kind nobody handles here waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"
#include "platform/db/database.h"

namespace plaza::jobs {

struct Job {
  std::int64_t id = 0;
  std::string kind;     // "notifications.send_mail"
  std::string payload;  // JSON
  int attempt = 1;
};

struct Enqueue {
  std::string_view kind;
  std::string payload;
  Time not_before = {};      // run at this time or later
  std::string unique = "";   // at most one waiting job of this kind and this value; one that was started once no longer counts
};
// The job's id; 0 if a waiting one with the same `unique` is there already. After the COMMIT the runner of this process looks
// at once.
std::int64_t enqueue(db::Transaction& tx, const Enqueue& job);

// Takes away work that waits, runs or is parked and whose payload holds this text (an address that is being erased); how many.
std::int64_t forget(db::Transaction& tx, std::string_view mention);

struct Policy {
  int attempts_max = 8;
  Micros first_pause = seconds(2);  // doubled each time, at most an hour
  int threads = 1;                  // jobs of this kind running at once
};

class Runner {
 public:
  virtual ~Runner() = default;
  // The handler blocks its worker thread. Error or exception: retried by the policy.
  // Kinds are added before start().
  virtual void handle(std::string kind, Policy policy, std::function<Status(const Job&)> handler) = 0;
  // Runs `work` every `period` (from start to start; at once the first time) on one node of the cluster at a time. A failed
  // run is repeated after a minute, or the period if that is shorter.
  virtual void every(std::string name, Micros period, std::function<Status()> work) = 0;
  virtual void start(int threads) = 0;
  // Returns when what runs has ended; starts nothing more.
  virtual void stop() = 0;
  // Runs what is due on the calling thread until nothing is; how many ran. For tests with a fake clock.
  virtual int run_due() = 0;

  struct Parked {
    Job job;
    std::string reason;
    Time at;
  };
  virtual std::vector<Parked> parked(int limit) = 0;
  // With fresh attempts. ErrorKind::not_found `jobs.not_parked` if it is not parked.
  virtual Status retry_parked(std::int64_t id) = 0;
};
// Database and clock must outlive it. The tables (see tables.h) must be there before start() or run_due().
std::unique_ptr<Runner> open_runner(db::Database& database, const Clock& clock);

}  // namespace plaza::jobs
