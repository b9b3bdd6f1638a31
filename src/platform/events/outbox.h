// Domain events by transactional outbox: published inside the transaction that makes the change, delivered at least once after
// its commit. Two kinds of subscription:
//   once        one delivery per cluster, in a transaction that also marks it done, so its effect happens once
//   every_node  one delivery per process, for memory and local indexes; each process keeps its position
// Order holds per aggregate. A `once` event that fails is set aside and tried again with growing pauses, and later events of its
// aggregate wait behind it; others go on. After 10 attempts it is parked (see parked()) and nothing waits for it any more.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/json/codec.h"

namespace plaza::events {

struct Event {
  std::int64_t id = 0;        // unique for ever in this database; a bridge uses it as message id
  std::int64_t sequence = 0;  // order of commit; the same number as `id`
  std::string topic;          // "inventory.stock_changed"
  std::int64_t aggregate = 0; // the thing it is about
  std::string payload;        // JSON of the described event struct
  Time at;
};

// One insert, sent without waiting; after the COMMIT every dispatcher of this process looks at once. `at` is the time of the
// clock of the dispatcher opened last in this process, or of the system's when there is none.
// Event structs are described and carry `static constexpr const char* topic = "orders.order_placed";`.
void publish_text(db::Transaction& tx, std::string_view topic, std::int64_t aggregate, std::string payload);

template <class E>
void publish(db::Transaction& tx, std::int64_t aggregate, const E& event) {
  publish_text(tx, E::topic, aggregate, json::encode(event));
}

// Throws std::runtime_error when the payload does not fit (an older version wrote it): the event is then set aside.
template <class E>
E read(const Event& event) {
  auto value = json::decode<E>(event.payload);
  if (!value.ok()) throw std::runtime_error("The payload of " + event.topic + " cannot be read.");
  return std::move(*value);
}

// Delivers. One per process. Subscriptions are added before start(), all in one file of the app.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  // `name` is stable ("orders.pay_commission"): it keys the position. An exception or error means: try again later. The handler
  // runs on the database's writing thread and may be run again: be quick, call nothing outside (enqueue a job instead).
  // A name never seen before starts at the oldest event kept in a new database, later with the events after its first start().
  virtual void once(std::string name, std::vector<std::string> topics,
                    std::function<Status(db::Transaction&, const Event&)> handler) = 0;
  // Delivered from now on: what is committed after this call (state before is loaded by the module itself, after this call; an
  // event may then be seen both ways). Batches arrive in sequence order, on a thread of the dispatcher. An exception
  // repeats the batch after a second, ten times; then it is skipped and logged.
  virtual void every_node(std::string name, std::vector<std::string> topics,
                          std::function<void(const std::vector<Event>&)> handler) = 0;
  virtual void start() = 0;
  virtual void stop() = 0;
  // Returns when all that was committed before the call, and what its handlers published, has been delivered or set aside; retries
  // that are due by the clock are run too. Works before start() as well, on the calling thread alone. For tests and shutdown;
  // not from a handler or an I/O thread.
  virtual void drain() = 0;

  struct Parked {
    std::string subscription;
    Event event;
    std::string reason;
  };
  virtual std::vector<Parked> parked(int limit) = 0;
  // Tries a parked event again soon. ErrorKind::not_found `events.not_parked` if it is not parked.
  virtual Status retry_parked(std::string_view subscription, std::int64_t sequence) = 0;
};
// The tables must be there (see tables.h) before the first subscription is added. Database and clock must outlive it.
std::unique_ptr<Dispatcher> open_dispatcher(db::Database& database, const Clock& clock);

}  // namespace plaza::events
