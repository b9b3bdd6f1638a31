// What an order took, given back: stock, money, credit, the uses of its discounts, its place in a drop. In the transaction that
// decided it; money at a provider follows by jobs.
#pragma once

#include <span>
#include <string_view>

#include "orders/module.h"

namespace plaza::orders {

class GivingBack {
 public:
  explicit GivingBack(const Needs& needs) : needs_(needs) {}

  void goods(db::Transaction& tx, const Order& order, std::span<const inventory::StockLine> units, std::string_view reason,
             const By& by);
  // refund.to_original to what paid for the order, refund.to_store_credit to its account. orders.refund_above_paid: it is not
  // there to be given (a refund that the provider would not carry out, say).
  Status money(db::Transaction& tx, const Order& order, const Refund& refund, const By& by);
  // The uses of discounts and the place in a drop, of an order that came to nothing.
  void claims(db::Transaction& tx, const Order& order);
  // All credit of an order whose money never came.
  void credit_of(db::Transaction& tx, const Order& order);

 private:
  // Gives what is left of `amount` to what paid for this order; says what is left after that.
  Result<std::int64_t> to_payments(db::Transaction& tx, OrderId order, const Refund& refund, std::int64_t amount);
  Result<std::int64_t> to_credit(db::Transaction& tx, OrderId order, const Refund& refund, Money amount);

  const Needs needs_;
};

}  // namespace plaza::orders
