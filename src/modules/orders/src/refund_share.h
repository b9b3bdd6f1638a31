// What of an order's money belongs to which units, and what a refund of some of them gives back. Pure; whole minor units.
#pragma once

#include <cstdint>
#include <vector>

#include "inventory/stock.h"
#include "orders/after_sale.h"
#include "orders/orders.h"
#include "platform/base/result.h"

namespace plaza::orders {

// What the next `units` of `units_left` are worth, if together they are worth `amount_left`: half up. Taken one after the other,
// in whatever portions, they get exactly `amount_left`.
std::int64_t next_share(std::int64_t amount_left, std::int64_t units_left, std::int64_t units);

// What became of one line's units and money.
struct LineState {
  std::int64_t quantity = 0;
  std::int64_t fulfilled = 0;
  std::int64_t delivered = 0;
  std::int64_t refunded = 0;
  std::int64_t unshipped = 0;  // of the refunded: units that will never leave
  std::int64_t charged = 0;
  std::int64_t tax = 0;
  std::int64_t refunded_amount = 0;
  std::int64_t refunded_tax = 0;

  std::int64_t to_fulfil() const { return quantity - fulfilled - unshipped; }
  std::int64_t shipped_left() const { return fulfilled - (refunded - unshipped); }  // with the customer, not refunded
};
LineState state_of(const Order& order, const OrderLine& line);
const OrderLine* find_line(const Order& order, LineId id);

// What was charged for shipping: after discounts, with tax. What is left of the total when the lines have had theirs.
std::int64_t shipping_charged(const Order& order);
std::int64_t credit_used(const Order& order);
OrderAmounts amounts_of(const Order& order);
// What could still be given back.
std::int64_t refundable(const Order& order);
FulfilmentStatus fulfilment_status_of(const Order& order);

// What a refund gives back. Errors: orders.line_not_found, orders.too_many_units, orders.refund_above_paid, orders.payment_due,
// orders.no_account, request.invalid.
Result<Refund> work_out_refund(const Order& order, const RefundRequest& request);
// All that is left, of goods and money: for a cancellation, or the refund of everything.
Refund refund_of_rest(const Order& order, RefundKind kind, std::string_view reason);
// Have all units gone back after the refunds that the order names, with all their money?
bool is_all_refunded(const Order& order);

// Units of a refund that go back into stock.
std::vector<inventory::StockLine> restocked_units(const Order& order, const Refund& refund);
// Those that do not: came back damaged, or never.
std::vector<inventory::StockLine> lost_units(const Order& order, const Refund& refund);

}  // namespace plaza::orders
