// Delivers events to `once` subscriptions. Each keeps a position in the order of commits; one write advances it by a guarded
// update and runs the handlers of the events passed, so an event and its effect happen together or not at all.
//
// The handlers of a batch first run in one savepoint. If one fails, all are undone and run again each in a savepoint of its
// own; the failed one is set aside for a retry, together with what follows it about the same aggregate.
// Not thread-safe: the dispatcher calls it under a lock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "platform/events/outbox.h"
#include "platform/events/store.h"
#include "platform/metrics/metrics.h"

namespace plaza::events {

class OnceDelivery {
 public:
  using Handler = std::function<Status(db::Transaction&, const Event&)>;

  OnceDelivery(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  void add(std::string name, std::vector<std::string> topics, Handler handler);
  // Makes positions for new subscriptions. May be called again after more were added.
  void begin();
  // Delivers what is there, at most one batch for each subscription. False: there was nothing, or the database failed.
  bool pass();
  // Runs retries that are due. False: there were none.
  bool retry_due();
  // Writes positions down that have moved over events of other topics.
  void save_positions();
  // All subscriptions have passed it, also in the database.
  std::int64_t delivered_by_all() const;

 private:
  struct Subscription {
    std::string name;
    std::unordered_set<std::string> topics;
    Handler handler;
    std::int64_t position = 0;  // in the database
    std::int64_t scanned = 0;   // looked at; there is nothing for this subscription between the two
    metrics::Counter delivered;
    metrics::Counter failed;
  };
  struct Batch;

  void load_positions();
  std::vector<Batch> plan(const std::vector<Event>& events);
  void run(std::vector<Batch>& batches);
  bool settle(Batch& batch);
  Status deliver(db::Transaction& tx, Batch& batch) const;
  bool deliver_together(db::Transaction& tx, Batch& batch) const;
  void deliver_one_by_one(db::Transaction& tx, Batch& batch, bool some_wait) const;
  Status attempt(db::Transaction& tx, const Waiting& waiting, const Subscription& subscription,
                 std::string& failure) const;
  Subscription* find(std::string_view name);

  db::Database& database_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  bool stale_ = true;  // positions must be read again
};

}  // namespace plaza::events
