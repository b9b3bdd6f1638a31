// How an order can get to its buyer and what that costs; from memory, on every node. While the shop has no shipping zone, the
// settings' options hold ("standard" among them). With zones, a country's zone goes before the one of all others; a country in
// none is not delivered to. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/base/money.h"
#include "pricing/price.h"

namespace plaza::pricing {

struct ShippingQuestion {
  std::string_view country = {};  // ISO 3166-1 alpha-2; empty while it is not known: the shop's first zone
  std::string_view region = {};
  std::int64_t subtotal = 0;      // after discounts, minor units of `currency`
  std::int64_t weight_g = 0;
  Currency currency = {};
};

class Shipping {
 public:
  virtual ~Shipping() = default;
  // What can be chosen, in the order of the zone; `price` is what it costs now (0 from `free_from` on). Empty: not
  // delivered there, or the currency is not sold in.
  virtual std::vector<ShippingOption> options(const ShippingQuestion& question) const = 0;
};

}  // namespace plaza::pricing
