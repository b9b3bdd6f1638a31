// Payments that nobody could settle, closed by staff who looked at the provider.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "payments/payments.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::payments {

// Payments that began before this and are still not finished wait for a person, too: nobody's browser is at work on them.
Time stuck_before(Time now, Micros action_patience);

struct Decision {
  bool captured = false;         // false: never paid
  std::optional<Money> amount;   // what was taken; nothing: what the provider told
  std::string reason;
  std::int64_t account = 0;
};

// The payment as it is then. Saying the same again changes nothing. Errors: payment.not_found (404), payment.wrong_status (409: it
// waits for no person, or somebody said something else), payment.wrong_currency (409), request.invalid (400).
Result<Payment> settle_by_hand(db::Transaction& tx, PaymentId id, const Decision& decision, Time now, Micros action_patience);

}  // namespace plaza::payments
