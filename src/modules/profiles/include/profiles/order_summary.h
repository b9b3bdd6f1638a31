// Port: what orders know of an account's orders, for the person's page. Orders (or the app) implement it; without one there are none.
#pragma once

#include <cstdint>
#include <optional>

#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::profiles {

struct OrderSummary {
  std::int64_t orders = 0;             // not cancelled
  std::optional<Money> revenue = {};   // of those, in the shop's currency
  std::optional<Time> last_order_at = {};
};

class OrderSummaries {
 public:
  virtual ~OrderSummaries() = default;
  virtual OrderSummary summary(db::Reader& reader, identity::AccountId account) = 0;
};

}  // namespace plaza::profiles
