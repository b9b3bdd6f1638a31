// What segments asks of others. The app plugs them in before anything runs; they must answer from memory and be thread-safe, and
// must not call segments back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"

namespace plaza::segments {

// Numbers about a person by name ("churn", "expected_spend" …). Without one plugged in, rules with predictions are refused.
class Predictions {
 public:
  virtual ~Predictions() = default;
  virtual std::vector<std::string> names() const = 0;
  // Nothing: not known of this person. `account` is none for an anonymous profile, then `visitor` says who it is.
  virtual std::optional<double> predict(std::string_view name, identity::AccountId account,
                                        std::string_view visitor) const = 0;
};

// What a person said to marketing on a channel ("email", "sms"). A change is told by profiles.consent_changed in the log, or by
// Segments::reconsider().
class Consents {
 public:
  virtual ~Consents() = default;
  // Nothing: never asked.
  virtual std::optional<bool> given(identity::AccountId account, std::string_view channel) const = 0;
  // Whether they may stand in a file that is taken elsewhere. `account` is none for a visitor.
  virtual bool may_share(identity::AccountId account, std::string_view visitor) const = 0;
};

}  // namespace plaza::segments
