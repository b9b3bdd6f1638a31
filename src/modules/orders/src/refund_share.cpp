#include "refund_share.h"

#include <algorithm>

#include "platform/base/check.h"

namespace plaza::orders {
namespace {

Error conflict(const char* code, std::string text, std::vector<FieldError> fields = {}) {
  return {ErrorKind::conflict, code, std::move(text), std::move(fields)};
}

Error above_paid(std::int64_t left, Currency currency) {
  return conflict("orders.refund_above_paid",
                  "At most " + decimal_text({left, currency}) + " " + std::string(currency.code()) + " can be given back.");
}

std::int64_t sum_refunded(const Order& order, Money Refund::* part) {
  std::int64_t sum = 0;
  for (const auto& refund : order.after.refunds) sum += (refund.*part).amount;
  return sum;
}

// Units that had left come back with a return; without one, those that have not left go first.
bool of_shipped(RefundKind kind) { return kind == RefundKind::returned || kind == RefundKind::exchange; }

Result<RefundedLine> work_out_line(const Order& order, const RefundRequest::Line& wanted, RefundKind kind, std::size_t index) {
  const std::string field = "lines[" + std::to_string(index) + "]";
  const auto* line = find_line(order, wanted.line_id);
  if (!line) return Error{ErrorKind::not_found, "orders.line_not_found", "The order has no such line.", {}};
  if (wanted.quantity < 1) return invalid_field(field + ".quantity", "out_of_range", "must be at least 1");
  const auto state = state_of(order, *line);
  const std::int64_t units_left = state.quantity - state.refunded;
  const std::int64_t available = of_shipped(kind) ? state.shipped_left() : units_left;
  if (wanted.quantity > available) {
    return conflict("orders.too_many_units", "Only " + std::to_string(available) + " of it can be refunded.",
                    {{field + ".quantity", "out_of_range", "is more than there are"}});
  }
  const Currency currency = order.totals.total.currency;
  RefundedLine refunded;
  refunded.line_id = wanted.line_id;
  refunded.quantity = wanted.quantity;
  const std::int64_t money_left = std::max<std::int64_t>(0, state.charged - state.refunded_amount);
  const std::int64_t tax_left = std::max<std::int64_t>(0, state.tax - state.refunded_tax);
  refunded.amount = {next_share(money_left, units_left, wanted.quantity), currency};
  refunded.tax = {std::min(next_share(tax_left, units_left, wanted.quantity), refunded.amount.amount), currency};
  refunded.unshipped = of_shipped(kind) ? 0 : std::min(wanted.quantity, state.to_fulfil());
  refunded.restocked = wanted.restock || refunded.unshipped == wanted.quantity;
  return refunded;
}

Status check_lines(const RefundRequest& request) {
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (request.lines[i].line_id != request.lines[j].line_id) continue;
      return invalid_field("lines[" + std::to_string(i) + "].line_id", "repeated", "is named twice");
    }
  }
  return done();
}

Status share_out(Refund& refund, const RefundRequest& request, const Order& order) {
  using To = RefundRequest::To;
  const Currency currency = refund.amount.currency;
  if (request.exchange_value < 0 || request.exchange_value > refund.amount.amount) {
    return invalid_field("exchange_value", "out_of_range", "must not be more than the whole refund");
  }
  const std::int64_t exchanged = request.to == To::exchange ? refund.amount.amount : request.exchange_value;
  const std::int64_t rest = refund.amount.amount - exchanged;
  std::int64_t credit = request.to == To::store_credit ? rest : 0;
  if (request.to == To::split) {
    if (request.store_credit < 0 || request.store_credit > rest) {
      return invalid_field("store_credit", "out_of_range", "must not be more than the whole refund");
    }
    credit = request.store_credit;
  }
  if (credit > 0 && !order.account_id) {
    return conflict("orders.no_account", "Store credit needs an account; this order has none.");
  }
  refund.to_exchange = {exchanged, currency};
  refund.to_store_credit = {credit, currency};
  refund.to_original = {rest - credit, currency};
  return done();
}

}  // namespace

