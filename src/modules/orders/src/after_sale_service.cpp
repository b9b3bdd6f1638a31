#include "after_sale_service.h"

#include <algorithm>

#include "order_change.h"
#include "order_store.h"
#include "parcels.h"
#include "platform/events/outbox.h"
#include "refund_share.h"
#include "rules.h"
#include "sold_cards.h"

namespace plaza::orders {
namespace {

std::string amount_text(Money money) { return decimal_text(money) + " " + std::string(money.currency.code()); }

std::string text_of(const Refund& refund, const Order& order) {
  std::string text = amount_text(refund.amount);
  for (const auto& back : refund.lines) {
    text += ", " + std::to_string(back.quantity) + " × " + find_line(order, back.line_id)->product.title;
  }
  return text;
}

const char* action_of(RefundKind kind) {
  switch (kind) {
    case RefundKind::returned: return "returned";
    case RefundKind::exchange: return "exchanged";
    case RefundKind::cancelled: return "cancelled";
    case RefundKind::edit: return "edited";
    case RefundKind::at_provider: return "refunded_at_provider";
    case RefundKind::refund: break;
  }
  return "refunded";
}

RefundDone done_of(const Order& order, Refund refund, bool written) {
  Money after{refundable(order), order.totals.total.currency};
  if (!written) after = after - refund.amount;
  return {std::move(refund), after, order.version};
}

}  // namespace

// --- parcels ---

Result<Order> AfterSaleService::fulfil(db::Transaction& tx, OrderId id, const FulfilmentRequest& request) {
  const Time now = needs_.clock.now();
  const auto parcel_id = needs_.ids.make<FulfilmentId>();
  bool complete = false;
  const Decide pack = [&](Order& order) -> Result<std::string> {
    TRY(auto parcel, pack_parcel(order, request));
    parcel.id = parcel_id;
    parcel.shipped_at = now;
    const std::string text = text_of(order, parcel);
    order.after.fulfilments.push_back(std::move(parcel));
    complete = fulfilment_status_of(order) == FulfilmentStatus::fulfilled;
    if (!request.tracking.empty()) order.tracking = request.tracking;
    if (complete) TRY_DONE(move_to(order, OrderStatus::fulfilled, request.by, order.tracking, now));
    return text;
  };
  TRY(auto order, change_order(needs_, tx, id, {request.by, "shipped", {}, request.version}, pack));
  const auto& parcel = order.after.fulfilments.back();
  events::publish(tx, id.value, OrderShipped{shipped_facts(order, parcel)});
  if (complete) events::publish(tx, id.value, OrderFulfilled{facts_of(order)});
  needs_.mail.tell(tx, {complete ? OrderNews::fulfilled : OrderNews::partly_fulfilled, {}, std::nullopt, to_text(parcel.id)}, order);
  return order;
}

Result<Order> AfterSaleService::deliver(db::Transaction& tx, OrderId id, FulfilmentId fulfilment, const By& by) {
  const Time now = needs_.clock.now();
  bool complete = false;
  const Decide arrive = [&](Order& order) -> Result<std::string> {
    const auto parcel = std::find_if(order.after.fulfilments.begin(), order.after.fulfilments.end(),
                                     [&](const auto& other) { return other.id == fulfilment; });
    if (parcel == order.after.fulfilments.end()) {
      return Error{ErrorKind::not_found, "orders.fulfilment_not_found", "The order has no such parcel."};
    }
    if (parcel->delivered_at) return wrong_state(order, "this parcel has arrived already.");
    parcel->delivered_at = now;
    complete = order.status == OrderStatus::fulfilled && all_delivered(order);
    if (complete) TRY_DONE(move_to(order, OrderStatus::delivered, by, {}, now));
    return text_of(order, *parcel);
  };
  TRY(auto order, change_order(needs_, tx, id, {by, "delivered", {}, std::nullopt}, arrive));
  if (!complete) return order;
  events::publish(tx, id.value, OrderDelivered{facts_of(order)});
  needs_.mail.tell(tx, {OrderNews::delivered, {}, std::nullopt, {}}, order);
  return order;
}

Result<Order> AfterSaleService::deliver_all(db::Transaction& tx, OrderId id, const By& by, std::optional<std::int64_t> version) {
  const Time now = needs_.clock.now();
  const Decide arrive = [&](Order& order) -> Result<std::string> {
    TRY_DONE(move_to(order, OrderStatus::delivered, by, {}, now));
    for (auto& parcel : order.after.fulfilments) {
      if (!parcel.delivered_at) parcel.delivered_at = now;
    }
    return std::string();
  };
  TRY(auto order, change_order(needs_, tx, id, {by, "delivered", {}, version}, arrive));
  events::publish(tx, id.value, OrderDelivered{facts_of(order)});
  needs_.mail.tell(tx, {OrderNews::delivered, {}, std::nullopt, {}}, order);
  return order;
}

// --- refunds ---

Status AfterSaleService::carry_out(db::Transaction& tx, const Order& order, const Refund& refund, const By& by,
                                   std::string_view stock_reason) {
  giving_back_.goods(tx, order, restocked_units(order, refund), stock_reason, by);
  if (const auto lost = lost_units(order, refund); !lost.empty()) needs_.stock.uncount(tx, to_text(order.id), lost);
  if (has_gift_cards(order)) {
    TRY(const auto cards, surplus_cards(needs_, tx, order));
    TRY_DONE(take_back_cards(needs_, tx, cards, by));
  }
  return giving_back_.money(tx, order, refund, by);
}

Result<RefundDone> AfterSaleService::estimate(db::Reader& reader, OrderId id, const RefundRequest& request) {
  const auto stored = order_store::find(reader, id);
  if (!stored) return order_not_found();
  TRY_DONE(may_refund(stored->order));
  TRY(auto refund, work_out_refund(stored->order, request));
  refund.at = needs_.clock.now();
  if (has_gift_cards(stored->order)) {
    Order after = stored->order;
    after.after.refunds.push_back(refund);
    TRY_DONE(surplus_cards(needs_, reader, after));
  }
  return done_of(stored->order, std::move(refund), false);
}

Result<RefundDone> AfterSaleService::refund(db::Transaction& tx, OrderId id, const RefundRequest& request) {
  const Time now = needs_.clock.now();
  const auto refund_id = needs_.ids.make<RefundId>();
  bool all = false;
  const Decide decide = [&](Order& order) -> Result<std::string> {
    TRY_DONE(may_refund(order));
    TRY(auto refund, work_out_refund(order, request));
    refund.id = refund_id;
    refund.at = now;
    const std::string text = text_of(refund, order);
    order.after.paid = amounts_of(order).paid.amount;
    order.after.refunds.push_back(std::move(refund));
    all = is_all_refunded(order);
    if (all) TRY_DONE(move_to(order, OrderStatus::refunded, request.by, request.reason, now));
    TRY_DONE(close_if_sent(order, request.by, now));
    return text;
  };
  const Deed deed{request.by, action_of(request.kind), request.reason, request.version};
  TRY(const auto order, change_order(needs_, tx, id, deed, decide));
  const Refund refund = order.after.refunds.back();
  TRY_DONE(carry_out(tx, order, refund, request.by, json::enum_text(request.kind)));
  events::publish(tx, id.value, OrderPartlyRefunded{refund_facts(order, refund)});
  if (all) events::publish(tx, id.value, OrderRefunded{facts_of(order, request.reason)});
  if (refund.to_store_credit.amount > 0) {
    needs_.mail.tell(tx, {OrderNews::store_credit, request.reason, refund.to_store_credit, to_text(refund.id)}, order);
  }
  return done_of(order, refund, true);
}

Result<Order> AfterSaleService::give_up(db::Transaction& tx, OrderId id, OrderStatus to, const By& by, std::string_view reason,
                                        std::optional<std::int64_t> version,
                                        const std::function<Status(const Order&)>& check) {
  const Time now = needs_.clock.now();
  const auto refund_id = needs_.ids.make<RefundId>();
  const RefundKind kind = to == OrderStatus::cancelled ? RefundKind::cancelled : RefundKind::refund;
  const Decide decide = [&](Order& order) -> Result<std::string> {
    TRY_DONE(check(order));
    if (order.after.refunds.size() >= refunds_max) return wrong_state(order, "it has too many refunds.");
    auto refund = refund_of_rest(order, kind, reason);
    TRY_DONE(move_to(order, to, by, reason, now));
    refund.id = refund_id;
    refund.at = now;
    const std::string text = text_of(refund, order);
    order.after.paid = amounts_of(order).paid.amount;
    order.after.refunds.push_back(std::move(refund));
    return text;
  };
  TRY(auto order, change_order(needs_, tx, id, {by, action_of(kind), std::string(reason), version}, decide));
  TRY_DONE(carry_out(tx, order, order.after.refunds.back(), by, json::enum_text(to)));
  return order;
}

// --- the trail ---

std::vector<AuditEntry> AfterSaleService::audit(db::Reader& reader, const Order& order) {
  auto trail = order_store::audit(reader, order.id);
  const auto told = [&](const HistoryEntry& entry) {
    if (entry.status == OrderStatus::placed || entry.status == OrderStatus::paid || entry.status == OrderStatus::dropped) return false;
    return std::any_of(trail.begin(), trail.end(), [&](const AuditEntry& known) { return known.at == entry.at; });
  };
  // What the checkout did, and what was done before there was a trail, stands in the history.
  std::vector<AuditEntry> all;
  for (const auto& entry : order.history) {
    if (told(entry)) continue;
    AuditEntry known;
    known.at = entry.at;
    known.actor.kind = entry.actor;
    known.action = json::enum_text(entry.status);
    if (entry.text) known.text = *entry.text;
    all.push_back(std::move(known));
  }
  all.insert(all.end(), std::make_move_iterator(trail.begin()), std::make_move_iterator(trail.end()));
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return all;
}

}  // namespace plaza::orders
