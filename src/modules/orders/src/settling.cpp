#include "settling.h"

#include "cart_store.h"
#include "order_store.h"
#include "platform/events/outbox.h"
#include "rules.h"

namespace plaza::orders {

std::vector<inventory::StockLine> stock_lines(const std::vector<OrderLine>& lines) {
  std::vector<inventory::StockLine> stock;
  for (const auto& line : lines) stock.push_back({line.variant_id, line.quantity});
  return stock;
}

Order as_paid(Order order, Time at) {
  order.status = OrderStatus::paid;
  order.paid_at = at;
  ++order.version;
  order.history.push_back({at, OrderStatus::paid, std::string(actor_text(Actor::system)), std::nullopt});
  return order;
}

bool Settling::pay(db::Transaction& tx, const Order& paid) {
  if (!order_store::pay(tx, paid.id, paid.history.back())) return false;
  const OrderFacts facts = facts_of(paid);
  events::publish(tx, paid.id.value, OrderPlaced{facts});
  events::publish(tx, paid.id.value, OrderPaid{facts});
  needs_.mail.tell(tx, {OrderNews::paid, {}, std::nullopt, {}}, paid);
  return true;
}

bool Settling::drop(db::Transaction& tx, Order& order, std::string_view reason) {
  const Time now = needs_.clock.now();
  const HistoryEntry entry{now, OrderStatus::dropped, std::string(actor_text(Actor::system)), std::string(reason)};
  if (!order_store::move(tx, order.id, OrderStatus::placed, entry)) return false;
  order.status = OrderStatus::dropped;
  ++order.version;
  order.history.push_back(entry);
  const auto restocked =
      needs_.stock.restock(tx, to_text(order.id), stock_lines(order.lines), "payment_failed", actor_text(Actor::system));
  CHECK(restocked.ok());
  giving_back_.claims(tx, order);
  giving_back_.credit_of(tx, order);
  cart_store::reopen(tx, order.cart_id, order.id, now);
  return true;
}

}  // namespace plaza::orders
