// How an order that waits for its money goes on. Used by the checkout that knows the answer and by the subscriber that learns it
// later, after a crash or a provider that was too slow: whoever moves the order does all that belongs to the move.
#pragma once

#include <string_view>

#include "giving_back.h"
#include "orders/module.h"

namespace plaza::orders {

class Settling {
 public:
  explicit Settling(const Needs& needs) : needs_(needs), giving_back_(needs) {}

  // placed -> paid: announced and mailed. `paid` is the order as it is then, see as_paid(). False, with nothing done, if it is
  // not placed any more.
  bool pay(db::Transaction& tx, const Order& paid);
  // placed -> dropped: stock, credit, uses of codes and places in drops are given back and the cart opened again. False if it is not placed any more.
  bool drop(db::Transaction& tx, Order& order, std::string_view reason);

 private:
  const Needs needs_;
  GivingBack giving_back_;
};

// A placed order as it is once it is paid.
Order as_paid(Order order, Time at);

std::vector<inventory::StockLine> stock_lines(const std::vector<OrderLine>& lines);

}  // namespace plaza::orders
