#include "platform/base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace plaza {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

Currency currency(const char* code) { return *parse_currency(code); }

TEST(Currency, IsThreeUpperCaseLetters) {
  EXPECT_EQ(currency("VND").code(), "VND");
  for (const char* text : {"", "EU", "EURO", "eur", "E1R"}) {
    EXPECT_EQ(parse_currency(text), std::nullopt) << text;
  }
}

TEST(Currency, KnowsItsDigits) {
  EXPECT_EQ(minor_digits(currency("JPY")), 0);
  EXPECT_EQ(minor_digits(currency("VND")), 0);
  EXPECT_EQ(minor_digits(currency("EUR")), 2);
  EXPECT_EQ(minor_digits(currency("KWD")), 3);
}

TEST(Money, AddsSubtractsAndMultiplies) {
  const Money ten{1000, currency("EUR")};
  EXPECT_EQ(ten + ten, (Money{2000, currency("EUR")}));
  EXPECT_EQ(ten - ten * 3, (Money{-2000, currency("EUR")}));
}

TEST(MoneyDeathTest, StopsAtOverflowAndMixedCurrencies) {
  EXPECT_DEATH((Money{largest, {}} + Money{1, {}}), "CHECK failed");
  EXPECT_DEATH((Money{smallest, {}} - Money{1, {}}), "CHECK failed");
  EXPECT_DEATH((Money{largest, {}} * 2), "CHECK failed");
  EXPECT_DEATH((Money{1, currency("EUR")} + Money{1, currency("USD")}), "CHECK failed");
}

TEST(ScaleRounded, RoundsHalfAwayFromZero) {
  EXPECT_EQ(scale_rounded(1, 1, 2), 1);
  EXPECT_EQ(scale_rounded(-1, 1, 2), -1);
  EXPECT_EQ(scale_rounded(1, 1, 3), 0);
  EXPECT_EQ(scale_rounded(2, 1, 3), 1);
  EXPECT_EQ(scale_rounded(5, 1, -2), -3);
  EXPECT_EQ(scale_rounded(1999, 19, 119), 319);
}

TEST(ScaleRounded, HasAWideIntermediate) {
  EXPECT_EQ(scale_rounded(largest, largest, largest), largest);
  EXPECT_EQ(scale_rounded(smallest, 1, 1), smallest);
}

TEST(Money, TextHasTheCurrencysDigits) {
  EXPECT_EQ(decimal_text({1999, currency("EUR")}), "19.99");
  EXPECT_EQ(decimal_text({5, currency("EUR")}), "0.05");
  EXPECT_EQ(decimal_text({-5, currency("EUR")}), "-0.05");
  EXPECT_EQ(decimal_text({1999, currency("VND")}), "1999");
  EXPECT_EQ(decimal_text({1, currency("KWD")}), "0.001");
  EXPECT_EQ(decimal_text({smallest, currency("EUR")}), "-92233720368547758.08");
}

TEST(Money, TextIsReadBack) {
  EXPECT_EQ(parse_money("19.99", currency("EUR")), (Money{1999, currency("EUR")}));
  EXPECT_EQ(parse_money("19.9", currency("EUR")), (Money{1990, currency("EUR")}));
  EXPECT_EQ(parse_money("19", currency("EUR")), (Money{1900, currency("EUR")}));
  EXPECT_EQ(parse_money("-0.05", currency("EUR")), (Money{-5, currency("EUR")}));
  EXPECT_EQ(parse_money("250000", currency("VND")), (Money{250'000, currency("VND")}));
}

TEST(Money, RefusesWhatIsNotAnAmount) {
  for (const char* text : {"", ".", ".5", "5.", "1.999", "1,99", "1e3", "--1", "+1", " 1",
                           "99999999999999999999", "92233720368547758.08", "1.2.3", "-"}) {
    EXPECT_EQ(parse_money(text, currency("EUR")), std::nullopt) << text;
  }
  EXPECT_EQ(parse_money("1.0", currency("VND")), std::nullopt);
}

}  // namespace
}  // namespace plaza
