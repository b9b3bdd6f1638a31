// What a runner can do and what it is doing: kinds with their free places, periodic work, and the claims it holds.
// Thread-safe. Knows no threads and runs nothing.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/jobs/jobs.h"
#include "platform/metrics/metrics.h"

namespace plaza::jobs {

struct Kind {
  std::string name;
  Policy policy;
  std::function<Status(const Job&)> handler;
  metrics::Counter done;
  metrics::Counter failed;
  metrics::Counter parked;
  metrics::Histogram took_seconds;
};

struct Periodic {
  std::string name;
  Micros period;
  std::function<Status()> work;
};

// Something claimed: a job of a kind, or a run of periodic work.
struct Piece {
  std::int64_t claim = 0;
  Job job = {};
  const Kind* kind = nullptr;          // null for periodic work
  const Periodic* periodic = nullptr;  // null for a job
};

class WorkList {
 public:
  WorkList(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}
  ~WorkList() { flush(); }

  void add(Kind kind);
  void add(Periodic periodic);
  // Makes rows for periodic work.
  void begin();

  // Claims at most `capacity` pieces that are due. Each must be given to run().
  std::vector<Piece> claim(int capacity);
  // Runs it and sends what came out to the database without waiting, so that the next one can start.
  void run(const Piece& piece);
  // Returns when everything that was sent has been written down.
  void flush();
  // Renews the leases of what runs.
  void renew();

 private:
  std::vector<Piece> claim_periodic(int capacity, Time now);
  std::vector<Piece> claim_jobs_due(int capacity, Time now);
  std::vector<std::pair<const Kind*, int>> free_places();
  void hold(const std::vector<Piece>& pieces);
  void leave_place(const Piece& piece);
  void let_go(const Piece& piece);
  void run_job(const Piece& piece);
  void run_periodic(const Piece& piece);
  void write_outcome(const Piece& piece, std::function<void(db::Transaction&)> write);

  db::Database& database_;
  const Clock& clock_;
  std::map<std::string, Kind, std::less<>> kinds_;  // filled before anything runs
  std::map<std::string, Periodic, std::less<>> periodic_;
  std::mutex claim_mutex_;  // one claims at a time
  std::mutex mutex_;        // guards the three below
  std::map<const Kind*, int> running_;
  std::vector<Piece> held_;  // until their outcome is written
  int writing_ = 0;
  std::condition_variable written_;
};

}  // namespace plaza::jobs
