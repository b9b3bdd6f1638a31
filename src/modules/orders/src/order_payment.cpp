#include "order_payment.h"

#include <algorithm>

#include "order_change.h"
#include "order_store.h"
#include "platform/events/outbox.h"
#include "refund_share.h"
#include "rules.h"

namespace plaza::orders {
namespace {

using payments::Outcome;
using payments::PaymentStatus;

Error given_up() {
  return {ErrorKind::payment, "payment.declined", "The payment did not succeed; the cart is as it was."};
}

Error in_flight() {
  return {ErrorKind::conflict, "orders.payment_in_flight", "A payment for this order is being asked for right now."};
}

std::string words(Money amount) { return decimal_text(amount) + " " + std::string(amount.currency.code()); }

bool is_open(OrderStatus status) {
  return status == OrderStatus::paid || status == OrderStatus::fulfilled || status == OrderStatus::delivered;
}

bool counts(const Order& order, payments::PaymentId id) {
  return std::any_of(order.after.received.begin(), order.after.received.end(),
                     [&](const auto& known) { return known.payment_id == id; });
}

}  // namespace

Result<Placed> OrderPayments::waiting(db::Reader& reader, const Shopper& shopper, OrderId id) {
  auto stored = order_store::find(reader, id);
  if (!stored) return order_not_found();
  Order& order = stored->order;
  const bool was_dropped = order.status == OrderStatus::dropped;
  if (was_dropped) order.status = OrderStatus::placed;  // whoever may open it may know that it came to nothing
  if (!may_open(order, shopper)) return order_not_found();
  if (was_dropped) return given_up();
  std::optional<payments::Payment> payment;
  if (order.after.pending) {
    payment = needs_.payments.find(reader, *order.after.pending);
  } else if (auto known = needs_.payments.of(reader, id.value); !known.empty()) {
    payment = std::move(known.front());
  }
  return Placed{std::move(order), std::move(payment)};
}

Task<Result<Placed>> OrderPayments::confirm(Shopper shopper, OrderId id) {
  auto look = [&](db::Reader& reader) { return waiting(reader, shopper, id); };
  auto found = co_await needs_.database.read(look);
  if (!found.ok()) co_return std::move(found).error();
  const bool open = found->order.status == OrderStatus::placed || found->order.after.pending;
  if (!open || !found->payment) co_return std::move(found);
  auto outcome = co_await needs_.payments.confirm(found->payment->id);
  auto settled = co_await settle(std::move(*found), std::move(outcome));
  co_return settled;
}

Task<Result<Placed>> OrderPayments::give_up(Shopper shopper, OrderId id) {
  auto look = [&](db::Reader& reader) { return waiting(reader, shopper, id); };
  auto found = co_await needs_.database.read(look);
  const bool waits = found.ok() && found->payment && (found->order.status == OrderStatus::placed || found->order.after.pending);
  if (waits && found->payment->status == PaymentStatus::processing) co_return in_flight();
  if (waits) {
    auto outcome = co_await needs_.payments.give_up(found->payment->id);
    auto settled = co_await settle(std::move(*found), std::move(outcome));
    if (settled.ok() || settled.error().kind != ErrorKind::payment) co_return settled;
  } else if (found.ok() || found.error().kind != ErrorKind::payment) {
    co_return found;
  }
  // As it is now that nobody will pay.
  auto after = [&](db::Reader& reader) -> Result<Placed> {
    auto stored = order_store::find(reader, id);
    CHECK(stored);
    return Placed{std::move(stored->order), std::nullopt};
  };
  auto placed = co_await needs_.database.read(after);
  co_return placed;
}

// What the provider said of a payment that waited for the browser.
Task<Result<Placed>> OrderPayments::settle(Placed placed, Outcome outcome) {
  if (outcome.kind == Outcome::Kind::unknown) {
    if (outcome.error.code == "payment.amount_mismatch") {
      auto park = [&](db::Transaction& tx) -> Status {
        needs_.payments.record(tx, placed.payment->id, outcome);
        return done();
      };
      [[maybe_unused]] auto parked = co_await needs_.database.write(park);
    }
    co_return std::move(outcome.error);
  }
  if (placed.order.after.pending) {
    auto paid = co_await settle_due(std::move(placed), std::move(outcome));
    co_return paid;
  }
  take_outcome(placed, outcome, needs_.clock.now());
  if (outcome.kind == Outcome::Kind::action_required) co_return std::move(placed);
  AnswerKeeper none;
  auto second = [&](db::Transaction& tx) { return checkout_.settle(tx, placed, outcome, none); };
  auto settled = co_await needs_.database.write(second);
  if (!settled.ok()) co_return std::move(settled).error();
  if (settled->refusal) co_return std::move(*settled->refusal);
  co_return std::move(settled->placed);
}

Task<Result<Placed>> OrderPayments::pay_due(Shopper shopper, OrderId id, ChosenPayment chosen) {
  if (!needs_.payments.has_provider(chosen.provider)) {
    co_return invalid_field("provider", "not_allowed", "is not one of the ways to pay");
  }
  if (chosen.token.empty() && !needs_.payments.has_form(chosen.provider)) co_return invalid_field("token", "required", "is required");
  const By buyer{Actor::customer, shopper.account_id, {}};
  std::optional<payments::Payment> payment;
  auto begin = [&](db::Transaction& tx) -> Result<Order> {
    const auto stored = order_store::find(tx, id);
    if (!stored || !may_open(stored->order, shopper)) return order_not_found();
    if (stored->order.after.pending) return in_flight();
    const Money due = amounts_of(stored->order).due;
    if (due.amount == 0 || !is_open(stored->order.status)) {
      return Error{ErrorKind::conflict, "orders.nothing_due", "Nothing is to be paid for this order."};
    }
    payment = needs_.payments.begin(tx, id.value, chosen.provider, due, payments::Purpose::edit);
    const Decide decide = [&](Order& order) -> Result<std::string> {
      order.after.paid = amounts_of(order).paid.amount;
      order.after.pending = payment->id;
      return words(due);
    };
    return change_order(needs_, tx, id, {buyer, "payment_started", {}, stored->order.version}, decide);
  };
  auto begun = co_await needs_.database.write(begin);
  if (!begun.ok()) co_return std::move(begun).error();
  Placed placed{std::move(*begun), std::move(payment)};
  auto outcome = co_await needs_.payments.pay(*placed.payment, chosen.token);
  auto paid = co_await settle_due(std::move(placed), std::move(outcome));
  co_return paid;
}

Task<Result<Placed>> OrderPayments::settle_due(Placed placed, Outcome outcome) {
  auto second = [&](db::Transaction& tx) -> Result<Placed> {
    const bool recorded = needs_.payments.record(tx, placed.payment->id, outcome);
    const auto known = needs_.payments.find(tx, placed.payment->id);
    CHECK(known);
    const bool took = known->status == PaymentStatus::captured;
    const bool ended = took || known->status == PaymentStatus::declined || known->status == PaymentStatus::failed;
    if (outcome.kind == Outcome::Kind::authorised && recorded) {
      TRY_DONE(needs_.payments.capture(tx, known->id, known->amount));
    }
    if (ended) TRY_DONE(received(tx, *known, took));
    auto stored = order_store::find(tx, placed.order.id);
    CHECK(stored);
    return Placed{std::move(stored->order), *known};
  };
  auto settled = co_await needs_.database.write(second);
  if (!settled.ok()) co_return std::move(settled).error();
  const bool refused = outcome.kind == Outcome::Kind::declined || outcome.kind == Outcome::Kind::unknown;
  if (refused && settled->payment->status != PaymentStatus::captured) co_return std::move(outcome.error);
  if (outcome.kind == Outcome::Kind::action_required) settled->payment->action = outcome.action;
  co_return std::move(settled);
}

Status OrderPayments::received(db::Transaction& tx, const payments::Payment& payment, bool captured) {
  const OrderId id{payment.subject};
  const auto stored = order_store::find(tx, id);
  if (!stored || counts(stored->order, payment.id)) return done();
  const auto expects = [&](const Order& order) { return order.after.pending == payment.id; };
  // All of it: of a payment that was settled by hand another amount may have been taken, and that goes back.
  const bool whole = captured && payment.captured == payment.amount.amount;
  const auto wants = [&](const Order& order) {
    return whole && is_open(order.status) && (expects(order) || amounts_of(order).due.amount >= payment.amount.amount);
  };
  bool taken = false;
  if (wants(stored->order) || expects(stored->order)) {
    const Decide decide = [&](Order& order) -> Result<std::string> {
      taken = wants(order);
      if (expects(order)) order.after.pending.reset();
      if (!taken) return std::string();
      order.after.paid = amounts_of(order).paid.amount + payment.amount.amount;
      order.after.received.push_back({payment.id, payment.amount.amount});
      return words(payment.amount);
    };
    TRY(const auto order, change_order(needs_, tx, id, {Actor::customer, captured ? "charged" : "payment_failed", {}, std::nullopt}, decide));
    if (taken) {
      events::publish(tx, id.value, OrderCharged{facts_of(order)});
      needs_.mail.tell(tx, {OrderNews::charged, {}, payment.amount, to_text(payment.id)}, order);
    }
  }
  if (captured && !taken) needs_.payments.refund(tx, payment.id);  // cancelled, or paid otherwise meanwhile
  return done();
}

Status OrderPayments::refunded_there(db::Transaction& tx, const payments::PaymentRefunded& news) {
  const OrderId id{news.subject};
  const RefundId number{news.refund_id.value};
  const auto stored = order_store::find(tx, id);
  if (!stored || stored->order.paid_at.micros == 0) return done();
  const Decide decide = [&](Order& order) -> Result<std::string> {
    const bool known = std::any_of(order.after.refunds.begin(), order.after.refunds.end(),
                                   [&](const auto& each) { return each.id == number; });
    const Currency currency = news.amount.currency;
    // What the order has given back by itself already (a refund that the provider refused for this one, say) counts once.
    const Money counted{std::min(refundable(order), news.amount.amount), currency};
    if (known || counted.amount == 0 || order.after.refunds.size() >= refunds_max) return words(news.amount);
    Refund refund;
    refund.id = number;
    refund.kind = RefundKind::at_provider;
    refund.at = needs_.clock.now();
    refund.extra = refund.amount = refund.to_original = counted;
    refund.shipping = refund.fee = refund.to_store_credit = refund.to_exchange = {0, currency};
    order.after.refunds.push_back(std::move(refund));
    return words(news.amount);
  };
  TRY_DONE(change_order(needs_, tx, id, {Actor::system, "refunded_at_provider", {}, std::nullopt}, decide));
  return done();
}

Status OrderPayments::refund_failed_there(db::Transaction& tx, const payments::RefundFailed& news) {
  const OrderId id{news.subject};
  if (!order_store::find(tx, id)) return done();
  const Decide decide = [&](Order& order) -> Result<std::string> {
    std::erase_if(order.after.refunds, [&](const auto& each) { return each.id.value == news.refund_id.value; });
    return words(news.amount);
  };
  TRY_DONE(change_order(needs_, tx, id, {Actor::system, "refund_failed", {}, std::nullopt}, decide));
  return done();
}

}  // namespace plaza::orders
