#include "rules.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "platform/base/check.h"

namespace plaza::returns {
namespace {

using orders::LineId;
using orders::Order;

const ReturnReason* find_reason(const Policy& policy, std::string_view code) {
  for (const auto& reason : policy.reasons) {
    if (reason.code == code) return &reason;
  }
  return nullptr;
}

const orders::OrderLine* find_line(const Order& order, LineId id) {
  for (const auto& line : order.lines) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

bool all_our_fault(const ReturnRequest& asked, const Policy& policy) {
  return std::all_of(asked.lines.begin(), asked.lines.end(), [&](const ReturnLine& line) {
    const auto* reason = find_reason(policy, line.reason);
    return reason && reason->our_fault;
  });
}

// Nothing of the order stays with the shopper when these units come back.
bool is_all_of_it(const std::vector<ReceivedLine>& lines, const Order& order) {
  for (const auto& line : order.lines) {
    std::int64_t units = line.quantity;
    for (const auto& refund : order.after.refunds) {
      for (const auto& part : refund.lines) units -= part.line_id == line.id ? part.quantity : 0;
    }
    for (const auto& back : lines) units -= back.line_id == line.id ? back.quantity : 0;
    if (units > 0) return false;
  }
  return true;
}

std::int64_t shipping_left(const Order& order) {
  std::int64_t left = order.totals.shipping ? order.totals.shipping->amount : 0;
  for (const auto& refund : order.after.refunds) left -= refund.shipping.amount;
  return std::max<std::int64_t>(0, left);
}

Error refusal(std::string code, std::string field, std::string text) {
  return {ErrorKind::conflict, code, text, {{std::move(field), code.substr(code.find('.') + 1), text}}};
}

constexpr bool return_moves[6][6] = {
    //                requested approved received settled declined cancelled
    /* requested */ {false, true, false, false, true, true},
    /* approved  */ {false, false, true, true, false, true},
    /* received  */ {false, false, false, true, false, false},
    /* settled   */ {},
    /* declined  */ {},
    /* cancelled */ {},
};
constexpr bool claim_moves[4][4] = {
    //               opened accepted resolved declined
    /* opened   */ {false, true, false, true},
    /* accepted */ {false, false, true, true},
    /* resolved */ {},
    /* declined */ {},
};

}  // namespace

bool may_move(ReturnStatus from, ReturnStatus to) {
  return return_moves[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}
bool may_move(ClaimStatus from, ClaimStatus to) {
  return claim_moves[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

std::string_view actor_text(orders::Actor actor) {
  if (actor == orders::Actor::customer) return "customer";
  return actor == orders::Actor::staff ? "staff" : "system";
}

std::optional<Time> arrived_at(const Order& order, LineId line, std::int64_t transit_days) {
  std::optional<Time> last;
  for (const auto& parcel : order.after.fulfilments) {
    const bool has_it = std::any_of(parcel.lines.begin(), parcel.lines.end(),
                                    [&](const auto& part) { return part.line_id == line; });
    if (!has_it) continue;
    const Time arrived = parcel.delivered_at ? *parcel.delivered_at : parcel.shipped_at + days(transit_days);
    if (!last || *last < arrived) last = arrived;
  }
  return last;
}

std::int64_t shipped_units(const Order& order, LineId line) {
  std::int64_t units = 0;
  for (const auto& parcel : order.after.fulfilments) {
    for (const auto& part : parcel.lines) units += part.line_id == line ? part.quantity : 0;
  }
  return units;
}

std::int64_t kept_units(const Order& order, LineId line) {
  std::int64_t units = shipped_units(order, line);
  for (const auto& refund : order.after.refunds) {
    for (const auto& part : refund.lines) units -= part.line_id == line ? part.quantity - part.unshipped : 0;
  }
  return std::max<std::int64_t>(0, units);
}

std::vector<ReturnableLine> returnable(const Order& order, const Policy& policy, const UnitsUnderWay& under_way,
                                       const std::set<std::int64_t>& final_sale, Time now) {
  std::vector<ReturnableLine> lines;
  for (const auto& line : order.lines) {
    ReturnableLine each{line.id, 0, std::nullopt, std::nullopt};
    const auto arrived = arrived_at(order, line.id, policy.transit_days);
    const auto moving = under_way.find(line.id.value);
    const std::int64_t left = kept_units(order, line.id) - (moving == under_way.end() ? 0 : moving->second);
    if (arrived) each.until = *arrived + days(policy.window_days);
    each.quantity = std::max<std::int64_t>(0, left);
    if (!arrived) each.code = "returns.not_shipped";
    else if (left <= 0) each.code = "returns.none_left";
    else if (final_sale.contains(line.product.id.value)) each.code = "returns.final_sale";
    else if (policy.window_days == 0 || *each.until < now) each.code = "returns.window_over";
    lines.push_back(std::move(each));
  }
  return lines;
}

namespace {

// Of one line of a request; `field` is its path.
Status check_line(const ReturnLine& wanted, const std::string& field, const Policy& policy, const ReturnableLine& may,
                  orders::Actor actor) {
  const bool staff = actor == orders::Actor::staff;
  if (may.code == "returns.not_shipped") return refusal(*may.code, field + ".line_id", "It has not been shipped yet.");
  if (!staff && may.code == "returns.final_sale") {
    return refusal(*may.code, field + ".line_id", "It was a final sale and does not come back.");
  }
  if (!staff && may.code == "returns.window_over") {
    return refusal(*may.code, field + ".line_id", "The time to send it back is over.");
  }
  if (wanted.quantity > may.quantity) {
    return refusal("returns.too_many_units", field + ".quantity", "Fewer units of it can come back.");
  }
  const auto* reason = find_reason(policy, wanted.reason);
  if (!reason) return invalid_field(field + ".reason", "not_allowed", "is not one of the reasons");
  if (!staff && reason->photos && wanted.photo_ids.empty()) {
    return Error{ErrorKind::invalid, "returns.photos_needed", "A picture is needed for this reason.",
                 {{field + ".photo_ids", "required", "needs a picture"}}};
  }
  return done();
}

}  // namespace

Status check(const ReturnRequest& request, const Order& order, const Policy& policy,
             const std::vector<ReturnableLine>& lines, orders::Actor actor) {
  std::set<std::int64_t> seen;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& wanted = request.lines[i];
    const std::string field = "lines[" + std::to_string(i) + "]";
    if (!find_line(order, wanted.line_id)) return invalid_field(field + ".line_id", "not_found", "is no line of this order");
    if (!seen.insert(wanted.line_id.value).second) return invalid_field(field + ".line_id", "duplicate", "is named twice");
    const auto may = std::find_if(lines.begin(), lines.end(), [&](const auto& each) { return each.line_id == wanted.line_id; });
    CHECK(may != lines.end());
    TRY_DONE(check_line(wanted, field, policy, *may, actor));
  }
  const bool exchange = request.resolution == Resolution::exchange;
  if (exchange && request.exchange_lines.empty()) {
    return invalid_field("exchange_lines", "required", "says what is to come instead");
  }
  if (!exchange && !request.exchange_lines.empty()) {
    return invalid_field("exchange_lines", "not_allowed", "belongs to an exchange");
  }
  const bool offered = actor == orders::Actor::staff || request.resolution == Resolution::original ||
                       (exchange ? policy.exchanges : policy.store_credit);
  if (!offered) return refusal("returns.not_offered", "resolution", "This shop does not offer that.");
  return done();
}

std::int64_t fee_of(const ReturnRequest& asked, const Policy& policy, std::int64_t goods) {
  if (all_our_fault(asked, policy)) return 0;
  const std::int64_t share = goods / 100 * policy.fee_percent + (goods % 100 * policy.fee_percent + 50) / 100;
  return std::min(goods, policy.fee + share);
}

orders::RefundRequest refund_of(const std::vector<ReceivedLine>& lines, const ReturnRequest& asked, const Order& order,
                                const Policy& policy, std::int64_t goods) {
  orders::RefundRequest refund;
  for (const auto& line : lines) {
    if (line.quantity > 0) refund.lines.push_back({line.line_id, line.quantity, line.restock});
  }
  const bool exchange = asked.resolution == Resolution::exchange;
  refund.kind = exchange ? orders::RefundKind::exchange : orders::RefundKind::returned;
  using To = orders::RefundRequest::To;
  refund.to = exchange ? To::exchange : asked.resolution == Resolution::store_credit ? To::store_credit : To::original;
  const bool shipping = policy.shipping_back == ShippingBack::always ||
                        (policy.shipping_back == ShippingBack::our_fault && all_our_fault(asked, policy));
  if (shipping && !exchange && is_all_of_it(lines, order)) refund.shipping = shipping_left(order);
  refund.fee = fee_of(asked, policy, goods);
  return refund;
}

ReturnMoney money_of(const orders::Refund& refund) {
  Money goods{0, refund.amount.currency};
  for (const auto& line : refund.lines) goods = goods + line.amount;
  return {goods, refund.shipping, refund.fee, refund.amount, refund.to_original, refund.to_store_credit, refund.to_exchange};
}

std::int64_t warranty_months(const std::optional<catalog::Product>& product, const Policy& policy) {
  if (product) {
    for (const auto& attribute : product->attributes) {
      if (attribute.key != "warranty" || !attribute.number) continue;
      const bool years = attribute.unit.starts_with("year") || attribute.unit == "y" || attribute.unit == "năm";
      const double months = *attribute.number * (years ? 12 : 1);
      if (months >= 0 && months <= 1'200) return std::llround(months);
    }
  }
  return policy.warranty_months;
}

Time months_after(Time start, std::int64_t months) {
  namespace chrono = std::chrono;
  const chrono::sys_time<chrono::microseconds> at(chrono::microseconds(start.micros));
  const auto day = chrono::floor<chrono::days>(at);
  auto date = chrono::year_month_day(day) + chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / chrono::last;
  return Time{(chrono::sys_days(date) + (at - day)).time_since_epoch().count()};
}

}  // namespace plaza::returns
