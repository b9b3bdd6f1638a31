#include "platform/db/statistics.h"

#include "platform/log/log.h"

namespace plaza::db {
namespace {

metrics::Counter counter_of(const char* name, const char* help, Engine engine) {
  return metrics::counter(name, help,
                          {{"engine", engine == Engine::sqlite ? "sqlite" : "postgres"}});
}

}  // namespace

Statistics::Statistics(Engine engine)
    : commit_seconds(metrics::histogram(
          "plaza_db_commit_seconds", "From the first statement of a group of writes to its commit.",
          {{"engine", engine == Engine::sqlite ? "sqlite" : "postgres"}})),
      commits(counter_of("plaza_db_commits_total", "Groups of writes committed.", engine)),
      writes(counter_of("plaza_db_writes_total", "Writes committed.", engine)),
      failures(
          counter_of("plaza_db_failures_total", "Writes that ended with an exception.", engine)),
      reruns(counter_of("plaza_db_reruns_total",
                        "Writes run again after a conflict or a lost connection.", engine)),
      refused_full(counter_of("plaza_db_refused_total",
                              "Work refused because too much was waiting.", engine)) {}

void TimedStatement::report(std::chrono::steady_clock::duration took) const {
  const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  log::warning("slow statement", {{"statement", statement_.name}, {"milliseconds", length}});
}

}  // namespace plaza::db
