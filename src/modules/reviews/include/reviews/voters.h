// What is known of who finds something helpful, beyond this module: the app gives it. Thread-safe.
#pragma once

#include <span>
#include <vector>

#include "identity/ids.h"
#include "platform/db/connection.h"

namespace plaza::reviews {

class Voters {
 public:
  virtual ~Voters() = default;
  // How much each is trusted, 0..4, in their order; the shop's staff 4.
  virtual std::vector<int> levels(db::Reader& reader, std::span<const identity::AccountId> accounts) const = 0;
  // One of the two blocks the other.
  virtual bool apart(identity::AccountId one, identity::AccountId other) const = 0;
};

}  // namespace plaza::reviews
