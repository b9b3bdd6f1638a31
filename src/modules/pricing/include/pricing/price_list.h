// Price lists as staff make them. A list for everybody at any time takes the catalogue's place in its currency; one with a time is
// a sale; one with a customer group is for its members. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "catalog/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "pricing/ids.h"

namespace plaza::pricing {

inline constexpr std::int64_t rounding_step_max = 1'000'000'000'000;
inline constexpr std::int64_t entries_max = 1'000'000;  // of a list
inline constexpr int price_lists_max = 200;

// To the nearest amount that leaves `ending` when divided by `step`: {100, 99} is "x.99", {100, 0} whole hundreds.
struct Rounding {
  std::int64_t step = 1;    // 1..rounding_step_max
  std::int64_t ending = 0;  // 0..step-1
  friend bool operator==(const Rounding&, const Rounding&) = default;
};

struct PriceList {
  PriceListId id;
  std::string name;
  std::optional<Currency> currency;  // nothing: any, for percentages only
  CustomerGroupId group_id;          // none: everybody
  std::optional<Time> starts_at, ends_at;
  std::int64_t off_ppm = 0;  // off everything in the shop
  Rounding rounding;         // of what a percentage gives
  bool enabled = true;
  std::int64_t entry_count = 0;
  std::int64_t version = 1;
  Time created_at, updated_at;

  bool timed() const { return starts_at || ends_at; }
  bool active_at(Time at) const { return enabled && (!starts_at || *starts_at <= at) && (!ends_at || at < *ends_at); }
  friend bool operator==(const PriceList&, const PriceList&) = default;
};

// An amount, or a part off the regular price.
struct Entry {
  catalog::ProductId product_id;
  catalog::VariantId variant_id;  // none: of all variants of the product
  std::optional<std::int64_t> amount, compare_at;
  std::optional<std::int64_t> off_ppm;
  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace plaza::pricing
