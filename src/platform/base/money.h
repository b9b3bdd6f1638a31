// Money: whole minor units and an ISO 4217 currency. Never floating point.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza {

// Three upper-case letters.
struct Currency {
  std::array<char, 3> letters = {'E', 'U', 'R'};

  std::string_view code() const { return {letters.data(), letters.size()}; }
  friend auto operator<=>(const Currency&, const Currency&) = default;
};

std::optional<Currency> parse_currency(std::string_view code);
// Digits after the point: 0 (JPY, VND), 2 (EUR), 3 (KWD).
int minor_digits(Currency currency);

struct Money {
  std::int64_t amount = 0;  // minor units
  Currency currency = {};

  friend bool operator==(const Money&, const Money&) = default;
};

// Both must be of one currency (CHECKed); overflow is CHECKed too.
Money operator+(Money a, Money b);
Money operator-(Money a, Money b);
Money operator*(Money a, std::int64_t count);

// `amount` * numerator / denominator, half away from zero, with a 128-bit intermediate.
std::int64_t scale_rounded(std::int64_t amount, std::int64_t numerator, std::int64_t denominator);

// "19.99" with the currency's digits, no symbol; for JSON-LD, feeds and CSV.
std::string decimal_text(Money money);
// The reverse; nothing if it is not a number, or has more digits than the currency.
std::optional<Money> parse_money(std::string_view decimal, Currency currency);

}  // namespace plaza
