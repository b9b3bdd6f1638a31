// What a database tells about itself: numbers for Prometheus, and a log line for a statement that took long.
#pragma once

#include <chrono>

#include "platform/db/connection.h"
#include "platform/metrics/metrics.h"

namespace plaza::db {

// The numbers of one engine, shared by all databases of the process. Cheap to copy.
struct Statistics {
  explicit Statistics(Engine engine);

  metrics::Histogram commit_seconds;  // from the first statement of a group to its COMMIT
  metrics::Counter commits;
  metrics::Counter writes;  // kept ones; divided by commits: how many shared one sync
  metrics::Counter failures;
  metrics::Counter reruns;
  metrics::Counter refused_full;  // because the queue was full
};

// Logs `statement` when it was slow; made before and destroyed after it runs.
class TimedStatement {
 public:
  explicit TimedStatement(const Statement& statement)
      : statement_(statement), start_(std::chrono::steady_clock::now()) {}
  ~TimedStatement() {
    const auto took = std::chrono::steady_clock::now() - start_;
    if (took > std::chrono::milliseconds(250) && statement_.name) report(took);
  }
  TimedStatement(const TimedStatement&) = delete;
  TimedStatement& operator=(const TimedStatement&) = delete;

 private:
  void report(std::chrono::steady_clock::duration took) const;

  const Statement& statement_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace plaza::db
