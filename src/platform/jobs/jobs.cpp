#include "platform/jobs/jobs.h"

#include <algorithm>
#include <atomic>

#include "platform/base/id.h"
#include "platform/jobs/background.h"
#include "platform/jobs/statements.h"

namespace plaza::jobs {

Background& background() {
  static Background* const instance = new Background;
  return *instance;
}

namespace {

// Grows with every job of this process, by the system's time: a clock of a test may stand still.
std::int64_t next_entered() {
  static std::atomic<std::int64_t> last = 0;
  const std::int64_t now = SystemClock().now().micros;
  std::int64_t before = last.load();
  while (!last.compare_exchange_weak(before, std::max(now, before + 1))) {
  }
  return std::max(now, before + 1);
}

}  // namespace

std::int64_t enqueue(db::Transaction& tx, const Enqueue& job) {
  const std::int64_t id = random_id();
  // "At once" is written down as the time now, so that jobs start in the order they came in.
  const Time due =
      job.not_before.micros != 0 ? job.not_before : background().now().value_or(Time{0});
  if (job.unique.empty()) {
    tx.send(statements::enqueue, {id, job.kind, job.payload, nullptr, due, next_entered()});
  } else if (tx.execute(statements::enqueue_unique,
                        {id, job.kind, job.payload, job.unique, due, next_entered()}) == 0) {
    return 0;
  }
  tx.on_commit([] { background().committed().raise(); });
  return id;
}

std::int64_t forget(db::Transaction& tx, std::string_view mention) {
  std::string pattern = "%";
  for (const char c : mention) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return tx.execute(statements::forget, {pattern + "%"});
}

}  // namespace plaza::jobs
