#include "learning.h"

#include "payments/events.h"
#include "platform/events/outbox.h"
#include "platform/log/log.h"
#include "platform/metrics/metrics.h"
#include "store.h"
#include "work.h"

namespace plaza::payments {
namespace {

constexpr int tries_max = 5;

const metrics::Counter& parked_total() {
  static const auto counter =
      metrics::counter("plaza_payments_parked_total", "Payments whose provider tells another amount than was asked for.");
  return counter;
}

bool is_waited_for(PaymentStatus status) {
  using enum PaymentStatus;
  return status == processing || status == action_required || status == authorised || status == capturing;
}

// False: somebody was faster, look again.
bool apply(db::Transaction& tx, const Payment& payment, const Finding& finding, Effect effect, Time now) {
  const auto from = payment.status;
  const std::int64_t taken = finding.amount ? finding.amount->amount
                             : from == PaymentStatus::capturing ? payment.captured
                                                                : payment.amount.amount;
  const Money amount{taken, payment.amount.currency};
  switch (effect) {
    case Effect::none: return true;
    case Effect::take:
      if (!store::take(tx, payment.id, from, finding.reference, taken, now)) return false;
      events::publish(tx, payment.subject, PaymentReconciled{payment.id, payment.subject, true});
      return true;
    case Effect::take_held:
      if (!store::take(tx, payment.id, from, finding.reference, taken, now)) return false;
      events::publish(tx, payment.subject, PaymentCaptured{payment.id, payment.subject, amount});
      return true;
    case Effect::hold:
      if (!store::hold(tx, payment.id, from, PaymentStatus::authorised, finding.reference, {}, now)) return false;
      events::publish(tx, payment.subject, PaymentAuthorised{payment.id, payment.subject, payment.amount});
      return true;
    case Effect::give_up:
      if (!store::move(tx, payment.id, from, PaymentStatus::failed, now)) return false;
      events::publish(tx, payment.subject, PaymentReconciled{payment.id, payment.subject, false});
      return true;
    case Effect::lose_held:
      if (!store::move(tx, payment.id, from, PaymentStatus::failed, now)) return false;
      events::publish(tx, payment.subject, PaymentFailed{payment.id, payment.subject, "payment.capture_refused"});
      events::publish(tx, payment.subject, PaymentReconciled{payment.id, payment.subject, false});
      return true;
    case Effect::release:
      if (!store::move(tx, payment.id, from, PaymentStatus::voided, now)) return false;
      events::publish(tx, payment.subject, PaymentVoided{payment.id, payment.subject});
      return true;
    case Effect::let_go:
      if (!store::move(tx, payment.id, from, PaymentStatus::voiding, now)) return false;
      enqueue_void(tx, payment.id);
      return true;
    case Effect::park:
      // Somebody has looked at it already and said how it is.
      if (store::settled_by_hand(tx, payment.id)) return true;
      return park(tx, payment, finding.amount, finding.reference, now);
  }
  return true;
}

}  // namespace

bool park(db::Transaction& tx, const Payment& payment, const std::optional<Money>& told, std::string_view reference, Time now) {
  if (!store::park(tx, payment, told, reference, now)) return false;
  events::publish(tx, payment.subject, PaymentFailed{payment.id, payment.subject, "payment.amount_mismatch"});
  // Whoever waits for it must not wait for ever: what is parked is not bought.
  if (is_waited_for(payment.status)) {
    events::publish(tx, payment.subject, PaymentReconciled{payment.id, payment.subject, false});
  }
  tx.on_commit([id = payment.id, provider = payment.provider] {
    parked_total().add();
    log::error("payment parked: the provider tells another amount", {{"payment", to_text(id)}, {"provider", provider}});
  });
  return true;
}

bool learn(db::Transaction& tx, PaymentId id, const Finding& finding, Time now) {
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto payment = store::find(tx, id);
    if (!payment) return false;
    const Effect effect = effect_of(finding, *payment);
    if (effect == Effect::none) return false;
    if (apply(tx, *payment, finding, effect, now)) return true;
  }
  return false;
}

}  // namespace plaza::payments
