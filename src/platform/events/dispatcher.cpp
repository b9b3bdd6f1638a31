// Two threads. One numbers new events (PostgreSQL), wakes the other and serves memory, so that a slow `once` handler never
// holds a stock change back from the feeds; the other serves `once` subscriptions, retries and the purge.
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "platform/base/check.h"
#include "platform/base/signal.h"
#include "platform/events/background.h"
#include "platform/events/node_delivery.h"
#include "platform/events/once_delivery.h"
#include "platform/events/outbox.h"
#include "platform/events/store.h"
#include "platform/log/log.h"

namespace plaza::events {
namespace {

// How long a loop sleeps when nobody wakes it. Commits of other nodes wake nobody here: PostgreSQL is asked often.
constexpr Micros idle_sqlite = seconds(1);
constexpr Micros idle_postgres = milliseconds(200);
constexpr auto retry_look_every = std::chrono::milliseconds(500);
constexpr auto purge_every = std::chrono::hours(1);
constexpr int drain_rounds_max = 10'000;

class RealDispatcher final : public Dispatcher {
 public:
  RealDispatcher(db::Database& database, const Clock& clock)
      : database_(database), clock_(clock), once_(database, clock), node_(database, clock) {
    background().add_clock(clock_);
  }

  ~RealDispatcher() override {
    stop();
    background().remove_clock(clock_);
  }

  void once(std::string name, std::vector<std::string> topics,
            OnceDelivery::Handler handler) override {
    std::lock_guard lock(once_mutex_);
    CHECK(!running_);
    once_.add(std::move(name), std::move(topics), std::move(handler));
    begun_ = false;
  }

  void every_node(std::string name, std::vector<std::string> topics,
                  NodeDelivery::Handler handler) override {
    std::lock_guard lock(node_mutex_);
    CHECK(!running_);
    node_.add(std::move(name), std::move(topics), std::move(handler));
  }

  void start() override {
    CHECK(!running_);
    begin();
    running_ = true;
    stopping_ = false;
    node_thread_ = std::thread([this] { node_loop(); });
    once_thread_ = std::thread([this] { once_loop(); });
  }

  void stop() override {
    if (!running_) return;
    stopping_ = true;
    background().committed().raise();
    ready_.raise();
    node_thread_.join();
    once_thread_.join();
    running_ = false;
    careful("saving positions", [this] {
      once_.save_positions();
      return true;
    });
  }

  void drain() override {
    begin();
    for (int round = 0; round < drain_rounds_max; ++round) {
      bool some = false;
      {
        std::lock_guard lock(node_mutex_);
        some = number() || some;
        some = node_.pass() || some;
      }
      {
        std::lock_guard lock(once_mutex_);
        some = once_.pass() || some;
        some = once_.retry_due() || some;
      }
      if (!some) return;
    }
    log::warning("events do not come to an end: a handler may publish what it listens to");
  }

  std::vector<Parked> parked(int limit) override {
    const auto look = [&](db::Reader& reader) { return parked_events(reader, limit); };
    return database_.read_now(look);
  }

  Status retry_parked(std::string_view subscription, std::int64_t sequence) override {
    const auto unpark = [&](db::Transaction& tx) -> Status {
      if (unpark_event(tx, subscription, sequence)) return done();
      return Error{ErrorKind::not_found, "events.not_parked", "This event is not parked."};
    };
    return database_.write_now(unpark);
  }

 private:
  void begin() {
    std::lock_guard lock(once_mutex_);
    if (begun_) return;
    once_.begin();
    begun_ = true;
  }

  bool number() {
    return database_.engine() == db::Engine::postgres && number_new_events(database_) > 0;
  }

  // The loops outlive a lost database. False: it failed, or there was nothing.
  template <class Work>
  bool careful(const char* what, const Work& work) {
    try {
      return work();
    } catch (const std::exception& problem) {
      log::warning("event delivery failed", {{"step", what}, {"reason", problem.what()}});
      return false;
    }
  }

  Micros idle() const {
    return database_.engine() == db::Engine::sqlite ? idle_sqlite : idle_postgres;
  }

  void node_loop() {
    Signal& committed = background().committed();
    std::uint64_t seen = committed.count();
    while (!stopping_) {
      const bool some = careful("every_node", [this] {
        std::lock_guard lock(node_mutex_);
        const bool numbered = number();
        ready_.raise();
        return node_.pass() || numbered;
      });
      if (!some) seen = committed.wait_past(seen, idle());
    }
  }

  void once_loop() {
    using Steady = std::chrono::steady_clock;
    auto retried = Steady::now() - retry_look_every;
    auto purged = Steady::now() - purge_every;
    std::uint64_t seen = ready_.count();
    while (!stopping_) {
      bool some = careful("once", [this] {
        std::lock_guard lock(once_mutex_);
        return once_.pass();
      });
      if (Steady::now() - retried >= retry_look_every) {
        retried = Steady::now();
        careful("retries", [this] {
          std::lock_guard lock(once_mutex_);
          return once_.retry_due();
        });
      }
      if (Steady::now() - purged >= purge_every) {
        purged = Steady::now();
        careful("purge", [this] { return purge(); });
      }
      if (!some) seen = ready_.wait_past(seen, idle());
    }
  }

  bool purge() {
    std::lock_guard lock(once_mutex_);
    once_.save_positions();
    return purge_events_before(database_, clock_.now() - kept_for, once_.delivered_by_all()) > 0;
  }

  db::Database& database_;
  const Clock& clock_;
  std::mutex once_mutex_;  // guards once_ and begun_
  OnceDelivery once_;
  bool begun_ = false;
  std::mutex node_mutex_;  // guards node_
  NodeDelivery node_;
  Signal ready_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> running_ = false;
  std::thread node_thread_;
  std::thread once_thread_;
};

}  // namespace

std::unique_ptr<Dispatcher> open_dispatcher(db::Database& database, const Clock& clock) {
  return std::make_unique<RealDispatcher>(database, clock);
}

}  // namespace plaza::events
