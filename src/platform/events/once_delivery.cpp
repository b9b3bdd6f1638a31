#include "platform/events/once_delivery.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/log/log.h"

namespace plaza::events {
namespace {

constexpr int read_max = 500;
constexpr std::size_t batch_max = 64;
constexpr int retries_max = 1000;
constexpr std::int64_t unsaved_max = 5000;
// Handlers share the writer with everybody: a batch ends early when it has taken this long.
constexpr auto batch_time_max = std::chrono::milliseconds(5);

// Runs a handler; what went wrong, or nothing.
std::optional<std::string> failure_of(const OnceDelivery::Handler& handler, db::Transaction& tx,
                                      const Event& event) {
  try {
    const Status status = handler(tx, event);
    if (status.ok()) return std::nullopt;
    return status.error().code + ": " + status.error().detail;
  } catch (const std::exception& problem) {
    return problem.what();
  }
}

// The same in a savepoint. When the transaction itself is spoiled, its next statement says so and the write fails.
std::optional<std::string> nested_failure_of(const OnceDelivery::Handler& handler,
                                             db::Transaction& tx, const Event& event) {
  std::optional<std::string> failure;
  try {
    tx.nested([&] {
      failure = failure_of(handler, tx, event);
      return !failure.has_value();
    });
  } catch (const std::exception& problem) {
    failure = problem.what();
  }
  return failure;
}

}  // namespace

struct OnceDelivery::Batch {
  Subscription* subscription;
  std::vector<Event> events;
  std::int64_t end;  // the position after it, when all goes well

