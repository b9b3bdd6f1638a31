// Giving money back: decided here, in the caller's transaction; carried out by a job.
#include "platform/base/text.h"
#include "service.h"
#include "store.h"
#include "work.h"

namespace plaza::payments {
namespace {

constexpr std::size_t key_max = 200;
constexpr std::size_t reason_max = 500;

bool was_taken(PaymentStatus status) {
  using enum PaymentStatus;
  return status == captured || status == refunding || status == partially_refunded || status == refunded;
}

}  // namespace

bool Service::refund(db::Transaction& tx, PaymentId id) {
  const auto payment = store::find(tx, id);
  if (!payment || !was_taken(payment->status)) return false;
  const std::int64_t left = payment->captured - payment->refunded;
  if (left <= 0) return false;
  // What is left is given back once: after it there is nothing left.
  const std::string key = "rest:" + to_text(around_.ids.make<RefundId>());
  return refund(tx, id, {left, payment->amount.currency}, {}, key).ok();
}

Result<RefundId> Service::refund(db::Transaction& tx, PaymentId id, Money amount, std::string_view reason,
                                 std::string_view key) {
  if (key.empty() || key.size() > key_max) return invalid_field("key", "out_of_range", "must have 1 to 200 letters");
  if (amount.amount <= 0) return invalid_field("amount", "out_of_range", "must be more than nothing");
  const auto payment = store::find(tx, id);
  if (!payment) return Error{ErrorKind::not_found, "payment.not_found", "There is no such payment."};
  if (amount.currency != payment->amount.currency) {
    return Error{ErrorKind::conflict, "payment.wrong_currency", "The payment is in another currency."};
  }
  RefundRecord refund;
  refund.id = around_.ids.make<RefundId>();
  refund.payment_id = id;
  refund.amount = amount;
  refund.reason = excerpt(reason, reason_max);
  refund.key = key;
  refund.created_at = around_.clock.now();
  // First whether it was asked for before: a repetition is no second refund, and no refusal either.
  auto before = store::refund_by_key(tx, id, key);
  if (!before && store::insert_refund(tx, refund, payment->subject)) {
    enqueue_refund(tx, id, refund.id);
    return refund.id;
  }
  if (!before) before = store::refund_by_key(tx, id, key);
  if (!before) {
    return Error{ErrorKind::conflict, "payment.refund_above_paid", "That is more than was paid and is not given back yet."};
  }
  if (before->amount == amount) return before->id;
  return Error{ErrorKind::conflict, "payment.key_reused", "A refund of another amount was asked for with this key."};
}

}  // namespace plaza::payments
