// What staff may write, and what a code is.
#include <algorithm>

#include "platform/base/text.h"
#include "rules.h"

namespace plaza::promotions {
namespace {

using Errors = std::vector<FieldError>;

bool is_positive(const std::optional<Money>& money) { return money && money->amount > 0; }

void check_kind(const DiscountTerms& terms, Errors& errors) {
  const auto only_for = [&](bool there, Kind kind, const char* field) {
    if (there && terms.kind != kind)
      errors.push_back({field, "not_of_this_kind", "does not belong to this kind of discount"});
  };
  only_for(terms.percent_bp != 0, Kind::percent, "percent_bp");
  only_for(terms.amount.has_value(), Kind::amount, "amount");
  only_for(terms.buy_get.has_value(), Kind::buy_x_get_y, "buy_get");
  only_for(terms.shipping_price_max.has_value(), Kind::free_shipping, "shipping_price_max");
  if (terms.kind == Kind::percent && (terms.percent_bp < 1 || terms.percent_bp > 10'000))
    errors.push_back({"percent_bp", "out_of_range", "must be between 1 and 10000"});
  if (terms.kind == Kind::amount && !is_positive(terms.amount))
    errors.push_back({"amount", "out_of_range", "must be more than zero"});
  if (terms.kind == Kind::buy_x_get_y && !terms.buy_get)
    errors.push_back({"buy_get", "required", "is required"});
}

void check_limits(const DiscountTerms& terms, Errors& errors) {
  for (const auto& [money, field] :
       {std::pair(terms.subtotal_min, "subtotal_min"),
        std::pair(terms.shipping_price_max, "shipping_price_max")}) {
    if (money && money->amount < 0) errors.push_back({field, "out_of_range", "must be 0 or more"});
  }
  if (terms.amount && terms.subtotal_min && terms.amount->currency != terms.subtotal_min->currency)
    errors.push_back({"subtotal_min", "wrong_currency", "must be in the amount's currency"});
  if (terms.starts_at && terms.ends_at && *terms.ends_at <= *terms.starts_at)
    errors.push_back({"ends_at", "out_of_range", "must be after the start"});
  if (terms.uses_max && *terms.uses_max < 1)
    errors.push_back({"uses_max", "out_of_range", "must be 1 or more"});
  if (terms.uses_per_person_max && *terms.uses_per_person_max < 1)
    errors.push_back({"uses_per_person_max", "out_of_range", "must be 1 or more"});
  auto classes = terms.combines_with;
  std::sort(classes.begin(), classes.end());
  if (std::adjacent_find(classes.begin(), classes.end()) != classes.end())
    errors.push_back({"combines_with", "repeated", "names something twice"});
}

}  // namespace

bool is_code(std::string_view code) {
  if (code.empty() || !is_utf8(code) || code_points(code) > 40) return false;
  const auto fits = [](unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  };
  return std::all_of(code.begin(), code.end(), fits) && !folded(code).empty();
}

std::string code_key(std::string_view code) {
  const auto clean = trimmed(code);
  return is_code(clean) ? folded(clean) : std::string();
}

Status check_terms(const DiscountTerms& terms) {
  Errors errors;
  if (!terms.code.empty() && !is_code(terms.code)) {
    errors.push_back({"code", "wrong_format",
                      "may have letters, digits, - _ and . only, at most 40"});
  }
  if (trimmed(terms.title).empty()) errors.push_back({"title", "required", "is required"});
  check_kind(terms, errors);
  check_limits(terms, errors);
  if (errors.empty()) return done();
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.",
               std::move(errors)};
}

}  // namespace plaza::promotions
