#include "giving_back.h"

#include <algorithm>

#include "order_store.h"
#include "past_orders.h"
#include "refund_share.h"
#include "rules.h"

namespace plaza::orders {
namespace {

constexpr int exchanges_max = 20;  // an exchange of an exchange …

std::string actor_id(const By& by) { return by.id ? to_text(by.id) : std::string(actor_text(by.kind)); }

}  // namespace

void GivingBack::goods(db::Transaction& tx, const Order& order, std::span<const inventory::StockLine> units,
                       std::string_view reason, const By& by) {
  if (units.empty() || is_past(tx, order.id)) return;
  const auto restocked = needs_.stock.restock(tx, to_text(order.id), units, reason, actor_text(by.kind));
  CHECK(restocked.ok());
}

Result<std::int64_t> GivingBack::to_payments(db::Transaction& tx, OrderId order, const Refund& refund, std::int64_t amount) {
  const std::string key = to_text(refund.id);
  for (const auto& payment : needs_.payments.of(tx, order.value)) {
    if (amount == 0) break;
    const std::int64_t part = std::min(amount, payment.captured - payment.refunded);
    if (part <= 0 || payment.amount.currency != refund.amount.currency) continue;
    TRY_DONE(needs_.payments.refund(tx, payment.id, {part, payment.amount.currency}, refund.reason, key));
    amount -= part;
  }
  return amount;
}

Result<std::int64_t> GivingBack::to_credit(db::Transaction& tx, OrderId order, const Refund& refund, Money amount) {
  if (!needs_.credit || amount.amount == 0) return amount.amount;
  TRY(const auto parts, needs_.credit->give_back(tx, order.value, amount, refund.reason, to_text(refund.id)));
  for (const auto& part : parts) amount.amount -= part.amount.amount;
  return amount.amount;
}

Status GivingBack::money(db::Transaction& tx, const Order& order, const Refund& refund, const By& by) {
  std::int64_t left = refund.to_original.amount;
  OrderId source = order.id, before = order.exchange_of;
  bool has_credit = !order.tenders.empty();
  for (int hop = 0; left > 0 && hop < exchanges_max; ++hop) {
    TRY(left, to_payments(tx, source, refund, left));
    if (has_credit) {
      TRY(left, to_credit(tx, source, refund, {left, refund.amount.currency}));
    }
    if (!before) break;
    // What it did not pay itself was paid by the goods that it replaces: by what had paid for those.
    const auto original = order_store::find(tx, before);
    CHECK(original);
    source = before;
    before = original->order.exchange_of;
    has_credit = !original->order.tenders.empty();
  }
  if (left > 0 && is_past(tx, order.id)) {
    return Error{ErrorKind::conflict, "orders.refund_above_paid",
                 "The order was paid in another shop: its money can only go back there, or as store credit here."};
  }
  if (left > 0) {
    return Error{ErrorKind::conflict, "orders.refund_above_paid", "Not so much can be given back to what paid for the order."};
  }
  if (refund.to_store_credit.amount > 0) {
    CHECK(order.account_id);
    if (!needs_.credit) return Error{ErrorKind::conflict, "orders.no_account", "The shop has no store credit."};
    TRY_DONE(needs_.credit->grant(tx, order.account_id, refund.to_store_credit, refund.reason, actor_id(by), to_text(refund.id)));
  }
  return done();
}

void GivingBack::claims(db::Transaction& tx, const Order& order) {
  if (needs_.promotions && !order.discounts.empty()) needs_.promotions->release(tx, order.id.value);
  if (needs_.gate) needs_.gate->give_back(tx, order.id.value);
}

void GivingBack::credit_of(db::Transaction& tx, const Order& order) {
  if (!needs_.credit || order.tenders.empty()) return;
  std::int64_t used = 0;
  for (const auto& tender : order.tenders) used += tender.kind == TenderKind::exchange ? 0 : tender.amount.amount;
  if (used == 0) return;
  const auto back = needs_.credit->give_back(tx, order.id.value, {used, order.totals.total.currency}, "not_paid",
                                             "dropped:" + to_text(order.id));
  CHECK(back.ok());
}

}  // namespace plaza::orders