std::int64_t next_share(std::int64_t amount_left, std::int64_t units_left, std::int64_t units) {
  CHECK(units >= 0 && units <= units_left);
  if (units == 0) return 0;
  return units == units_left ? amount_left : scale_rounded(amount_left, units, units_left);
}

const OrderLine* find_line(const Order& order, LineId id) {
  for (const auto& line : order.lines) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

LineState state_of(const Order& order, const OrderLine& line) {
  LineState state;
  state.quantity = line.quantity;
  state.charged = line.charged.amount;
  state.tax = line.tax.amount;
  for (const auto& parcel : order.after.fulfilments) {
    for (const auto& sent : parcel.lines) {
      if (sent.line_id != line.id) continue;
      state.fulfilled += sent.quantity;
      if (parcel.delivered_at) state.delivered += sent.quantity;
    }
  }
  for (const auto& refund : order.after.refunds) {
    for (const auto& back : refund.lines) {
      if (back.line_id != line.id) continue;
      state.refunded += back.quantity;
      state.unshipped += back.unshipped;
      state.refunded_amount += back.amount.amount;
      state.refunded_tax += back.tax.amount;
    }
  }
  return state;
}

std::int64_t shipping_charged(const Order& order) {
  std::int64_t left = order.totals.total.amount;
  for (const auto& line : order.lines) left -= line.charged.amount;
  return left;
}

std::int64_t credit_used(const Order& order) {
  std::int64_t sum = 0;
  for (const auto& tender : order.tenders) sum += tender.amount.amount;
  return sum;
}

OrderAmounts amounts_of(const Order& order) {
  const Currency currency = order.totals.total.currency;
  OrderAmounts amounts;
  const bool was_paid = order.paid_at.micros != 0;
  amounts.paid = {order.after.paid ? *order.after.paid : was_paid ? order.totals.total.amount : 0, currency};
  amounts.credit_used = {credit_used(order), currency};
  amounts.refunded = {sum_refunded(order, &Refund::amount), currency};
  std::int64_t due = order.totals.total.amount - amounts.paid.amount;
  for (const auto& refund : order.after.refunds) {
    if (refund.kind == RefundKind::edit) due += refund.amount.amount;
  }
  const bool open = order.status == OrderStatus::paid || order.status == OrderStatus::fulfilled || order.status == OrderStatus::delivered;
  if (order.status == OrderStatus::placed) due = order.totals.total.amount - amounts.credit_used.amount;
  if (!open && order.status != OrderStatus::placed) due = 0;
  amounts.due = {std::max<std::int64_t>(0, due), currency};
  return amounts;
}

std::int64_t refundable(const Order& order) {
  const auto amounts = amounts_of(order);
  return std::max<std::int64_t>(0, amounts.paid.amount - amounts.refunded.amount);
}

FulfilmentStatus fulfilment_status_of(const Order& order) {
  using enum OrderStatus;
  if (order.status == fulfilled || order.status == delivered) return FulfilmentStatus::fulfilled;
  if (order.after.fulfilments.empty()) return FulfilmentStatus::unfulfilled;
  const bool rest = std::any_of(order.lines.begin(), order.lines.end(),
                                [&](const auto& line) { return state_of(order, line).to_fulfil() > 0; });
  return rest ? FulfilmentStatus::partial : FulfilmentStatus::fulfilled;
}

Result<Refund> work_out_refund(const Order& order, const RefundRequest& request) {
  const Currency currency = order.totals.total.currency;
  const auto amounts = amounts_of(order);
  if (amounts.due.amount > 0) return conflict("orders.payment_due", "The order is not paid in full: settle that first.");
  if (order.after.refunds.size() >= refunds_max) return conflict("orders.too_many_refunds", "The order has too many refunds.");
  TRY_DONE(check_lines(request));
  for (const auto& [name, amount] : {std::pair{"shipping", request.shipping}, {"extra", request.extra}, {"fee", request.fee}}) {
    if (amount < 0 || amount > pricing::unit_price_max) return invalid_field(name, "out_of_range", "must be an amount, not negative");
  }
  Refund refund;
  refund.kind = request.kind;
  refund.reason = request.reason;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    TRY(auto line, work_out_line(order, request.lines[i], request.kind, i));
    sum += line.amount.amount;
    refund.lines.push_back(std::move(line));
  }
  if (request.shipping > shipping_charged(order) - sum_refunded(order, &Refund::shipping)) {
    return above_paid(std::max<std::int64_t>(0, shipping_charged(order) - sum_refunded(order, &Refund::shipping)), currency);
  }
  sum += request.shipping + request.extra;
  const std::int64_t fee = std::min(request.fee, sum);
  refund.shipping = {request.shipping, currency};
  refund.extra = {request.extra, currency};
  refund.fee = {fee, currency};
  refund.amount = {sum - fee, currency};
  if (refund.amount.amount > refundable(order)) return above_paid(refundable(order), currency);
  if (refund.lines.empty() && refund.amount.amount == 0) return invalid_field("lines", "required", "names nothing to give back");
  TRY_DONE(share_out(refund, request, order));
  return refund;
}

