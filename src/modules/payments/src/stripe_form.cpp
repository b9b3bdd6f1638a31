#include "stripe_form.h"

namespace plaza::payments {

std::string form_escaped(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == '-' || byte == '.' || byte == '_' || byte == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

StripeForm& StripeForm::add(std::initializer_list<std::string_view> path, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  bool first = true;
  for (const auto name : path) {
    text_ += first ? form_escaped(name) : "[" + form_escaped(name) + "]";
    first = false;
  }
  text_ += '=';
  text_ += form_escaped(value);
  return *this;
}

}  // namespace plaza::payments
