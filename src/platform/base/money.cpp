#include "platform/base/money.h"

#include <limits>

#include "platform/base/check.h"

namespace plaza {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::string_view no_digits[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                          "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                          "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view three_digits[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::int64_t narrow(Wide value) {
  CHECK(value >= std::numeric_limits<std::int64_t>::min() &&
        value <= std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::optional<Currency> parse_currency(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  for (char letter : code) {
    if (letter < 'A' || letter > 'Z') return std::nullopt;
  }
  return Currency{{code[0], code[1], code[2]}};
}

int minor_digits(Currency currency) {
  for (auto code : no_digits) {
    if (currency.code() == code) return 0;
  }
  for (auto code : three_digits) {
    if (currency.code() == code) return 3;
  }
  return 2;
}

Money operator+(Money a, Money b) {
  CHECK(a.currency == b.currency);
  return {narrow(Wide{a.amount} + b.amount), a.currency};
}

Money operator-(Money a, Money b) {
  CHECK(a.currency == b.currency);
  return {narrow(Wide{a.amount} - b.amount), a.currency};
}

Money operator*(Money a, std::int64_t count) {
  return {narrow(Wide{a.amount} * count), a.currency};
}

std::int64_t scale_rounded(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
  CHECK(denominator != 0);
  Wide product = Wide{amount} * numerator;
  Wide divisor = denominator;
  if (divisor < 0) {
    product = -product;
    divisor = -divisor;
  }
  const Wide half = divisor / 2;
  // For an odd divisor there is no exact half, so adding the lower half rounds to nearest.
  return narrow(product >= 0 ? (product + half) / divisor : -((-product + half) / divisor));
}

std::string decimal_text(Money money) {
  const bool negative = money.amount < 0;
  auto magnitude = static_cast<std::uint64_t>(money.amount);
  if (negative) magnitude = ~magnitude + 1;
  std::string text = std::to_string(magnitude);
  const auto digits = static_cast<std::size_t>(minor_digits(money.currency));
  if (digits > 0) {
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    text.insert(text.size() - digits, 1, '.');
  }
  if (negative) text.insert(0, 1, '-');
  return text;
}

std::optional<Money> parse_money(std::string_view decimal, Currency currency) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const auto point = decimal.find('.');
  const auto whole = decimal.substr(0, point);
  const auto fraction =
      point == std::string_view::npos ? std::string_view{} : decimal.substr(point + 1);
  const auto digits = static_cast<std::size_t>(minor_digits(currency));
  if (whole.empty() || fraction.size() > digits) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  Wide amount = 0;
  const auto add_digit = [&](char digit) {
    if (digit < '0' || digit > '9') return false;
    amount = amount * 10 + (digit - '0');
    return amount <= std::numeric_limits<std::int64_t>::max();
  };
  for (char digit : whole) {
    if (!add_digit(digit)) return std::nullopt;
  }
  for (std::size_t i = 0; i < digits; ++i) {
    if (!add_digit(i < fraction.size() ? fraction[i] : '0')) return std::nullopt;
  }
  const auto value = static_cast<std::int64_t>(amount);
  return Money{negative ? -value : value, currency};
}

}  // namespace plaza
