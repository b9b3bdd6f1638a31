#include "rules.h"

#include <gtest/gtest.h>

namespace plaza::inventory {
namespace {

using catalog::VariantId;

TEST(StockRules, TakeLinesInTheOrderOfTheirVariants) {
  const std::vector<StockLine> lines{
      {VariantId{30}, 1}, {VariantId{10}, 1}, {VariantId{20}, 1}, {VariantId{10}, 2}};
  EXPECT_EQ(order_of_taking(lines), (std::vector<std::size_t>{1, 3, 2, 0}));
}

TEST(StockRules, NameTheFieldOfAQuantityThatIsNone) {
  const std::vector<StockLine> lines{{VariantId{1}, 1}, {VariantId{2}, 0}};
  const auto status = check_lines(lines);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().fields[0].field, "lines[1].quantity");
  const std::vector<StockLine> huge{{VariantId{1}, on_hand_max + 1}};
  EXPECT_EQ(check_lines(huge).error().code, "request.invalid");
}

TEST(StockRules, NameAllLinesThatCannotBeHadInTheirOrder) {
  Shortage shortage;
  EXPECT_FALSE(shortage.any());
  shortage.add(3, 0);
  shortage.add(1, 2);
  shortage.add(2, 1);
  const Error error = shortage.error();
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_EQ(error.code, "inventory.out_of_stock");
  ASSERT_EQ(error.fields.size(), 3u);
  EXPECT_EQ(error.fields[0].field, "lines[1].quantity");
  EXPECT_EQ(error.fields[0].message, "is more than the 2 that are left");
  EXPECT_EQ(error.fields[1].message, "is more than the one that is left");
  EXPECT_EQ(error.fields[2].message, "is sold out");
}

TEST(StockRules, KnowAHandle) {
  EXPECT_TRUE(is_location_handle("ha-noi_2"));
  EXPECT_FALSE(is_location_handle(""));
  EXPECT_FALSE(is_location_handle("Hà Nội"));
  EXPECT_FALSE(is_location_handle(std::string(61, 'a')));
}

}  // namespace
}  // namespace plaza::inventory
