#include "units.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace plaza::comparison {
namespace {

double converted(double number, std::string_view from, std::string_view to) {
  return convert(number, *find_unit(from), *find_unit(to));
}

TEST(Units, AreFoundBySymbolNameAndInVietnamese) {
  const std::vector<std::pair<std::string_view, std::string_view>> same = {
      {"KG", "kg"}, {"grams", "g"}, {"gram", "g"}, {"L", "l"}, {"lít", "l"}, {"mét", "m"}, {"giờ", "h"}, {"phút", "min"},
      {"hours", "h"}, {"watt", "W"}, {"w", "W"}, {"inch", "in"}, {"\"", "in"}, {"lbs", "lb"}, {"m2", "m²"}, {" ml ", "ml"},
      {"khz", "kHz"}, {"°c", "°C"}};
  for (const auto& [name, symbol] : same) {
    ASSERT_NE(find_unit(name), nullptr) << name;
    EXPECT_EQ(find_unit(name)->symbol, symbol) << name;
  }
}

TEST(Units, UnknownNamesAreNoUnits) {
  for (const auto* name : {"", " ", "pieces", "kg kg", "g/m", "Mb", "gb", "a very long name of something"}) EXPECT_EQ(find_unit(name), nullptr) << name;
}

TEST(Units, AreConvertedExactlyEnough) {
  EXPECT_DOUBLE_EQ(converted(1.5, "kg", "g"), 1'500);
  EXPECT_DOUBLE_EQ(converted(250, "mm", "cm"), 25);
  EXPECT_DOUBLE_EQ(converted(2, "m", "cm"), 200);
  EXPECT_DOUBLE_EQ(converted(0.35, "l", "ml"), 350);
  EXPECT_DOUBLE_EQ(converted(90, "min", "h"), 1.5);
  EXPECT_DOUBLE_EQ(converted(2, "days", "h"), 48);
  EXPECT_DOUBLE_EQ(converted(2'400, "W", "kW"), 2.4);
  EXPECT_DOUBLE_EQ(converted(1, "lb", "g"), 453.59237);
  EXPECT_DOUBLE_EQ(converted(1, "in", "mm"), 25.4);
  EXPECT_NEAR(converted(212, "°F", "°C"), 100, 1e-9);
  EXPECT_NEAR(converted(100, "°C", "°F"), 212, 1e-9);
  EXPECT_NEAR(converted(0, "°C", "K"), 273.15, 1e-9);
  EXPECT_DOUBLE_EQ(converted(7, "oz", "oz"), 7);
}

TEST(Units, NumbersAreShortToRead) {
  const std::vector<std::pair<double, std::string>> texts = {
      {0, "0"}, {1.5, "1.5"}, {350.00000000000006, "350"}, {12'000, "12000"}, {0.1 + 0.2, "0.3"}, {453.59237, "453.592"}, {-0.25, "-0.25"},
      {0.000123, "0.000123"}, {1'234'567, "1234567"}, {99.99999999, "100"}, {1.0 / 3, "0.333333"}};
  for (const auto& [number, text] : texts) EXPECT_EQ(number_text(number), text);
  EXPECT_EQ(number_text(1.0 / 0.0), "");
  EXPECT_EQ(number_text(1e300), "1e+300");
}

}  // namespace
}  // namespace plaza::comparison
