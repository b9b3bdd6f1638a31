// Port: how much of the shop's value a member of staff may give away without asking. Whoever gives money back or credit on the word of
// staff asks in the same transaction, with the exact amount, before it is given. Thread-safe.
#pragma once

#include <string_view>

#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "platform/http/caller.h"

namespace plaza::identity {

enum class Gift { refund, credit };

class Allowance {
 public:
  virtual ~Allowance() = default;
  // Refuses what is more than they may give at once, or in a day, of this currency (care.over_limit, 403); otherwise counts it.
  // `reference` is what it is given for: "ord_…", "acc_…".
  virtual Status take(db::Transaction& tx, const http::Caller& by, Gift what, Money amount, std::string_view reference, std::string_view reason) = 0;
};

}  // namespace plaza::identity
