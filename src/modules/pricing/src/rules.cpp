#include "rules.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "pricing/price.h"

namespace plaza::pricing {
namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t million = 1'000'000;

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// What a list asks: its entry's amount, else a part off the regular price; nothing when it says nothing of this product.
std::optional<UnitPrice> asked(const Candidate& candidate, const UnitPrice& regular, const std::optional<Rounding>& foreign) {
  const PriceList& list = *candidate.list;
  const Entry* entry = candidate.entry;
  UnitPrice price;
  price.list = list.name;
  if (entry && entry->amount) {
    price.amount = *entry->amount;
    price.compare_at = entry->compare_at;
    return price;
  }
  const std::int64_t off = entry && entry->off_ppm ? *entry->off_ppm : list.off_ppm;
  if (off == 0) return std::nullopt;
  const Rounding& rounding = foreign && !list.currency ? *foreign : list.rounding;
  price.amount = rounded(scale_rounded(regular.amount, million - off, million), rounding);
  price.compare_at = regular.compare_at;
  return price;
}

void keep_honest(UnitPrice& price) {
  if (price.compare_at && *price.compare_at <= price.amount) price.compare_at.reset();
}

}  // namespace

std::int64_t rounded(std::int64_t amount, const Rounding& rounding) {
  CHECK(rounding.step >= 1 && rounding.ending >= 0 && rounding.ending < rounding.step);
  if (amount <= 0) return 0;
  amount = std::min(amount, unit_price_max);
  if (rounding.step == 1) return amount;
  const std::int64_t above = amount - rounding.ending;
  const std::int64_t steps = above >= 0 ? above / rounding.step : -1;  // the ending is less than a step
  std::int64_t nearest = steps * rounding.step + rounding.ending;
  if (nearest + rounding.step - amount <= amount - nearest) nearest += rounding.step;
  if (nearest <= 0) nearest += rounding.step;
  return nearest <= unit_price_max ? nearest : amount;
}

std::int64_t converted(std::int64_t amount, Currency base, const CurrencyRule& rule) {
  const Wide numerator = static_cast<Wide>(amount) * rule.rate * power_of_ten(minor_digits(rule.currency));
  const Wide denominator = static_cast<Wide>(rate_one) * power_of_ten(minor_digits(base));
  const Wide exact = (2 * numerator + denominator) / (2 * denominator);  // half up: amounts are not negative
  const auto clamped = static_cast<std::int64_t>(std::min(exact, static_cast<Wide>(unit_price_max)));
  return amount > 0 ? rounded(std::max<std::int64_t>(clamped, 1), rule.rounding) : 0;
}

std::optional<std::int64_t> parse_rate(std::string_view text) {
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || whole.size() > 7 || rest.size() > 9 || (dot != std::string_view::npos && rest.empty())) return {};
  if (!digits(whole) || !digits(rest)) return {};
  std::string decimals(rest);
  decimals.resize(9, '0');
  const std::int64_t rate = *parse_integer(whole) * rate_one + *parse_integer(decimals);
  if (rate < 1 || rate > rate_max) return {};
  return rate;
}

std::string rate_text(std::int64_t rate) {
  std::string text = std::to_string(rate / rate_one);
  std::string rest = std::to_string(rate % rate_one);
  if (rest == "0") return text;
  rest.insert(0, 9 - rest.size(), '0');
  rest.erase(rest.find_last_not_of('0') + 1);
  return text + "." + rest;
}

UnitPrice best_price(const UnitPrice& catalogue, std::span<const Candidate> candidates,
                     const std::optional<Rounding>& foreign) {
  // The regular price: of lists for everybody at any time, which take the catalogue's place.
  std::optional<UnitPrice> replaced;
  for (const auto& candidate : candidates) {
    if (candidate.list->timed() || candidate.list->group_id) continue;
    const auto price = asked(candidate, catalogue, foreign);
    if (price && (!replaced || price->amount < replaced->amount)) replaced = price;
  }
  UnitPrice regular = replaced.value_or(catalogue);
  keep_honest(regular);

  // What this buyer pays without any sale.
  UnitPrice before = regular;
  for (const auto& candidate : candidates) {
    if (candidate.list->timed() || !candidate.list->group_id) continue;
    const auto price = asked(candidate, regular, foreign);
    if (price && price->amount < before.amount) before = *price;
  }
  keep_honest(before);

  UnitPrice best = before;
  for (const auto& candidate : candidates) {
    if (!candidate.list->timed()) continue;
    auto price = asked(candidate, regular, foreign);
    if (!price || price->amount >= best.amount) continue;
    price->compare_at = before.amount;
    price->sale = true;
    price->until = candidate.list->ends_at;
    best = *price;
  }
  return best;
}

}  // namespace plaza::pricing
