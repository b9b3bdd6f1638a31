// The end of a return: what its goods are worth goes back, or pays for what comes instead.
#include <algorithm>

#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "return_service.h"
#include "returns/events.h"
#include "store.h"

namespace plaza::returns {
namespace {

const orders::OrderLine* line_of(const orders::Order& order, orders::LineId id) {
  for (const auto& line : order.lines) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

SettledLine shown(const orders::OrderLine& line, std::int64_t quantity, Money amount) {
  return {line.id, line.variant_id, line.product.title, line.variant_title, quantity, amount};
}

bool gives_something(const orders::RefundRequest& wanted) {
  return !wanted.lines.empty() || wanted.extra > 0 || wanted.shipping > 0;
}

}  // namespace

Result<orders::RefundRequest> ReturnService::wanted_of(db::Reader& reader, Return& each, const orders::Order& order,
                                                       const Settlement& settlement) {
  if (each.status == ReturnStatus::approved && !settlement.without_goods) return wrong_status(each, ReturnStatus::settled);
  if (settlement.resolution) each.resolution = *settlement.resolution;
  if (each.resolution == Resolution::exchange && each.exchange_lines.empty()) {
    return invalid_field("resolution", "not_allowed", "needs goods that are to come instead");
  }
  auto units = each.status == ReturnStatus::received ? each.received : as_asked(each.lines);
  if (settlement.without_goods) {
    for (auto& unit : units) unit.restock = false;
  }
  const ReturnRequest asked{each.lines, each.resolution, each.exchange_lines};
  TRY(const auto standard, worth(reader, order, asked, units));
  auto wanted = refund_of(units, asked, order, store::read_policy(reader), standard.goods.amount);
  if (settlement.fee) wanted.fee = *settlement.fee;
  if (settlement.shipping) wanted.shipping = *settlement.shipping;
  wanted.extra = settlement.extra;
  wanted.reason = settlement.reason;
  return wanted;
}

// `wanted` learns how much of its value the exchange takes.
Result<orders::ExchangeRequest> ReturnService::exchange_of(db::Reader& reader, const Return& each, orders::RefundRequest& wanted,
                                                           std::int64_t value) {
  orders::ExchangeRequest instead;
  instead.original = each.order_id;
  for (const auto& line : each.exchange_lines) instead.lines.push_back({line.variant_id, line.quantity});
  instead.value = value;
  instead.reason = "Exchange for " + to_text(each.id);
  instead.by = wanted.by;
  TRY(const auto looked, needs_.after_sale.preview_exchange(reader, instead));
  instead.value = value - looked.left;
  wanted.exchange_value = instead.value;
  wanted.to = orders::RefundRequest::To::original;  // what the exchange does not need
  return instead;
}

Result<SettlementPreview> ReturnService::preview(db::Reader& reader, ReturnId id, const Settlement& settlement) {
  auto each = store::find(reader, id);
  if (!each) return Error{ErrorKind::not_found, "returns.not_found", "There is no such return."};
  if (!may_move(each->status, ReturnStatus::settled)) return wrong_status(*each, ReturnStatus::settled);
  const auto order = needs_.orders.find(reader, each->order_id);
  CHECK(order);
  TRY(auto wanted, wanted_of(reader, *each, *order, settlement));
  const Money none{0, order->totals.total.currency};
  SettlementPreview preview;
  preview.extra = {wanted.extra, none.currency};
  preview.money = {none, none, none, none, none, none, none};
  if (!gives_something(wanted)) return preview;
  TRY(auto worth_of_it, needs_.after_sale.estimate(reader, order->id, wanted));
  if (wanted.to == orders::RefundRequest::To::exchange) {
    const Money value = worth_of_it.refund.amount;
    TRY(const auto instead, exchange_of(reader, *each, wanted, value.amount));
    TRY(const auto planned, needs_.after_sale.preview_exchange(reader, instead));
    ExchangePreview exchange{value, planned.order.totals.total, {planned.due, none.currency}, {value.amount - instead.value, none.currency}, {}};
    for (const auto& line : planned.order.lines) exchange.lines.push_back(shown(line, line.quantity, line.charged));
    preview.exchange = std::move(exchange);
    TRY(worth_of_it, needs_.after_sale.estimate(reader, order->id, wanted));
  }
  for (const auto& back : worth_of_it.refund.lines) {
    if (const auto* line = line_of(*order, back.line_id)) preview.lines.push_back(shown(*line, back.quantity, back.amount));
  }
  preview.money = money_of(worth_of_it.refund);
  return preview;
}

bool ReturnService::is_owed(db::Reader& reader, const Return& each, const orders::Order& order, const orders::By& by) {
  if (each.status != ReturnStatus::received) return false;
  const auto step = [&](ReturnStatus status) {
    return std::find_if(each.history.begin(), each.history.end(), [&](const ReturnEntry& entry) { return entry.status == status; });
  };
  const auto opened = step(ReturnStatus::requested), arrived = step(ReturnStatus::received);
  if (opened == each.history.end() || opened->actor != "staff") return true;
  const bool alone = arrived != each.history.end() && opened->account_id == by.id && arrived->account_id == by.id;
  if (alone) return false;
  const Policy policy = store::read_policy(reader);
  const auto final_sale = final_sales(reader, order, policy);
  const auto may = returnable(order, policy, {}, final_sale, each.requested_at);
  return std::all_of(each.lines.begin(), each.lines.end(), [&](const ReturnLine& line) {
    const auto found = std::find_if(may.begin(), may.end(), [&](const ReturnableLine& other) { return other.line_id == line.line_id; });
    return found != may.end() && !found->code;
  });
}

Result<Money> ReturnService::gift_of(db::Reader& reader, ReturnId id, const Settlement& settlement, const orders::By& by) {
  auto each = store::find(reader, id);
  if (!each) return Error{ErrorKind::not_found, "returns.not_found", "There is no such return."};
  if (!may_move(each->status, ReturnStatus::settled)) return wrong_status(*each, ReturnStatus::settled);
  const auto order = needs_.orders.find(reader, each->order_id);
  CHECK(order);
  const auto amount_of = [&](const Settlement& asked) -> Result<std::int64_t> {
    TRY(const auto wanted, wanted_of(reader, *each, *order, asked));
    if (!gives_something(wanted)) return 0;
    TRY(const auto would, needs_.after_sale.estimate(reader, order->id, wanted));
    return would.refund.amount.amount;
  };
  TRY(const auto given, amount_of(settlement));
  std::int64_t owed = 0;
  if (is_owed(reader, *each, *order, by)) {
    Settlement standard;
    standard.resolution = settlement.resolution;
    TRY(owed, amount_of(standard));
  }
  return Money{std::max<std::int64_t>(0, given - owed), order->totals.total.currency};
}

Result<Return> ReturnService::settle(db::Transaction& tx, ReturnId id, const Settlement& settlement, const orders::By& by,
                                     std::optional<std::int64_t> version) {
  TRY(auto found, moving(tx, id, ReturnStatus::settled, version));
  Return& each = found.each;
  TRY(auto wanted, wanted_of(tx, each, found.order, settlement));
  wanted.by = by;
  // The units are free before the order counts them as refunded: they are never in both.
  release_units(tx, each);
  if (gives_something(wanted)) {
    std::optional<orders::ExchangeRequest> instead;
    if (wanted.to == orders::RefundRequest::To::exchange) {
      TRY(const auto worth_of_it, needs_.after_sale.estimate(tx, found.order.id, wanted));
      TRY(instead, exchange_of(tx, each, wanted, worth_of_it.refund.amount.amount));
    }
    // What came back first: one person may have as many as before.
    TRY(const auto refunded, needs_.after_sale.refund(tx, found.order.id, wanted));
    each.money = money_of(refunded.refund);
    each.refund_id = refunded.refund.id;
    if (instead) {
      TRY(const auto made, needs_.after_sale.exchange(tx, *instead));
      each.exchange_order_id = made.order.id;
      each.exchange_due = Money{made.due, found.order.totals.total.currency};
    }
  }
  events::publish(tx, each.order_id.value, ReturnSettled{facts_of(each, found.order)});
  return moved(tx, std::move(found), ReturnStatus::settled, by, settlement.reason);
}

}  // namespace plaza::returns
