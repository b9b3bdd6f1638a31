// Pages of orders, newest first: a cursor is the id of the last one seen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "order_service.h"
#include "orders/orders.h"

namespace plaza::orders {

struct OrderList {
  std::vector<OrderView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

// request.invalid with the field `cursor`.
Result<OrderId> parse_cursor(const std::string& cursor);
OrderList page(OrderService& orders, db::Reader& reader, OrderQuery query);

}  // namespace plaza::orders