  // What came out; written by the writing thread, read when all are done.
  std::int64_t reached = 0;
  bool taken_by_another = false;
  std::vector<std::string> failures = {};
  std::exception_ptr broken = {};
};

void OnceDelivery::add(std::string name, std::vector<std::string> topics, Handler handler) {
  CHECK(find(name) == nullptr);
  const auto counter = [&](const char* metric, const char* help) {
    return metrics::counter(metric, help, {{"subscription", name}});
  };
  auto delivered =
      counter("plaza_events_delivered_total", "Domain events delivered to a subscription.");
  auto failed =
      counter("plaza_events_failed_total", "Attempts to deliver a domain event that failed.");
  subscriptions_.push_back(std::make_unique<Subscription>(Subscription{
      name, {topics.begin(), topics.end()}, std::move(handler), 0, 0, delivered, failed}));
  stale_ = true;
}

OnceDelivery::Subscription* OnceDelivery::find(std::string_view name) {
  for (const auto& subscription : subscriptions_) {
    if (subscription->name == name) return subscription.get();
  }
  return nullptr;
}

void OnceDelivery::begin() {
  std::vector<std::string> names;
  for (const auto& subscription : subscriptions_) names.push_back(subscription->name);
  const auto add_all = [&](db::Transaction& tx) -> Status {
    add_subscriptions(tx, names);
    return done();
  };
  (void)database_.write_now(add_all);
  stale_ = true;
}

void OnceDelivery::load_positions() {
  const auto load = [](db::Reader& reader) { return subscription_positions(reader); };
  const Positions positions = database_.read_now(load);
  for (const auto& subscription : subscriptions_) {
    const auto found = positions.find(subscription->name);
    CHECK(found != positions.end());
    if (found->second == subscription->position && !stale_) continue;
    subscription->position = found->second;
    subscription->scanned = stale_ ? found->second : std::max(subscription->scanned, found->second);
  }
  stale_ = false;
}

bool OnceDelivery::pass() {
  if (subscriptions_.empty()) return false;
  if (stale_) load_positions();
  std::int64_t from = subscriptions_.front()->scanned;
  for (const auto& subscription : subscriptions_) from = std::min(from, subscription->scanned);
  const auto look = [&](db::Reader& reader) { return events_after(reader, from, read_max); };
  const auto events = database_.read_now(look);
  if (events.empty()) return false;
  // Other nodes may have delivered these: without a look every node would try and lose.
  if (database_.engine() == db::Engine::postgres) load_positions();
  auto batches = plan(events);
  run(batches);
  bool fine = true;
  for (auto& batch : batches) fine = settle(batch) && fine;
  const bool unsaved =
      std::any_of(subscriptions_.begin(), subscriptions_.end(), [](const auto& subscription) {
        return subscription->scanned - subscription->position > unsaved_max;
      });
  if (unsaved) save_positions();
  return fine;
}

std::vector<OnceDelivery::Batch> OnceDelivery::plan(const std::vector<Event>& events) {
  std::vector<Batch> batches;
  for (const auto& subscription : subscriptions_) {
    Batch batch{subscription.get(), {}, std::max(subscription->scanned, events.back().sequence)};
    for (const Event& event : events) {
      if (event.sequence <= subscription->scanned || !subscription->topics.contains(event.topic))
        continue;
      batch.events.push_back(event);
      if (batch.events.size() == batch_max) {
        batch.end = event.sequence;
        break;
      }
    }
    if (batch.events.empty()) {
      subscription->scanned = batch.end;
    } else {
      batches.push_back(std::move(batch));
    }
  }
  return batches;
}

// All at once: SQLite commits them as one group, PostgreSQL runs them side by side.
void OnceDelivery::run(std::vector<Batch>& batches) {
  std::mutex mutex;
  std::condition_variable finished;
  std::size_t open = batches.size();
  for (Batch& batch : batches) {
    database_.submit(db::Database::WriteWork{
        [this, &batch](db::Transaction& tx) { return deliver(tx, batch).ok(); },
        [&](std::exception_ptr failure) {
          std::lock_guard lock(mutex);
          batch.broken = failure;
          if (--open == 0) finished.notify_one();
        }});
  }
  std::unique_lock lock(mutex);
  finished.wait(lock, [&] { return open == 0; });
}

Status OnceDelivery::deliver(db::Transaction& tx, Batch& batch) const {
  const Subscription& subscription = *batch.subscription;
  batch.reached = batch.end;
  batch.taken_by_another = false;
  batch.failures.clear();
  const Claim claim = advance(tx, subscription.name, subscription.position, batch.end);
  if (claim == Claim::taken_by_another) {
    batch.taken_by_another = true;
    return done();
  }
  const bool some_wait = claim == Claim::taken_with_waiting;
  const bool together = !some_wait && batch.events.size() > 1;
  if (!together || !deliver_together(tx, batch)) deliver_one_by_one(tx, batch, some_wait);
  if (batch.reached != batch.end) (void)advance(tx, subscription.name, batch.end, batch.reached);
  return done();
}

bool OnceDelivery::deliver_together(db::Transaction& tx, Batch& batch) const {
  const auto start = std::chrono::steady_clock::now();
  batch.reached = batch.end;
  try {
    return tx.nested([&] {
      for (std::size_t i = 0; i < batch.events.size(); ++i) {
        if (failure_of(batch.subscription->handler, tx, batch.events[i])) return false;
        const bool more = i + 1 < batch.events.size();
        if (more && std::chrono::steady_clock::now() - start > batch_time_max) {
          batch.reached = batch.events[i].sequence;
          break;
        }
      }
      return true;
    });
  } catch (const std::exception&) {
    return false;
  }
}

void OnceDelivery::deliver_one_by_one(db::Transaction& tx, Batch& batch, bool some_wait) const {
  const Subscription& subscription = *batch.subscription;
  batch.reached = batch.end;
  auto waiting =
      some_wait ? waiting_aggregates(tx, subscription.name) : std::unordered_set<std::int64_t>();
  for (const Event& event : batch.events) {
    if (waiting.contains(event.aggregate)) {
      set_aside(tx, {subscription.name, event, 0, Time{0},
                     "An earlier event of the same aggregate waits."});
      continue;
    }
    const auto failure = nested_failure_of(subscription.handler, tx, event);
    if (!failure) continue;
    set_aside(tx, {subscription.name, event, 1, clock_.now() + retry_pause(1),
                   excerpt(*failure, reason_max)});
    waiting.insert(event.aggregate);
    batch.failures.push_back(*failure);
  }
}

// False: the database failed.
bool OnceDelivery::settle(Batch& batch) {
  Subscription& subscription = *batch.subscription;
  if (batch.broken) {
    stale_ = true;  // it may have been committed all the same
    try {
      std::rethrow_exception(batch.broken);
    } catch (const std::exception& problem) {
      log::warning("events could not be delivered",
                   {{"subscription", subscription.name}, {"reason", problem.what()}});
    }
    return false;
  }
  if (batch.taken_by_another) {
    stale_ = true;
    return true;
  }
  subscription.position = subscription.scanned = batch.reached;
  double passed = 0;
  for (const Event& event : batch.events) passed += event.sequence <= batch.reached ? 1 : 0;
  subscription.delivered.add(passed);
  subscription.failed.add(static_cast<double>(batch.failures.size()));
  for (const std::string& failure : batch.failures) {
    log::warning("an event was set aside",
                 {{"subscription", subscription.name}, {"reason", failure}});
  }
  return true;
}

bool OnceDelivery::retry_due() {
  const auto look = [&](db::Reader& reader) {
    return due_retries(reader, clock_.now(), retries_max);
  };
  bool some = false;
  for (const Waiting& waiting : database_.read_now(look)) {
    Subscription* subscription = find(waiting.subscription);
    if (subscription == nullptr) continue;  // of a version that has it
    std::string failure;
    const auto work = [&](db::Transaction& tx) {
      return attempt(tx, waiting, *subscription, failure);
    };
    (void)database_.write_now(work);
    some = true;
    if (failure.empty()) continue;
    subscription->failed.add();
    if (waiting.attempts + 1 >= attempts_max) {
      metrics::counter("plaza_events_parked_total", "Domain events given up for a subscription.",
                       {{"subscription", subscription->name}})
          .add();
      log::error("an event was parked", {{"subscription", subscription->name},
                                         {"sequence", waiting.event.sequence},
                                         {"topic", waiting.event.topic},
                                         {"reason", failure}});
    }
  }
  return some;
}

Status OnceDelivery::attempt(db::Transaction& tx, const Waiting& waiting,
                             const Subscription& subscription, std::string& failure) const {
  failure.clear();
  if (!take_retry(tx, waiting)) return done();
  if (const auto problem = nested_failure_of(subscription.handler, tx, waiting.event)) {
    failure = excerpt(*problem, reason_max);
    fail_retry(tx, waiting, clock_.now() + retry_pause(waiting.attempts + 1), failure);
  } else {
    remove_retried(tx, waiting);
  }
  return done();
}

void OnceDelivery::save_positions() {
  const auto save = [&](db::Transaction& tx) -> Status {
    for (const auto& subscription : subscriptions_) {
      if (subscription->scanned == subscription->position) continue;
      (void)advance(tx, subscription->name, subscription->position, subscription->scanned);
    }
    return done();
  };
  if (stale_) return;
  (void)database_.write_now(save);
  stale_ = true;
  load_positions();
}

std::int64_t OnceDelivery::delivered_by_all() const {
  std::int64_t least = INT64_MAX;
  for (const auto& subscription : subscriptions_) least = std::min(least, subscription->position);
  return least;
}

}  // namespace plaza::events
