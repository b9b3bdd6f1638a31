// Orders that were not made here: of another shop, or of an export of this one. They stand in the lists and count for their
// customer as others do, and nothing else follows from them: no stock moves, no payment, no mail, no event, no limit is counted.
// What they name (products, variants) need not exist. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orders/ids.h"
#include "orders/orders.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::orders {

// Where an order came from; `source` and `name` together are one order's.
struct Origin {
  std::string source;  // the shop: "clay.example", "shopify"
  std::string name;    // how it is called there: "#1001"
  std::string extra;   // what else its file said, for the next file; not read here
  friend bool operator==(const Origin&, const Origin&) = default;
};

class PastOrders {
 public:
  virtual ~PastOrders() = default;

  virtual std::optional<OrderId> find(db::Reader& reader, std::string_view source, std::string_view name) = 0;
  // Nothing: it was made here.
  virtual std::optional<Origin> origin(db::Reader& reader, OrderId id) = 0;
  // Keeps its id and number if both are given and free, else gives it others (the id of the time it was placed, so that it
  // stands among the orders of then). Codes: orders.past_exists (409: this source and name), orders.past_status (400: placed
  // and dropped ones are no orders), request.invalid with fields (400).
  virtual Result<Order> add(db::Transaction& tx, Order order, const Origin& origin, const By& by) = 0;
};

}  // namespace plaza::orders
