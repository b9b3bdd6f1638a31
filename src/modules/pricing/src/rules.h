// The decisions of price lists and currencies, as pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pricing/price_list.h"
#include "pricing/prices.h"

namespace plaza::pricing {

inline constexpr std::int64_t rate_one = 1'000'000'000;             // 1.0 of a currency's rate
inline constexpr std::int64_t rate_max = 1'000'000 * rate_one;      // a million units for one

// Ties go up; a price above nothing never becomes nothing. 0..unit_price_max.
std::int64_t rounded(std::int64_t amount, const Rounding& rounding);

struct CurrencyRule {
  Currency currency = {};
  std::int64_t rate = rate_one;  // units of it for one unit of the shop's, in billionths
  Rounding rounding = {};
  friend bool operator==(const CurrencyRule&, const CurrencyRule&) = default;
};
// An amount of the shop's currency in another, rounded by its rule.
std::int64_t converted(std::int64_t amount, Currency base, const CurrencyRule& rule);
// "0.85" as billionths, 1..rate_max; nothing if it is not such a number with at most nine decimals.
std::optional<std::int64_t> parse_rate(std::string_view text);
std::string rate_text(std::int64_t rate);

// A list that applies to a buyer now, with its entry for what is sold (the variant's goes before the product's), if any.
struct Candidate {
  const PriceList* list = nullptr;
  const Entry* entry = nullptr;
};
// `catalogue` is the catalogue's price in the buyer's currency; `foreign` is that currency's rounding when it is not the shop's:
// lists of any currency then round by it and not by their own. See prices.h for who wins.
UnitPrice best_price(const UnitPrice& catalogue, std::span<const Candidate> candidates,
                     const std::optional<Rounding>& foreign = {});

}  // namespace plaza::pricing
