// Which discounts are applied together, and in which order they are taken off.
#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

#include "rules.h"

namespace plaza::promotions {

bool combine(const DiscountTerms& a, const DiscountTerms& b) {
  const auto allows = [](const DiscountTerms& one, const DiscountTerms& other) {
    return std::find(one.combines_with.begin(), one.combines_with.end(), other.acts_on()) !=
           one.combines_with.end();
  };
  return allows(a, b) && allows(b, a);
}

namespace {

using Amounts = std::vector<std::int64_t>;

std::size_t rank_of(Class acts_on) { return static_cast<std::size_t>(acts_on); }

// Which is taken off first.
bool goes_before(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    return std::tuple(rank_of(c.discount->acts_on()), -c.discount->priority, c.discount->id.value);
  };
  return key(a) < key(b);
}

// More than this many that exclude each other are not tried in every way: the others join by rank.
constexpr std::size_t tried_max = 8;

std::int64_t subtotal_of(const Line& line) { return line.unit_price * line.quantity; }

std::int64_t shipping_saved(const DiscountTerms& terms, const Basket& basket) {
  if (terms.kind != Kind::free_shipping || !basket.shipping) return 0;
  if (terms.shipping_price_max && *basket.shipping > terms.shipping_price_max->amount) return 0;
  return *basket.shipping;
}

Amounts starting(const Basket& basket) {
  Amounts left;
  for (const Line& line : basket.lines) left.push_back(subtotal_of(line));
  return left;
}

class Choice {
 public:
  Choice(const Basket& basket, std::span<const Candidate> candidates)
      : basket_(basket), candidates_(candidates.begin(), candidates.end()) {
    std::sort(candidates_.begin(), candidates_.end(), goes_before);
    for (const auto& candidate : candidates_) levels_.push_back(candidate.discount->priority);
    std::sort(levels_.begin(), levels_.end(), std::greater<>());
    levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
  }

  Evaluation best() {
    std::vector<std::size_t> chosen;
    if (all_combine()) {
      chosen.resize(candidates_.size());
      std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    } else {
      chosen = best_set();
    }
    return applied(chosen);
  }

 private:
  bool fits(const std::vector<std::size_t>& set, std::size_t next) const {
    return std::all_of(set.begin(), set.end(), [&](std::size_t other) {
      return combine(*candidates_[other].discount, *candidates_[next].discount);
    });
  }

  bool all_combine() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (!fits(all, i)) return false;
      all.push_back(i);
    }
    return true;
  }

  // Savings by level of priority, highest first; then how many discounts.
  Amounts score(const std::vector<std::size_t>& set) const {
    Amounts saved(levels_.size() + 1);
    Amounts left = starting(basket_);
    for (const std::size_t i : set) {
      const auto& terms = *candidates_[i].discount;
      const auto level = std::find(levels_.begin(), levels_.end(), terms.priority);
      auto& sum = saved[static_cast<std::size_t>(level - levels_.begin())];
      sum += shipping_saved(terms, basket_);
      const Amounts off = amounts_off(candidates_[i], basket_, left);
      for (std::size_t line = 0; line < off.size(); ++line) {
        left[line] -= off[line];
        sum += off[line];
      }
    }
    saved.back() = static_cast<std::int64_t>(set.size());
    return saved;
  }

  // The candidates that every set is tried of: those that come first by rank and own saving.
  std::vector<std::size_t> ranked() const {
    std::vector<std::pair<Amounts, std::size_t>> scores;
    for (std::size_t i = 0; i < candidates_.size(); ++i) scores.push_back({score({i}), i});
    std::stable_sort(scores.begin(), scores.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::size_t> order;
    for (const auto& [saved, i] : scores) order.push_back(i);
    return order;
  }

  std::vector<std::size_t> best_set() const {
    const auto order = ranked();
    const std::size_t tried = std::min(order.size(), tried_max);
    std::vector<std::size_t> best;
    Amounts best_score;
    for (std::size_t mask = 1; mask < (std::size_t{1} << tried); ++mask) {
      std::vector<std::size_t> set;
      bool allowed = true;
      for (std::size_t bit = 0; bit < tried && allowed; ++bit) {
        if (!(mask >> bit & 1)) continue;
        allowed = fits(set, order[bit]);
        set.push_back(order[bit]);
      }
      if (!allowed) continue;
      std::sort(set.begin(), set.end());  // the order of taking off
      const Amounts saved = score(set);
      if (saved <= best_score) continue;
      best = std::move(set);
      best_score = saved;
    }
    for (std::size_t i = tried; i < order.size(); ++i) {
      if (fits(best, order[i])) best.push_back(order[i]);
    }
    std::sort(best.begin(), best.end());
    return best;
  }

  Evaluation applied(const std::vector<std::size_t>& set) const {
    Evaluation evaluation;
    Amounts left = starting(basket_);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Candidate& candidate = candidates_[i];
      const Discount& discount = *candidate.discount;
      Applied one{discount.id, discount.code, discount.title, Amounts(left.size()), false, {},
                  discount.version};
      const bool taken = std::find(set.begin(), set.end(), i) != set.end();
      if (taken) one.lines = amounts_off(candidate, basket_, left);
      one.free_shipping = discount.kind == Kind::free_shipping;
      if (discount.shipping_price_max)
        one.free_shipping_price_max = discount.shipping_price_max->amount;
      // What others left nothing to take off is not used up for nothing.
      if (!taken || (one.total() == 0 && !one.free_shipping)) {
        if (!candidate.typed.empty())
          evaluation.refused.push_back({candidate.typed, not_combinable()});
        continue;
      }
      for (std::size_t line = 0; line < left.size(); ++line) left[line] -= one.lines[line];
      evaluation.applied.push_back(std::move(one));
    }
    return evaluation;
  }

  const Basket& basket_;
  std::vector<Candidate> candidates_;  // in the order of taking off
  Amounts levels_;                     // the priorities there are, highest first
};

}  // namespace

Evaluation choose(const Basket& basket, std::span<const Candidate> candidates) {
  if (candidates.empty()) return {};
  return Choice(basket, candidates).best();
}

}  // namespace plaza::promotions
