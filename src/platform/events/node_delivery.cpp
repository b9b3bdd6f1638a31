#include "platform/events/node_delivery.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/events/store.h"
#include "platform/log/log.h"

namespace plaza::events {
namespace {
constexpr int read_max = 1000;
constexpr Micros failure_pause = seconds(1);
}  // namespace

void NodeDelivery::add(std::string name, std::vector<std::string> topics, Handler handler) {
  for (const auto& subscription : subscriptions_) CHECK(subscription->name != name);
  const auto look = [](db::Reader& reader) { return last_sequence(reader); };
  const std::int64_t position = database_.read_now(look);
  subscriptions_.push_back(std::make_unique<Subscription>(
      Subscription{std::move(name), {topics.begin(), topics.end()}, std::move(handler), position}));
}

bool NodeDelivery::pass() {
  const Time now = clock_.now();
  std::int64_t from = INT64_MAX;
  for (const auto& subscription : subscriptions_) {
    if (subscription->not_before <= now) from = std::min(from, subscription->position);
  }
  if (from == INT64_MAX) return false;
  const auto look = [&](db::Reader& reader) { return events_after(reader, from, read_max); };
  const auto events = database_.read_now(look);
  if (events.empty()) return false;
  bool moved = false;
  for (const auto& subscription : subscriptions_) {
    if (subscription->not_before <= now) moved = deliver(*subscription, events) || moved;
  }
  return moved;
}

bool NodeDelivery::deliver(Subscription& subscription, const std::vector<Event>& events) {
  const std::int64_t before = subscription.position;
  std::vector<Event> batch;
  for (const Event& event : events) {
    if (event.sequence > before && subscription.topics.contains(event.topic))
      batch.push_back(event);
  }
  hand_over(subscription, batch, std::max(before, events.back().sequence));
  return subscription.position > before;
}

void NodeDelivery::hand_over(Subscription& subscription, const std::vector<Event>& batch,
                             std::int64_t end) {
  try {
    if (!batch.empty()) subscription.handler(batch);
    subscription.failures = 0;
  } catch (const std::exception& problem) {
    const bool skip = ++subscription.failures >= attempts_max;
    log::error(skip ? "events were skipped" : "events will be delivered again",
               {{"subscription", subscription.name},
                {"first_sequence", batch.front().sequence},
                {"count", batch.size()},
                {"reason", problem.what()}});
    if (!skip) {
      subscription.not_before = clock_.now() + failure_pause;
      return;
    }
    subscription.failures = 0;
  }
  subscription.position = end;
}

}  // namespace plaza::events
