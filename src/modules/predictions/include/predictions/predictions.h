// Numbers about an account that nobody knows yet, from models that were tested on held-out time. From memory; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"

namespace plaza::predictions {

// Port: whose numbers may be used. From memory, asked at each use; thread-safe. Without it everybody's.
class Allowance {
 public:
  virtual ~Allowance() = default;
  virtual bool may_predict(identity::AccountId account) const = 0;
};

class Predictions {
 public:
  virtual ~Predictions() = default;
  // "churn" (0..1: the chance of no order within the horizon), "expected_orders" (within 90 days), "expected_spend" (within 90
  // days, in whole units of the shop's currency: 12.5 is €12.50), "days_to_next_order".
  virtual std::vector<std::string> names() const = 0;
  // Nothing: no such name, nobody trained that model for want of data, this account never bought, or may not be predicted.
  virtual std::optional<double> number(std::string_view name, identity::AccountId account) const = 0;
};

}  // namespace plaza::predictions
