#include "by_hand.h"

#include "learning.h"
#include "payments/events.h"
#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "platform/log/log.h"
#include "store.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

Error missing() { return {ErrorKind::not_found, "payment.not_found", "There is no such payment."}; }
Error wrong_status(const char* why) { return {ErrorKind::conflict, "payment.wrong_status", why}; }

bool waits_for_a_person(const Payment& payment, Time before) {
  const bool unfinished = payment.status == processing || payment.status == action_required || payment.status == capturing ||
                          payment.status == voiding;
  return payment.status == mismatched || (unfinished && payment.created_at <= before);
}

// What was taken, in the payment's currency.
Result<Money> taken_by(const Payment& payment, const Decision& decision, Time before) {
  if (!waits_for_a_person(payment, before)) return wrong_status("The payment waits for no person.");
  const Currency currency = payment.amount.currency;
  if (!decision.captured) return Money{0, currency};
  if (decision.amount && decision.amount->currency != currency) {
    return Error{ErrorKind::conflict, "payment.wrong_currency", "The payment is in another currency."};
  }
  const Money asked{payment.status == capturing ? payment.captured : payment.amount.amount, currency};
  if (payment.status != mismatched) {
    if (decision.amount.value_or(asked) == asked) return asked;
    return invalid_field("amount", "not_allowed", "is told only of a payment that was parked for its amount");
  }
  const bool told = payment.told && payment.told->currency == currency && payment.told->amount > 0;
  if (!decision.amount && !told) return invalid_field("amount", "required", "is required: the provider's word is of no use");
  const Money taken = decision.amount ? *decision.amount : *payment.told;
  if (taken.amount <= 0) return invalid_field("amount", "out_of_range", "must be more than nothing");
  return taken;
}

// False: somebody was faster.
bool apply(db::Transaction& tx, const Payment& payment, Money taken, Time now) {
  const bool captured_now = taken.amount > 0;
  if (payment.status != mismatched) {
    return learn(tx, payment.id, {captured_now ? Finding::Kind::paid : Finding::Kind::never, payment.reference, {}}, now);
  }
  // Who waited for it was told when it was parked that it is not bought.
  if (!captured_now) return store::move(tx, payment.id, mismatched, failed, now);
  if (!store::take(tx, payment.id, mismatched, payment.reference, taken.amount, now)) return false;
  events::publish(tx, payment.subject, PaymentReconciled{payment.id, payment.subject, true});
  return true;
}

}  // namespace

Time stuck_before(Time now, Micros action_patience) { return now - action_patience - hours(1); }

Result<Payment> preview_by_hand(db::Reader& reader, PaymentId id, const Decision& decision, Time now, Micros action_patience) {
  auto payment = store::find(reader, id);
  if (!payment) return missing();
  TRY(const Money taken, taken_by(*payment, decision, stuck_before(now, action_patience)));
  payment->status = taken.amount > 0 ? captured : failed;
  payment->captured = taken.amount;
  return std::move(*payment);
}

Result<Payment> settle_by_hand(db::Transaction& tx, PaymentId id, const Decision& decision, Time now, Micros action_patience) {
  const auto payment = store::find(tx, id);
  if (!payment) return missing();
  if (const auto before = store::settled_by_hand(tx, id)) {
    if ((*before > 0) == decision.captured) return *payment;
    return wrong_status("Somebody has settled it otherwise.");
  }
  TRY(const Money taken, taken_by(*payment, decision, stuck_before(now, action_patience)));
  if (!store::settle_by_hand(tx, id, taken.amount, decision.reason, decision.account, now)) {
    return wrong_status("Somebody has settled it in this moment.");
  }
  if (!apply(tx, *payment, taken, now)) return wrong_status("The payment was settled in this moment.");
  events::publish(tx, payment->subject,
                  PaymentSettledByHand{id, payment->subject, taken, payment->reference, decision.reason, decision.account});
  tx.on_commit([id, amount = decimal_text(taken), account = decision.account] {
    log::info("payment settled by hand", {{"payment", to_text(id)}, {"captured", amount}, {"account", account}});
  });
  auto settled = store::find(tx, id);
  CHECK(settled);
  return std::move(*settled);
}

}  // namespace plaza::payments
