#include "order_service.h"

#include "order_change.h"
#include "order_store.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "promises.h"
#include "rules.h"

namespace plaza::orders {
namespace {

constexpr int waiting_looks_max = 50;

}  // namespace

std::optional<Order> OrderService::find(db::Reader& reader, OrderId id) {
  auto stored = order_store::find(reader, id);
  if (!stored) return std::nullopt;
  return std::move(stored->order);
}

Result<Order> OrderService::find_for(db::Reader& reader, const Shopper& shopper, OrderId id) {
  auto order = find(reader, id);
  if (!order || !may_open(*order, shopper)) return order_not_found();
  return std::move(*order);
}

std::vector<Order> OrderService::list(db::Reader& reader, const OrderQuery& query) {
  CHECK(query.limit >= 1 && query.limit <= 100);
  return query.waiting ? waiting(reader, query) : order_store::list(reader, query);
}

// Stock knows which they are. There are few: what else is asked for is looked at one by one.
std::vector<Order> OrderService::waiting(db::Reader& reader, const OrderQuery& query) {
  std::vector<Order> found;
  std::string before = query.before ? to_text(query.before) : std::string();
  const std::string text = folded(trimmed(query.q));
  const auto limit = static_cast<std::size_t>(query.limit);
  for (int looks = 0; looks < waiting_looks_max && found.size() < limit; ++looks) {
    const auto references = needs_.stock.waiting_orders(reader, before, query.limit);
    for (const auto& reference : references) {
      const auto id = parse_id<OrderId>(reference);
      auto order = id ? find(reader, *id) : std::nullopt;
      if (!order || order->status != OrderStatus::paid || !order_store::matches(*order, query)) continue;
      if (search_text(*order).find(text) == std::string::npos) continue;
      found.push_back(std::move(*order));
      if (found.size() == limit) return found;
    }
    if (references.size() < limit) break;
    before = references.back();
  }
  return found;
}

bool OrderService::has_bought(db::Reader& reader, identity::AccountId account, std::string_view email) {
  return order_store::has_bought(reader, account, email);
}

std::int64_t OrderService::count_of(db::Reader& reader, identity::AccountId account) {
  return order_store::count_of(reader, account);
}

OrderView OrderService::view(db::Reader& reader, const Order& order) {
  return view_of(order, needs_.payments.of(reader, order.id.value), {needs_.clock.now(), needs_.settings.grace, false});
}

OrderView OrderService::staff_view(db::Reader& reader, const Order& order, bool with_audit) {
  auto view = view_of(order, needs_.payments.of(reader, order.id.value), {needs_.clock.now(), needs_.settings.grace, true});
  if (with_audit) view.audit = after_sale_.audit(reader, order);
  return view;
}

OrderView OrderService::with_promises(db::Reader& reader, OrderView view) {
  note_promises(view.lines, needs_.stock.presales(reader, to_text(view.id)));
  return view;
}

Status OrderService::check_grace(const Order& order, const By& by) const {
  if (by.kind != Actor::customer || in_grace(order, needs_.clock.now(), needs_.settings.grace)) return done();
  return Error{ErrorKind::conflict, "orders.too_late", "The time to change this order is over. Please write to us."};
}

Result<Order> OrderService::cancel(db::Transaction& tx, OrderId id, const By& by, std::string_view reason,
                                   std::optional<std::int64_t> version) {
  const auto before = find(tx, id);
  if (before && before->status == OrderStatus::cancelled) return *before;  // the second click
  const auto check = [&](const Order& order) -> Status {
    if (!may_cancel(order.status)) return wrong_status(order, OrderStatus::cancelled);
    if (!order.after.fulfilments.empty()) return wrong_state(order, "some of it has left already.");
    return check_grace(order, by);
  };
  TRY(auto order, after_sale_.give_up(tx, id, OrderStatus::cancelled, by, reason, version, check));
  giving_back_.claims(tx, order);
  if (order.paid_at.micros == 0) {
    // Cancelled while its money is being asked for: it was never announced; its money follows when it is known.
    giving_back_.credit_of(tx, order);
    return order;
  }
  events::publish(tx, id.value, OrderCancelled{facts_of(order, reason)});
  needs_.mail.tell(tx, {OrderNews::cancelled, std::string(reason), std::nullopt, {}}, order);
  return order;
}

Result<Order> OrderService::fulfil(db::Transaction& tx, OrderId id, std::string_view tracking, const By& by,
                                   std::optional<std::int64_t> version) {
  return after_sale_.fulfil(tx, id, {{}, {}, std::string(tracking), by, version});
}

Result<Order> OrderService::deliver(db::Transaction& tx, OrderId id, const By& by, std::optional<std::int64_t> version) {
  return after_sale_.deliver_all(tx, id, by, version);
}

Result<Order> OrderService::refund(db::Transaction& tx, OrderId id, std::string_view reason, const By& by,
                                   std::optional<std::int64_t> version) {
  const auto check = [](const Order& order) -> Status {
    if (!may_move(order.status, OrderStatus::refunded)) return wrong_status(order, OrderStatus::refunded);
    return done();
  };
  TRY(auto order, after_sale_.give_up(tx, id, OrderStatus::refunded, by, reason, version, check));
  events::publish(tx, id.value, OrderRefunded{facts_of(order, reason)});
  return order;
}

Result<Order> OrderService::move_address(db::Transaction& tx, OrderId id, const Address& address, const By& by,
                                         std::optional<std::int64_t> version) {
  const auto order = find(tx, id);
  if (!order) return order_not_found();
  TRY_DONE(check_grace(*order, by));
  EditRequest request;
  request.shipping_address = address;
  request.by = by;
  request.version = version;
  TRY(auto edited, after_sale_.edit(tx, id, request));
  return std::move(edited.order);
}

}  // namespace plaza::orders
