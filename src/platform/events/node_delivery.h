// Delivers events to `every_node` subscriptions of this process. Positions live in memory alone.
// Not thread-safe: the dispatcher calls it under a lock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "platform/events/outbox.h"

namespace plaza::events {

class NodeDelivery {
 public:
  using Handler = std::function<void(const std::vector<Event>&)>;

  NodeDelivery(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  void add(std::string name, std::vector<std::string> topics, Handler handler);
  // One batch for each subscription. False: there was nothing (or what there is waits for its repetition).
  bool pass();

 private:
  struct Subscription {
    std::string name;
    std::unordered_set<std::string> topics;
    Handler handler;
    std::int64_t position;
    int failures = 0;
    Time not_before = {};
  };
  bool deliver(Subscription& subscription, const std::vector<Event>& events);
  void hand_over(Subscription& subscription, const std::vector<Event>& batch, std::int64_t end);

  db::Database& database_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
};

}  // namespace plaza::events
