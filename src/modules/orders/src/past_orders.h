// Orders that were not made here, in the database.
#pragma once

#include "orders/module.h"
#include "orders/past_orders.h"

namespace plaza::orders {

class PastOrderService final : public PastOrders {
 public:
  explicit PastOrderService(const Needs& needs) : needs_(needs) {}

  std::optional<OrderId> find(db::Reader& reader, std::string_view source, std::string_view name) override;
  std::optional<Origin> origin(db::Reader& reader, OrderId id) override;
  Result<Order> add(db::Transaction& tx, Order order, const Origin& origin, const By& by) override;

 private:
  OrderId free_id(db::Reader& reader, const Order& order) const;

  const Needs& needs_;
};

// Whether nothing of it was ever taken from this shop's stock or paid to it.
bool is_past(db::Reader& reader, OrderId id);

}  // namespace plaza::orders
