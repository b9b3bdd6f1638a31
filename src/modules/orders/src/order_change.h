// One change of an order after it was written: looked at, decided, written if nobody was faster, and noted in the audit trail.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "orders/module.h"

namespace plaza::orders {

// Who wants what, and why.
struct Deed {
  By by;
  std::string action;  // as in AuditEntry
  std::string reason;
  std::optional<std::int64_t> version;  // decided on this one; nothing: on whatever it is
};

// Decides on the order as it is and makes it what it shall be; says what was done, in words. Called again when somebody was faster.
using Decide = std::function<Result<std::string>(Order&)>;

// Errors: orders.not_found, orders.stale, orders.wrong_status (others change it all the time), and those of `decide`. What
// follows from the change (stock, money, news) is the caller's, afterwards in the same transaction.
Result<Order> change_order(const Needs& needs, db::Transaction& tx, OrderId id, const Deed& deed, const Decide& decide);

// In `decide`: moves it, if the table of states lets it. orders.wrong_status.
Status move_to(Order& order, OrderStatus to, const By& by, std::string_view text, Time now);

Error order_not_found();
Error wrong_state(const Order& order, std::string_view what);

}  // namespace plaza::orders
