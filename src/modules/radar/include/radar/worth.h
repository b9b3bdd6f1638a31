// What somebody is to the shop, in money where it is known.
#pragma once

#include <cstdint>
#include <optional>

namespace plaza::radar {

// Money in minor units of the shop's currency.
struct Worth {
  std::int64_t orders = 0;               // paid
  std::optional<std::int64_t> net_paid;  // so far, without what was given back; nothing: not known in money
  std::optional<std::int64_t> expected;  // of the next 90 days, by the shop's own model
  std::int64_t usual_order = 0;          // the middle one of the shop's latest; 0: too few
};

}  // namespace plaza::radar
