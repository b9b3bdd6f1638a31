#include "rules.h"

#include <algorithm>
#include <numeric>

namespace plaza::promotions {
namespace {

using Amounts = std::vector<std::int64_t>;
__extension__ typedef __int128 Wide;

Error refused(const char* code, std::string detail) {
  return Error{ErrorKind::conflict, code, std::move(detail)};
}

std::string text_of(std::int64_t amount, Currency currency) {
  return decimal_text({amount, currency}) + " " + std::string(currency.code());
}

std::int64_t subtotal_of(const Line& line) { return line.unit_price * line.quantity; }

// How often "buy x, get y" fits, and how many of the units that count as both may be got.
struct Fit {
  std::int64_t times = 0;
  std::int64_t shared_gets = 0;
};

Fit fit_of(const BuyGet& rule, const Candidate& candidate, const Basket& basket) {
  std::int64_t buys = 0, gets = 0, both = 0;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const std::int64_t quantity = basket.lines[i].quantity;
    if (candidate.matches[i] && candidate.gets[i]) both += quantity;
    else if (candidate.matches[i]) buys += quantity;
    else if (candidate.gets[i]) gets += quantity;
  }
  const std::int64_t x = rule.buy_quantity, y = rule.get_quantity;
  const std::int64_t times = std::min({(buys + both) / x, (gets + both) / y,
                                       (buys + gets + both) / (x + y), rule.times_max});
  return {times, buys + both - times * x};
}

Amounts off_by_buying(const BuyGet& rule, const Candidate& candidate, const Basket& basket,
                      std::span<const std::int64_t> left) {
  auto [times, shared] = fit_of(rule, candidate, basket);
  std::int64_t wanted = times * rule.get_quantity;
  std::vector<std::size_t> order(basket.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return basket.lines[a].unit_price < basket.lines[b].unit_price;
  });
  Amounts off(basket.lines.size());
  for (const std::size_t i : order) {
    if (!candidate.gets[i] || wanted == 0) continue;
    const Line& line = basket.lines[i];
    std::int64_t units = std::min(line.quantity, wanted);
    if (candidate.matches[i]) {
      units = std::min(units, shared);
      shared -= units;
    }
    wanted -= units;
    const std::int64_t each = scale_rounded(line.unit_price, rule.off_bp, 10'000);
    off[i] = std::min(each * units, left[i]);
  }
  return off;
}

}  // namespace

Error unknown_code() {
  return Error{ErrorKind::not_found, "promotions.unknown_code", "There is no such code."};
}

Error not_combinable() {
  return refused("promotions.not_combinable",
                 "This code does not go together with the discounts that are already applied.");
}

// --- conditions

Status check_dates(const DiscountTerms& terms, Time at) {
  if (terms.starts_at && at < *terms.starts_at)
    return refused("promotions.not_started", "This code is not valid yet.");
  if (terms.ends_at && at >= *terms.ends_at)
    return refused("promotions.expired", "This code has expired.");
  return done();
}

Status check_people(const DiscountTerms& terms, const Facts& facts) {
  if (!terms.audience.empty() && !facts.in_audience)
    return refused("promotions.not_for_you", "This code is for other customers.");
  if (terms.first_order && facts.ordered_before)
    return refused("promotions.not_for_you", "This code is for a first order only.");
  if (facts.used_up) return refused("promotions.used_up", "This code has been used up.");
  if (facts.used_by_person)
    return refused("promotions.used_by_you", "You have used this code as often as it allows.");
  return done();
}

Status check_basket(const Candidate& candidate, const Basket& basket) {
  const DiscountTerms& terms = *candidate.discount;
  for (const auto& money : {terms.amount, terms.subtotal_min, terms.shipping_price_max}) {
    if (money && money->currency != basket.currency) {
      return refused("promotions.wrong_currency", "This code is for orders in " +
                                                      std::string(money->currency.code()) + ".");
    }
  }
  std::int64_t subtotal = 0, quantity = 0;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    if (!candidate.matches[i]) continue;
    subtotal += subtotal_of(basket.lines[i]);
    quantity += basket.lines[i].quantity;
  }
  const bool priced = subtotal > 0 || terms.kind == Kind::free_shipping;
  if (quantity == 0 || !priced)
    return refused("promotions.nothing_matches", "Nothing in the cart is part of this offer.");
  if (terms.subtotal_min && subtotal < terms.subtotal_min->amount) {
    return refused("promotions.minimum_not_met",
                   "Add " + text_of(terms.subtotal_min->amount - subtotal, basket.currency) +
                       " more of what is part of this offer.");
  }
  if (quantity < terms.quantity_min) {
    return refused("promotions.minimum_not_met",
                   "Add " + std::to_string(terms.quantity_min - quantity) +
                       " more of what is part of this offer.");
  }
  if (terms.buy_get && fit_of(*terms.buy_get, candidate, basket).times == 0) {
    return refused("promotions.minimum_not_met",
                   "Buy " + std::to_string(terms.buy_get->buy_quantity) + " and put " +
                       std::to_string(terms.buy_get->get_quantity) +
                       " more of this offer into the cart.");
  }
  return done();
}

// --- amounts

std::vector<std::int64_t> spread(std::int64_t amount, std::span<const std::int64_t> weights) {
  Wide sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  Amounts shares(weights.size());
  if (sum == 0) return shares;
  std::vector<Wide> remainders(weights.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide exact = static_cast<Wide>(amount) * weights[i];
    shares[i] = static_cast<std::int64_t>(exact / sum);
    remainders[i] = exact % sum;
    given += shares[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < amount; ++i, ++given) ++shares[order[i]];
  return shares;
}

std::vector<std::int64_t> amounts_off(const Candidate& candidate, const Basket& basket,
                                      std::span<const std::int64_t> left) {
  const DiscountTerms& terms = *candidate.discount;
  Amounts off(basket.lines.size());
  if (terms.kind == Kind::free_shipping) return off;
  if (terms.buy_get) return off_by_buying(*terms.buy_get, candidate, basket, left);
  Amounts matching(left.begin(), left.end());
  for (std::size_t i = 0; i < matching.size(); ++i) {
    if (!candidate.matches[i]) matching[i] = 0;
  }
  if (terms.kind == Kind::percent) {
    for (std::size_t i = 0; i < off.size(); ++i)
      off[i] = scale_rounded(matching[i], terms.percent_bp, 10'000);
    return off;
  }
  const std::int64_t most = std::accumulate(matching.begin(), matching.end(), std::int64_t{0});
  return spread(std::min(terms.amount->amount, most), matching);
}

}  // namespace plaza::promotions
