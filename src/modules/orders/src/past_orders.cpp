#include "past_orders.h"

#include <set>

#include "order_store.h"
#include "platform/crypto/crypto.h"
#include "refund_share.h"
#include "statements.h"

namespace plaza::orders {
namespace {

constexpr std::int64_t number_max = 1'000'000'000;  // one beyond would use this shop's numbers up
constexpr std::size_t name_max = 200;

constexpr std::int64_t amount_max = 1'000'000'000'000'000;

class Checker {
 public:
  explicit Checker(const Order& order) : order_(order), currency_(order.totals.total.currency) {}

  void wrong(const std::string& field, const char* code, const char* message) {
    error_.fields.push_back({field, code, message});
  }
  // What is counted on elsewhere: one currency, nothing below zero, nothing absurd.
  void money(const char* field, Money amount) {
    if (amount.currency != currency_) wrong(field, "not_allowed", "must be in the order's currency");
    if (amount.amount < 0 || amount.amount > amount_max) wrong(field, "out_of_range", "must be 0 or more, and not absurd");
  }
  void lines();
  void totals();
  void refunds();
  void parcels();
  void shares();
  Status status() && { return error_.fields.empty() ? done() : Status(std::move(error_)); }
  bool good() const { return error_.fields.empty(); }

 private:
  const Order& order_;
  const Currency currency_;
  Error error_{ErrorKind::invalid, "request.invalid", "The order cannot be kept as it is.", {}};
};

void Checker::lines() {
  if (order_.lines.empty()) wrong("lines", "required", "must have a line");
  std::set<LineId> ids;
  for (const auto& line : order_.lines) {
    if (!ids.insert(line.id).second) wrong("lines", "repeated", "has a line twice");
    if (line.quantity < 1 || line.quantity > 1'000'000) wrong("quantity", "out_of_range", "must be 1 or more, and not absurd");
    for (const auto amount : {line.unit_price, line.total, line.tax, line.discount, line.charged}) money("lines", amount);
  }
}

void Checker::totals() {
  const auto& totals = order_.totals;
  for (const auto amount : {totals.subtotal, totals.discount, totals.tax, totals.total}) money("totals", amount);
  if (totals.shipping) money("totals", *totals.shipping);
  for (const auto& reason : totals.reasons) {
    money("totals", {std::abs(std::clamp(reason.amount.amount, -amount_max - 1, amount_max + 1)), reason.amount.currency});
  }
  for (const auto& discount : order_.discounts) money("discounts", discount.amount);
  for (const auto& tender : order_.tenders) money("tenders", tender.amount);
  if (good() && shipping_charged(order_) < 0) wrong("totals", "out_of_range", "must not be less than the lines");
  if (good() && credit_used(order_) > totals.total.amount) wrong("tenders", "out_of_range", "must not be more than the total");
}

void Checker::refunds() {
  std::int64_t sum = 0;
  for (const auto& refund : order_.after.refunds) {
    for (const auto amount : {refund.shipping, refund.extra, refund.fee, refund.amount, refund.to_original,
                              refund.to_store_credit, refund.to_exchange})
      money("refunds", amount);
    for (const auto& line : refund.lines) {
      money("refunds", line.amount);
      money("refunds", line.tax);
      if (!find_line(order_, line.line_id)) wrong("refunds", "not_found", "must name lines of the order");
      if (line.quantity < 0 || line.unshipped < 0 || line.unshipped > line.quantity || line.quantity > 1'000'000)
        wrong("refunds", "out_of_range", "must name units that can be");
    }
    sum += good() ? refund.amount.amount : 0;
  }
  const std::int64_t paid = order_.after.paid.value_or(order_.totals.total.amount);
  if (paid < 0 || paid > amount_max) wrong("paid", "out_of_range", "must be 0 or more, and not absurd");
  if (sum > paid) wrong("refunds", "out_of_range", "must not be more than what was paid");
}

void Checker::parcels() {
  for (const auto& parcel : order_.after.fulfilments) {
    for (const auto& line : parcel.lines)
      if (!find_line(order_, line.line_id)) wrong("fulfilments", "not_found", "must name lines of the order");
  }
}

void Checker::shares() {
  for (const auto& line : order_.lines) {
    const auto state = state_of(order_, line);
    if (state.to_fulfil() < 0) wrong("fulfilments", "out_of_range", "must not be more than was ordered");
    if (state.refunded > state.quantity) wrong("refunds", "out_of_range", "must not be more units than were ordered");
    if (state.refunded_amount > state.charged) wrong("refunds", "out_of_range", "must not be more than the line cost");
  }
}

Status check(const Order& order, const Origin& origin) {
  Checker checker(order);
  if (origin.name.empty() || origin.name.size() > name_max) checker.wrong("name", "required", "must be there, and not too long");
  if (origin.source.empty() || origin.source.size() > name_max)
    checker.wrong("source", "required", "must be there, and not too long");
  if (order.placed_at.micros <= 0) checker.wrong("placed_at", "required", "must be there");
  if (order.email.size() > name_max) checker.wrong("email", "too_long", "is too long");
  checker.lines();
  checker.totals();
  checker.refunds();
  checker.parcels();
  if (checker.good()) checker.shares();
  TRY_DONE(std::move(checker).status());
  return order_store::check_kept(order);
}

}  // namespace

std::optional<OrderId> PastOrderService::find(db::Reader& reader, std::string_view source, std::string_view name) {
  return reader.one(statements::find_past, {source, name}, [](const db::Row& row) { return row.id<OrderId>(0); });
}

std::optional<Origin> PastOrderService::origin(db::Reader& reader, OrderId id) {
  return reader.one(statements::origin_of, {id}, [](const db::Row& row) {
    return Origin{row.string(0), row.string(1), row.string(2)};
  });
}

bool is_past(db::Reader& reader, OrderId id) {
  return reader.one(statements::origin_of, {id}, [](const db::Row&) { return true; }).value_or(false);
}

// Ids begin with a time: that of the order, then whatever is free.
OrderId PastOrderService::free_id(db::Reader& reader, const Order& order) const {
  if (order.id && order.id.value > 0 && !order_store::find(reader, order.id)) return order.id;
  constexpr std::int64_t in_millisecond = std::int64_t{1} << 22;
  const std::int64_t now = needs_.ids.next();
  const Micros age = time_of_id(now) - order.placed_at;
  const std::int64_t then = std::max<std::int64_t>(now - age / milliseconds(1) * in_millisecond, in_millisecond);
  for (std::int64_t id = then / in_millisecond * in_millisecond + random_id() % in_millisecond;; ++id) {
    if (!order_store::find(reader, OrderId{id})) return OrderId{id};
  }
}

Result<Order> PastOrderService::add(db::Transaction& tx, Order order, const Origin& origin, const By& by) {
  if (order.status == OrderStatus::placed || order.status == OrderStatus::dropped) {
    return Error{ErrorKind::invalid, "orders.past_status", "What was never paid or cancelled is no order yet."};
  }
  TRY_DONE(check(order, origin));
  if (find(tx, origin.source, origin.name)) {
    return Error{ErrorKind::conflict, "orders.past_exists", "The order is there already."};
  }
  order.id = free_id(tx, order);
  const bool named = order.number > 0 && order.number <= number_max;
  if (named) tx.execute(statements::raise_number, {order.number});  // also keeps others from taking it
  if (!named || !order_store::list(tx, {.q = number_text(order.number), .limit = 1}).empty()) {
    order.number = order_store::next_number(tx);
  }
  order.access_token = crypto::random_token();
  order.cart_id = {};
  order.version = 1;
  order_store::insert_past(tx, order, origin.name);
  tx.send(statements::insert_origin, {order.id, origin.source, origin.name, origin.extra, needs_.clock.now()});
  AuditEntry entry;
  entry.at = needs_.clock.now();
  entry.action = "imported";
  entry.text = origin.name + ", " + origin.source;
  order_store::note(tx, needs_.ids.next(), order.id, by, entry);
  return order;
}

}  // namespace plaza::orders
