// The body of a request to Stripe: application/x-www-form-urlencoded with nested names, a[b][0]=c.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace plaza::payments {

class StripeForm {
 public:
  // The names from outside in: {"metadata", "plaza_payment"} becomes metadata[plaza_payment]; a list's places are "0", "1", ….
  StripeForm& add(std::initializer_list<std::string_view> path, std::string_view value);
  StripeForm& add(std::string_view name, std::string_view value) { return add({name}, value); }
  StripeForm& add(std::string_view name, std::int64_t value) { return add({name}, std::to_string(value)); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Everything but letters, digits and -._~ as %XX: a bracket in a name or a value cannot be taken for structure.
std::string form_escaped(std::string_view text);

}  // namespace plaza::payments
