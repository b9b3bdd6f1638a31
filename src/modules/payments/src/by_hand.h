// What closing a payment by hand does.
#pragma once

#include "payments/by_hand.h"
#include "platform/base/time.h"

namespace plaza::payments {

// Payments that began before this and are still not finished wait for a person, too: nobody's browser is at work on them.
Time stuck_before(Time now, Micros action_patience);

// As payments::ByHand says.
Result<Payment> preview_by_hand(db::Reader& reader, PaymentId id, const Decision& decision, Time now, Micros action_patience);
Result<Payment> settle_by_hand(db::Transaction& tx, PaymentId id, const Decision& decision, Time now, Micros action_patience);

class SettledByHand final : public ByHand {
 public:
  SettledByHand(const Clock& clock, Micros action_patience) : clock_(clock), action_patience_(action_patience) {}
  Result<Payment> preview(db::Reader& reader, PaymentId id, const Decision& decision) override {
    return preview_by_hand(reader, id, decision, clock_.now(), action_patience_);
  }
  Result<Payment> settle(db::Transaction& tx, PaymentId id, const Decision& decision) override {
    return settle_by_hand(tx, id, decision, clock_.now(), action_patience_);
  }

 private:
  const Clock& clock_;
  const Micros action_patience_;
};

}  // namespace plaza::payments
