// Rounding, conversion and which price list wins, by hand.
#include <gtest/gtest.h>

#include "pricing/price.h"
#include "rules.h"

namespace plaza::pricing {
namespace {

Currency currency(const char* code) { return *parse_currency(code); }

TEST(Rounded, GoesToTheNearestEnding) {
  const Rounding charm{100, 99};
  EXPECT_EQ(rounded(1'234, charm), 1'199);
  EXPECT_EQ(rounded(1'250, charm), 1'299);
  EXPECT_EQ(rounded(1'249, charm), 1'299);  // 50 to either side: up
  EXPECT_EQ(rounded(1'248, charm), 1'199);
  EXPECT_EQ(rounded(1'299, charm), 1'299);
  EXPECT_EQ(rounded(1'449, {100, 0}), 1'400);
  EXPECT_EQ(rounded(1'450, {100, 0}), 1'500);
  EXPECT_EQ(rounded(1'237, {5, 0}), 1'235);
  EXPECT_EQ(rounded(1'237, {}), 1'237);
}

TEST(Rounded, APriceNeverBecomesNothing) {
  EXPECT_EQ(rounded(1, {100, 99}), 99);
  EXPECT_EQ(rounded(30, {100, 0}), 100);
  EXPECT_EQ(rounded(0, {100, 99}), 0);
}

TEST(Converted, TakesTheDigitsOfBothCurrenciesIntoAccount) {
  const auto to = [](const char* code, const char* rate, Rounding rounding = {}) {
    return CurrencyRule{currency(code), *parse_rate(rate), rounding};
  };
  EXPECT_EQ(converted(1'000, currency("EUR"), to("JPY", "163.5")), 1'635);        // 10.00 EUR
  EXPECT_EQ(converted(1'000, currency("EUR"), to("KWD", "0.3325")), 3'325);       // 3.325 KWD
  EXPECT_EQ(converted(1'000, currency("EUR"), to("VND", "26500", {1'000, 0})), 265'000);
  EXPECT_EQ(converted(265'000, currency("VND"), to("EUR", "0.0000377")), 999);    // 9.9905 EUR
  EXPECT_EQ(converted(1'000, currency("EUR"), to("USD", "1.0857", {100, 99})), 1'099);
  EXPECT_EQ(converted(1, currency("VND"), to("EUR", "0.0000377")), 1);  // above nothing stays above nothing
  EXPECT_EQ(converted(0, currency("EUR"), to("USD", "1.1")), 0);
  EXPECT_EQ(converted(unit_price_max, currency("EUR"), to("VND", "1000000")), unit_price_max);
}

TEST(Rates, AreReadAndWrittenWithoutLoss) {
  EXPECT_EQ(parse_rate("1"), 1'000'000'000);
  EXPECT_EQ(parse_rate("0.85"), 850'000'000);
  EXPECT_EQ(parse_rate("0.000000001"), 1);
  EXPECT_EQ(parse_rate("1000000"), rate_max);
  for (const char* wrong : {"", "0", "-1", "1.", ".5", "1e3", "0.0000000001", "1000001", "12345678", "1,5", " 1"}) {
    EXPECT_FALSE(parse_rate(wrong)) << wrong;
  }
  for (const char* text : {"1", "0.85", "163.5", "0.000000001", "26500"}) EXPECT_EQ(rate_text(*parse_rate(text)), text);
}

// --- who wins

struct Given {
  PriceList list;
  std::optional<Entry> entry;
};

PriceList forever(const char* name) {
  PriceList list;
  list.name = name;
  return list;
}
PriceList sale(const char* name, std::int64_t off_ppm = 0) {
  auto list = forever(name);
  list.starts_at = Time{1'000};
  list.ends_at = Time{2'000};
  list.off_ppm = off_ppm;
  return list;
}
PriceList of_group(const char* name, std::int64_t off_ppm = 0) {
  auto list = forever(name);
  list.group_id = CustomerGroupId{7};
  list.off_ppm = off_ppm;
  return list;
}
Entry at(std::int64_t amount, std::optional<std::int64_t> compare_at = {}) {
  Entry entry;
  entry.amount = amount;
  entry.compare_at = compare_at;
  return entry;
}
Entry off(std::int64_t ppm) {
  Entry entry;
  entry.off_ppm = ppm;
  return entry;
}

// "list amount (was compare)", with a star for a sale.
std::string best(UnitPrice catalogue, const std::vector<Given>& given) {
  std::vector<Candidate> candidates;
  for (const auto& one : given) candidates.push_back({&one.list, one.entry ? &*one.entry : nullptr});
  const auto price = best_price(catalogue, candidates);
  std::string text = (price.list.empty() ? "catalogue" : price.list) + " " + std::to_string(price.amount);
  if (price.compare_at) text += " (was " + std::to_string(*price.compare_at) + ")";
  return price.sale ? text + " *" : text;
}

TEST(BestPrice, WithoutListsIsTheCatalogues) {
  EXPECT_EQ(best({1'000, 1'200}, {}), "catalogue 1000 (was 1200)");
  EXPECT_EQ(best({1'000, 1'000}, {}), "catalogue 1000");
}

TEST(BestPrice, AListForEverybodyTakesTheCataloguesPlaceEvenWhenItIsDearer) {
  EXPECT_EQ(best({1'000, 1'200}, {{forever("US"), at(1'099)}}), "US 1099");
  EXPECT_EQ(best({1'000}, {{forever("US"), at(1'099, 1'299)}}), "US 1099 (was 1299)");
  EXPECT_EQ(best({1'000}, {{forever("A"), at(1'099)}, {forever("B"), at(1'050)}}), "B 1050");
}

TEST(BestPrice, ASaleIsCrossedOutAgainstThePriceBeforeIt) {
  EXPECT_EQ(best({1'000, 1'500}, {{sale("Summer"), at(800)}}), "Summer 800 (was 1000) *");
  EXPECT_EQ(best({1'000}, {{forever("US"), at(1'200)}, {sale("Summer", 100'000), {}}}), "Summer 1080 (was 1200) *");
}

TEST(BestPrice, ASaleThatIsNotCheaperIsNone) {
  EXPECT_EQ(best({1'000, 1'100}, {{sale("Summer"), at(1'000)}}), "catalogue 1000 (was 1100)");
  EXPECT_EQ(best({1'000}, {{sale("Summer"), at(1'300)}}), "catalogue 1000");
}

TEST(BestPrice, TheLowestOfSeveralWins) {
  const std::vector<Given> given = {{sale("A", 100'000), {}}, {sale("B"), at(850)}, {sale("C"), off(120'000)}};
  EXPECT_EQ(best({1'000}, given), "B 850 (was 1000) *");
}

TEST(BestPrice, AGroupsPriceIsNoSale) {
  EXPECT_EQ(best({1'000, 1'200}, {{of_group("Trade", 250'000), {}}}), "Trade 750 (was 1200)");
  EXPECT_EQ(best({1'000}, {{of_group("Trade"), at(1'100)}}), "catalogue 1000");
}

TEST(BestPrice, ForAGroupASaleIsCrossedOutAgainstItsOwnPrice) {
  const std::vector<Given> given = {{of_group("Trade"), at(900)}, {sale("Summer", 200'000), {}}};
  EXPECT_EQ(best({1'000}, given), "Summer 800 (was 900) *");
}

TEST(BestPrice, AnEntryGoesBeforeTheListsOwnPercentage) {
  EXPECT_EQ(best({1'000}, {{sale("Summer", 100'000), off(300'000)}}), "Summer 700 (was 1000) *");
  EXPECT_EQ(best({1'000}, {{sale("Summer", 500'000), at(950)}}), "Summer 950 (was 1000) *");
}

TEST(BestPrice, APercentageIsRoundedByItsListAndHalfUpWithout) {
  auto charm = sale("Summer", 200'000);
  charm.rounding = {100, 99};
  EXPECT_EQ(best({4'999}, {{charm, {}}}), "Summer 3999 (was 4999) *");
  EXPECT_EQ(best({1'005}, {{sale("Ten", 100'000), {}}}), "Ten 905 (was 1005) *");  // 904.5
  EXPECT_EQ(best({1'000}, {{sale("All", 1'000'000), {}}}), "All 0 (was 1000) *");
}

TEST(BestPrice, AListOfAnyCurrencyRoundsByTheCurrencyItIsUsedIn) {
  auto any = sale("Any", 150'000);
  any.rounding = {100, 0};
  auto own = any;
  own.currency = currency("VND");
  const UnitPrice dong{7'070'000};
  const Candidate of_any{&any, nullptr}, of_dong{&own, nullptr};
  EXPECT_EQ(best_price(dong, std::span(&of_any, 1), Rounding{10'000, 0}).amount, 6'010'000);
  EXPECT_EQ(best_price(dong, std::span(&of_dong, 1), Rounding{10'000, 0}).amount, 6'009'500);
}

}  // namespace
}  // namespace plaza::pricing
