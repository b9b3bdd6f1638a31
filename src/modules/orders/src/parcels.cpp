#include "parcels.h"

#include <algorithm>

#include "order_change.h"
#include "refund_share.h"
#include "rules.h"

namespace plaza::orders {
namespace {

Result<std::vector<FulfilmentLine>> chosen_lines(const Order& order, const FulfilmentRequest& request) {
  std::vector<FulfilmentLine> chosen;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& wanted = request.lines[i];
    const std::string field = "lines[" + std::to_string(i) + "]";
    const auto* line = find_line(order, wanted.line_id);
    if (!line) return Error{ErrorKind::not_found, "orders.line_not_found", "The order has no such line."};
    if (wanted.quantity < 1) return invalid_field(field + ".quantity", "out_of_range", "must be at least 1");
    const bool repeated = std::any_of(chosen.begin(), chosen.end(), [&](const auto& other) { return other.line_id == wanted.line_id; });
    if (repeated) return invalid_field(field + ".line_id", "repeated", "is named twice");
    const std::int64_t left = state_of(order, *line).to_fulfil();
    if (wanted.quantity > left) {
      return Error{ErrorKind::conflict, "orders.too_many_units", "Only " + std::to_string(left) + " of it are still to be sent.",
                   {{field + ".quantity", "out_of_range", "is more than there are"}}};
    }
    chosen.push_back(wanted);
  }
  return chosen;
}

std::vector<FulfilmentLine> lines_left(const Order& order) {
  std::vector<FulfilmentLine> left;
  for (const auto& line : order.lines) {
    const std::int64_t units = state_of(order, line).to_fulfil();
    if (units > 0) left.push_back({line.id, units});
  }
  return left;
}

}  // namespace

Result<Fulfilment> pack_parcel(const Order& order, const FulfilmentRequest& request) {
  if (!may_move(order.status, OrderStatus::fulfilled)) return wrong_status(order, OrderStatus::fulfilled);
  if (amounts_of(order).due.amount > 0) {
    return Error{ErrorKind::conflict, "orders.payment_due", "The order is not paid in full: something was added to it."};
  }
  if (order.after.fulfilments.size() >= fulfilments_max) return wrong_state(order, "it has too many parcels.");
  Fulfilment parcel;
  TRY(parcel.lines, chosen_lines(order, request));
  if (parcel.lines.empty()) parcel.lines = lines_left(order);
  if (parcel.lines.empty()) return wrong_state(order, "nothing of it is left to be sent.");
  if (!request.carrier.empty()) parcel.carrier = request.carrier;
  if (!request.tracking.empty()) parcel.tracking = request.tracking;
  return parcel;
}

bool all_delivered(const Order& order) {
  return std::all_of(order.after.fulfilments.begin(), order.after.fulfilments.end(),
                     [](const auto& parcel) { return parcel.delivered_at.has_value(); });
}

std::string text_of(const Order& order, const Fulfilment& parcel) {
  std::string text;
  for (const auto& sent : parcel.lines) {
    const auto* line = find_line(order, sent.line_id);
    text += (text.empty() ? "" : ", ") + std::to_string(sent.quantity) + " × " + (line ? line->product.title : "");
  }
  if (parcel.carrier || parcel.tracking) text += ";";
  if (parcel.carrier) text += " " + *parcel.carrier;
  if (parcel.tracking) text += " " + *parcel.tracking;
  return text;
}

Status close_if_sent(Order& order, const By& by, Time now) {
  if (order.status != OrderStatus::paid || order.after.fulfilments.empty()) return done();
  if (fulfilment_status_of(order) != FulfilmentStatus::fulfilled) return done();
  return move_to(order, OrderStatus::fulfilled, by, order.tracking, now);
}

Status may_refund(const Order& order) {
  if (may_move(order.status, OrderStatus::refunded)) return done();
  return wrong_status(order, OrderStatus::refunded);
}

ShipmentFacts shipped_facts(const Order& order, const Fulfilment& parcel) {
  ShipmentFacts facts;
  facts.order_id = order.id;
  facts.number = number_text(order.number);
  facts.fulfilment_id = parcel.id;
  facts.lines = parcel.lines;
  facts.complete = order.status == OrderStatus::fulfilled;
  return facts;
}

RefundFacts refund_facts(const Order& order, const Refund& refund) {
  RefundFacts facts;
  facts.order_id = order.id;
  facts.number = number_text(order.number);
  if (order.account_id) facts.account_id = order.account_id;
  facts.visitor = order.visitor;
  facts.refund_id = refund.id;
  facts.kind = refund.kind;
  facts.lines = refund.lines;
  facts.amount = refund.amount;
  facts.reason = refund.reason;
  return facts;
}

}  // namespace plaza::orders
