// Which moves a payment may make, and what an answer of a provider means. Pure.
#pragma once

#include <optional>

#include "payments/payments.h"
#include "payments/provider.h"

namespace plaza::payments {

bool may_move(PaymentStatus from, PaymentStatus to);

// The status that an outcome leads to; `unknown` leads nowhere and is a mistake here (CHECK).
PaymentStatus status_after(Outcome::Kind kind);

// A provider's answer to pay() or retrieve() for a payment of this amount.
Outcome outcome_of(const Result<Paid>& answer, Money amount);
Outcome too_late();
// An outcome that a broken provider left open. What broke goes to the log, not to the shopper.
Outcome broken();
Outcome mismatch(const std::optional<Money>& told = {}, std::string reference = {});
// The last word on a payment whose shopper gave it up.
Outcome outcome_of_end(const Result<Settlement>& answer, Money amount);

// Whether the provider tells what we asked for. One that does not tell is believed.
bool agrees(const std::optional<Money>& told, Money asked);

// What was found out about a payment without its own request: by a webhook, by reconciliation, in a provider's list.
struct Finding {
  enum class Kind {
    paid,
    authorised,
    never,  // certainly not taken, and never to be
  } kind = Kind::never;
  std::string reference = {};
  std::optional<Money> amount = {};
};
Finding finding_of(const Settlement& settlement);
// Nothing while it is open.
std::optional<Finding> finding_of(const Paid& answer);

// What a finding does to a payment that stands like this.
enum class Effect {
  none,
  take,       // -> captured: announced as reconciled
  take_held,  // authorised or capturing -> captured: announced as captured
  hold,       // -> authorised
  give_up,    // -> failed
  lose_held,  // authorised or capturing -> failed: announced as failed
  release,    // -> voided
  let_go,     // reserved although it was given up: -> voiding
  park,       // -> mismatched
};
Effect effect_of(const Finding& finding, const Payment& payment);

}  // namespace plaza::payments
