// What promotions asks of modules above it. The app plugs them in; without them nobody belongs to a
// segment, and nobody is known to have ordered before.
#pragma once

#include <string_view>

#include "identity/ids.h"
#include "platform/db/connection.h"

namespace plaza::promotions {

// Who belongs to which segment. From memory; thread-safe.
class Audience {
 public:
  virtual ~Audience() = default;
  virtual bool contains(std::string_view segment, identity::AccountId account) const = 0;
};

// Whether somebody has an order that was placed and not cancelled. Thread-safe.
class FirstOrders {
 public:
  virtual ~FirstOrders() = default;
  // `account` may be none and `email` empty: then only the other one says who it is.
  virtual bool has_ordered(db::Reader& reader, identity::AccountId account,
                           std::string_view email) = 0;
};

}  // namespace plaza::promotions
