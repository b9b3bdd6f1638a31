// Edits and exchanges, written: units move, the difference is given back or asked for, and the buyer is told.
#include "after_sale_service.h"
#include "editing.h"
#include "order_change.h"
#include "order_store.h"
#include "parcels.h"
#include "platform/crypto/crypto.h"
#include "platform/events/outbox.h"
#include "refund_share.h"
#include "rules.h"
#include "settling.h"
#include "sold_cards.h"

namespace plaza::orders {
namespace {

Refund edit_refund(RefundId id, Time at, Money amount, std::string reason) {
  const Money none{0, amount.currency};
  Refund refund;
  refund.id = id;
  refund.kind = RefundKind::edit;
  refund.at = at;
  refund.shipping = refund.fee = refund.to_store_credit = refund.to_exchange = none;
  refund.extra = refund.amount = refund.to_original = amount;
  refund.reason = std::move(reason);
  return refund;
}

// Whose purchase limits count: staff who change an order for somebody do not lift them.
std::vector<std::string> people_of(const Order& order) {
  return inventory::person_keys(order.account_id ? to_text(order.account_id) : "", order.email);
}

// Stock names what it cannot give by the line it was asked for: of the edit it is another one.
Error by_asked_line(Error refused, const Rework& work, const EditRequest& request) {
  for (auto& field : refused.fields) {
    for (std::size_t k = 0; k < work.more.size(); ++k) {
      if (field.field != "lines[" + std::to_string(k) + "].quantity") continue;
      for (std::size_t i = 0; i < request.lines.size(); ++i) {
        const auto& asked = request.lines[i];
        const auto* line = asked.line_id ? find_line(work.order, asked.line_id) : nullptr;
        if ((line ? line->variant_id : asked.variant_id) != work.more[k].variant_id) continue;
        field.field = "lines[" + std::to_string(i) + "].quantity";
        break;
      }
      break;
    }
  }
  return refused;
}

Result<ExchangeDone> as_exchange(Order order, const Order& original, const ExchangeRequest& request) {
  if (request.value < 0) return invalid_field("value", "out_of_range", "must not be negative");
  const Currency currency = order.totals.total.currency;
  const std::int64_t used = std::min(request.value, order.totals.total.amount);
  if (used > 0) {
    order.tenders.push_back({TenderKind::exchange, to_text(original.id), number_text(original.number), Money{used, currency}});
  }
  ExchangeDone done;
  done.due = order.totals.total.amount - used;
  done.left = request.value - used;
  done.order = std::move(order);
  return done;
}

}  // namespace

Result<EditDone> AfterSaleService::preview(db::Reader& reader, OrderId id, const EditRequest& request) {
  auto stored = order_store::find(reader, id);
  if (!stored) return order_not_found();
  if (request.version && *request.version != stored->order.version) {
    return Error{ErrorKind::conflict, "orders.stale", "The order was changed meanwhile."};
  }
  TRY(auto work, rework(needs_, reader, stored->order, request));
  return EditDone{std::move(work.order), work.difference, work.refund, work.due};
}

Result<EditDone> AfterSaleService::edit(db::Transaction& tx, OrderId id, const EditRequest& request) {
  const Time now = needs_.clock.now();
  const auto refund_id = needs_.ids.make<RefundId>();
  std::optional<Rework> work;
  const Decide decide = [&](Order& order) -> Result<std::string> {
    TRY(auto worked, rework(needs_, tx, order, request));
    const Currency currency = order.totals.total.currency;
    if (worked.refund > 0) {
      if (order.after.refunds.size() >= refunds_max) return wrong_state(order, "it has too many refunds.");
      worked.order.after.refunds.push_back(edit_refund(refund_id, now, {worked.refund, currency}, request.reason));
    }
    TRY_DONE(close_if_sent(worked.order, request.by, now));
    order = worked.order;
    work = std::move(worked);
    return work->text;
  };
  const bool only_address = request.lines.empty() && request.shipping_address;
  TRY(auto order, change_order(needs_, tx, id, {request.by, only_address ? "address_changed" : "edited", request.reason, request.version},
                               decide));
  if (!work->more.empty()) {
    const auto people = people_of(order);
    auto sold = needs_.stock.sell(tx, to_text(id), work->more, {order.shipping_address.country, people, work->kept});
    if (!sold.ok()) return by_asked_line(std::move(sold).error(), *work, request);
  }
  TRY_DONE(take_back_cards(needs_, tx, work->cards, request.by));
  giving_back_.goods(tx, order, work->fewer, "edited", request.by);
  std::optional<Money> amount;
  if (work->refund > 0) {
    TRY_DONE(giving_back_.money(tx, order, order.after.refunds.back(), request.by));
    amount = order.after.refunds.back().amount;
  }
  if (work->due > 0) amount = Money{work->due, order.totals.total.currency};
  events::publish(tx, id.value, OrderEdited{facts_of(order, request.reason)});
  if (request.notify) {
    needs_.mail.tell(tx, {work->due > 0 ? OrderNews::payment_due : OrderNews::edited, request.reason, amount,
                          "edit" + std::to_string(order.after.edits)}, order);
  }
  return EditDone{std::move(order), work->difference, work->refund, work->due};
}

Result<ExchangeDone> AfterSaleService::preview_exchange(db::Reader& reader, const ExchangeRequest& request) {
  const auto original = order_store::find(reader, request.original);
  if (!original) return order_not_found();
  TRY(auto order, replacement(needs_, reader, original->order, request));
  return as_exchange(std::move(order), original->order, request);
}

Result<ExchangeDone> AfterSaleService::exchange(db::Transaction& tx, const ExchangeRequest& request) {
  const auto original = order_store::find(tx, request.original);
  if (!original) return order_not_found();
  TRY(auto planned, replacement(needs_, tx, original->order, request));
  TRY(auto done, as_exchange(std::move(planned), original->order, request));
  Order& order = done.order;
  order.id = needs_.ids.make<OrderId>();
  order.access_token = crypto::random_token();
  order.history = {{order.placed_at, OrderStatus::placed, std::string(actor_text(request.by.kind)), std::nullopt}};
  const auto people = people_of(order);
  TRY_DONE(needs_.stock.sell(tx, to_text(order.id), stock_lines(order.lines), {order.shipping_address.country, people}));
  order.number = order_store::next_number(tx);
  order_store::insert(tx, order, {});
  order = as_paid(std::move(order), order.placed_at);
  CHECK(Settling(needs_).pay(tx, order));
  // Paid by what came back; what it costs more is due.
  const std::int64_t paid = order.totals.total.amount - done.due;
  const Decide note = [&](Order& stored) -> Result<std::string> {
    stored.after.paid = paid;
    return number_text(original->order.number);
  };
  TRY(order, change_order(needs_, tx, order.id, {request.by, "exchanged", request.reason, std::nullopt}, note));
  if (done.due > 0) {
    needs_.mail.tell(tx, {OrderNews::payment_due, request.reason, Money{done.due, order.totals.total.currency}, "exchange"}, order);
  }
  return done;
}

}  // namespace plaza::orders
