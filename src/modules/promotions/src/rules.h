// What a discount takes off, decided without looking anything up: conditions, amounts and which
// discounts go together. Everything here is a pure function of its arguments.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "promotions/discounts.h"
#include "promotions/promotions.h"

namespace plaza::promotions {

// A discount beside a basket: which lines its targets name, and who typed it.
struct Candidate {
  std::shared_ptr<const Discount> discount;
  std::string typed;            // empty: it applies by itself
  std::vector<bool> matches;    // by line: the discount's target (and its condition on sales)
  std::vector<bool> gets;       // by line: what buy_x_get_y makes cheaper
};

// What had to be looked up about a discount and a person.
struct Facts {
  bool in_audience = true;
  bool ordered_before = false;
  bool used_up = false;
  bool used_by_person = false;
};

inline constexpr std::size_t codes_max = 10;

// What staff wrote: all that is wrong with it at once.
Status check_terms(const DiscountTerms& terms);
// What codes are compared by: no case, no marks, no blanks around. Empty for what is no code.
std::string code_key(std::string_view code);
bool is_code(std::string_view code);

Error unknown_code();
Error not_combinable();
// Conditions, in the order in which a shopper is told of them.
Status check_dates(const DiscountTerms& terms, Time at);
Status check_people(const DiscountTerms& terms, const Facts& facts);
Status check_basket(const Candidate& candidate, const Basket& basket);

// Shares of `amount` in the proportion of `weights`, adding up exactly: largest remainders first,
// then the first ones. 0 <= amount <= sum of weights; no share is above its weight.
std::vector<std::int64_t> spread(std::int64_t amount, std::span<const std::int64_t> weights);

// What the discount takes off each line of which `left` is left. All zero when it gives nothing.
std::vector<std::int64_t> amounts_off(const Candidate& candidate, const Basket& basket,
                                      std::span<const std::int64_t> left);

bool combine(const DiscountTerms& a, const DiscountTerms& b);

// The set of candidates (whose conditions all hold) that is applied, in the order of taking off;
// the codes among the others are refused.
Evaluation choose(const Basket& basket, std::span<const Candidate> candidates);

}  // namespace plaza::promotions
