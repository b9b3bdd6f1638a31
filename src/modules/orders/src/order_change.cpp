#include "order_change.h"

#include "order_store.h"
#include "rules.h"

namespace plaza::orders {
namespace {

constexpr int tries_max = 8;

}  // namespace

Error order_not_found() { return {ErrorKind::not_found, "orders.not_found", "There is no such order."}; }

Error wrong_state(const Order& order, std::string_view what) {
  return {ErrorKind::conflict, "orders.wrong_status",
          "Order " + number_text(order.number) + " is " + std::string(json::enum_text(order.status)) + ": " + std::string(what)};
}

Status move_to(Order& order, OrderStatus to, const By& by, std::string_view text, Time now) {
  if (!may_move(order.status, to)) return wrong_status(order, to);
  order.status = to;
  HistoryEntry entry{now, to, std::string(actor_text(by.kind)), std::nullopt};
  if (!text.empty()) entry.text = text;
  order.history.push_back(std::move(entry));
  return done();
}

Result<Order> change_order(const Needs& needs, db::Transaction& tx, OrderId id, const Deed& deed, const Decide& decide) {
  for (int attempt = 0; attempt < tries_max; ++attempt) {
    auto stored = order_store::find(tx, id);
    if (!stored) return order_not_found();
    Order order = std::move(stored->order);
    if (deed.version && *deed.version != order.version) {
      return Error{ErrorKind::conflict, "orders.stale",
                   "The order was changed meanwhile: it is version " + std::to_string(order.version) + " now."};
    }
    const std::size_t known = order.history.size();
    TRY(const std::string text, decide(order));
    if (!order_store::change(tx, order, std::span(order.history).subspan(known))) continue;  // look again at what it is now
    ++order.version;
    AuditEntry entry;
    entry.at = order.history.size() > known ? order.history.back().at : needs.clock.now();
    entry.action = deed.action;
    entry.text = text;
    entry.reason = deed.reason;
    order_store::note(tx, needs.ids.next(), id, deed.by, entry);
    return order;
  }
  return Error{ErrorKind::conflict, "orders.wrong_status", "The order is being changed elsewhere."};
}

}  // namespace plaza::orders
