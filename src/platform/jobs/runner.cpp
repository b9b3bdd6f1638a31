// One thread looks for what is due and claims as much as there are idle workers, so that a claimed job starts at once and its
// lease holds; it also renews leases. Workers run.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "platform/base/check.h"
#include "platform/base/signal.h"
#include "platform/jobs/background.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/store.h"
#include "platform/jobs/work_list.h"
#include "platform/log/log.h"

namespace plaza::jobs {
namespace {

// Commits of other nodes wake nobody here.
constexpr Micros idle_sqlite = milliseconds(500);
constexpr Micros idle_postgres = milliseconds(200);
constexpr auto renew_every = std::chrono::seconds(4);

Kind make_kind(std::string name, Policy policy, std::function<Status(const Job&)> handler) {
  const auto ended = [&](const char* outcome) {
    return metrics::counter("plaza_jobs_total", "Runs of jobs by outcome.",
                            {{"kind", name}, {"outcome", outcome}});
  };
  auto done = ended("done"), failed = ended("failed"), parked = ended("parked");
  auto took = metrics::histogram("plaza_jobs_seconds", "How long a job ran.", {{"kind", name}});
  return Kind{std::move(name), policy, std::move(handler), done, failed, parked, took};
}

// Jobs take the processor that requests leave: under load a tenth of a core, else all they want.
void yield_to_visitors() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10); }

class RealRunner final : public Runner {
 public:
  RealRunner(db::Database& database, const Clock& clock)
      : database_(database), clock_(clock), work_(database, clock) {
    background().add_clock(clock_);
  }
  ~RealRunner() override {
    stop();
    background().remove_clock(clock_);
  }

  void handle(std::string kind, Policy policy, std::function<Status(const Job&)> handler) override {
    CHECK(!running_);
    work_.add(make_kind(std::move(kind), policy, std::move(handler)));
  }

  void every(std::string name, Micros period, std::function<Status()> work) override {
    CHECK(!running_);
    work_.add(Periodic{std::move(name), period, std::move(work)});
  }

  void start(int threads) override {
    CHECK(!running_ && threads > 0);
    work_.begin();
    running_ = true;
    stopping_ = finished_ = false;
    idle_ = threads;
    claimer_ = std::thread([this] { claim_loop(); });
    for (int i = 0; i < threads; ++i) workers_.emplace_back([this] { work_loop(); });
  }

  void stop() override {
    if (!running_) return;
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_all();
    for (auto& worker : workers_) worker.join();  // the claimer renews their leases so long
    workers_.clear();
    finished_ = true;
    background().committed().raise();
    claimer_.join();
    for (const Piece& piece : queue_) work_.run(piece);  // claimed in the last moment
    queue_.clear();
    work_.flush();
    running_ = false;
  }

  int run_due() override {
    work_.begin();
    int count = 0;
    for (;;) {
      const auto pieces = work_.claim(1);
      if (pieces.empty()) return count;
      for (const Piece& piece : pieces) work_.run(piece);
      work_.flush();
      count += static_cast<int>(pieces.size());
    }
  }

  std::vector<Parked> parked(int limit) override {
    const auto look = [&](db::Reader& reader) { return parked_jobs(reader, limit); };
    return database_.read_now(look);
  }

  Status retry_parked(std::int64_t id) override {
    const auto unpark = [&](db::Transaction& tx) -> Status {
      if (!unpark_job(tx, id, clock_.now())) {
        return Error{ErrorKind::not_found, "jobs.not_parked", "This job is not parked."};
      }
      tx.on_commit([] { background().committed().raise(); });
      return done();
    };
    return database_.write_now(unpark);
  }

 private:
  void claim_loop() {
    using Steady = std::chrono::steady_clock;
    Signal& committed = background().committed();
    const Micros idle = database_.engine() == db::Engine::sqlite ? idle_sqlite : idle_postgres;
    std::uint64_t seen = committed.count();
    auto renewed = Steady::now();
    while (!finished_) {
      bool some = false;
      try {
        if (Steady::now() - renewed >= renew_every) {
          renewed = Steady::now();
          work_.renew();
        }
        if (!stopping_) some = hand_out(work_.claim(idle_workers()));
      } catch (const std::exception& problem) {
        log::warning("jobs could not be claimed", {{"reason", problem.what()}});
      }
      if (!some) seen = committed.wait_past(seen, idle);
    }
  }

  int idle_workers() {
    std::lock_guard lock(mutex_);
    return idle_;
  }

  bool hand_out(std::vector<Piece> pieces) {
    if (pieces.empty()) return false;
    std::lock_guard lock(mutex_);
    idle_ -= static_cast<int>(pieces.size());
    for (Piece& piece : pieces) queue_.push_back(std::move(piece));
    ready_.notify_all();
    return true;
  }

  void work_loop() {
    yield_to_visitors();
    for (;;) {
      Piece piece;
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        piece = std::move(queue_.front());
        queue_.pop_front();
      }
      work_.run(piece);
      {
        std::lock_guard lock(mutex_);
        ++idle_;
      }
      background().committed().raise();  // a place is free
    }
  }

  db::Database& database_;
  const Clock& clock_;
  WorkList work_;
  std::mutex mutex_;  // guards the two below, and stopping_ when it is set
  std::deque<Piece> queue_;
  int idle_ = 0;
  std::condition_variable ready_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> finished_ = false;  // no worker is left
  std::atomic<bool> running_ = false;
  std::thread claimer_;
  std::vector<std::thread> workers_;
};

}  // namespace

std::unique_ptr<Runner> open_runner(db::Database& database, const Clock& clock) {
  return std::make_unique<RealRunner>(database, clock);
}

}  // namespace plaza::jobs