Refund refund_of_rest(const Order& order, RefundKind kind, std::string_view reason) {
  const Currency currency = order.totals.total.currency;
  Refund refund;
  refund.kind = kind;
  refund.reason = reason;
  std::int64_t sum = 0;
  for (const auto& line : order.lines) {
    const auto state = state_of(order, line);
    const std::int64_t left = state.quantity - state.refunded;
    if (left == 0) continue;
    RefundedLine back;
    back.line_id = line.id;
    back.quantity = left;
    back.amount = {std::max<std::int64_t>(0, state.charged - state.refunded_amount), currency};
    back.tax = {std::clamp<std::int64_t>(state.tax - state.refunded_tax, 0, back.amount.amount), currency};
    back.unshipped = state.to_fulfil();
    back.restocked = back.unshipped == left;
    sum += back.amount.amount;
    refund.lines.push_back(back);
  }
  refund.shipping = {std::max<std::int64_t>(0, shipping_charged(order) - sum_refunded(order, &Refund::shipping)), currency};
  sum += refund.shipping.amount;
  // What was given besides (goodwill), or never paid, is not given again; what was kept back (fees) is given now.
  const std::int64_t amount = refundable(order);
  refund.extra = {std::max<std::int64_t>(0, amount - sum), currency};
  refund.fee = {std::max<std::int64_t>(0, sum - amount), currency};
  refund.amount = refund.to_original = {amount, currency};
  refund.to_store_credit = refund.to_exchange = {0, currency};
  return refund;
}

bool is_all_refunded(const Order& order) {
  const bool all_units = std::all_of(order.lines.begin(), order.lines.end(), [&](const auto& line) {
    return state_of(order, line).refunded == line.quantity;
  });
  if (!all_units) return false;
  // A fee may have been kept of goods that came back; of goods that never left nothing remains to be done.
  return refundable(order) == 0 || order.after.fulfilments.empty();
}

std::vector<inventory::StockLine> restocked_units(const Order& order, const Refund& refund) {
  std::vector<inventory::StockLine> units;
  for (const auto& back : refund.lines) {
    const auto* line = find_line(order, back.line_id);
    CHECK(line);
    const std::int64_t count = back.restocked ? back.quantity : back.unshipped;
    if (count > 0) units.push_back({line->variant_id, count});
  }
  return units;
}

std::vector<inventory::StockLine> lost_units(const Order& order, const Refund& refund) {
  std::vector<inventory::StockLine> units;
  for (const auto& back : refund.lines) {
    const std::int64_t count = back.restocked ? 0 : back.quantity - back.unshipped;
    if (count > 0) units.push_back({find_line(order, back.line_id)->variant_id, count});
  }
  return units;
}

}  // namespace plaza::orders
