// Payments that nobody could settle, closed on the word of staff who looked at the provider. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "payments/payments.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::payments {

struct Decision {
  bool captured = false;        // false: never paid
  std::optional<Money> amount;  // what was taken; nothing: what the provider told
  std::string reason;
  std::int64_t account = 0;     // who says so
};

class ByHand {
 public:
  virtual ~ByHand() = default;
  // The payment as it would be then. Changes nothing. Errors: payment.not_found (404), payment.wrong_status (409: it waits for no person),
  // payment.wrong_currency (409), request.invalid (400: amount).
  virtual Result<Payment> preview(db::Reader& reader, PaymentId id, const Decision& decision) = 0;
  // The payment as it is then. Saying the same again changes nothing. Errors: those of preview(); payment.wrong_status also if somebody
  // said something else.
  virtual Result<Payment> settle(db::Transaction& tx, PaymentId id, const Decision& decision) = 0;
};

}  // namespace plaza::payments
