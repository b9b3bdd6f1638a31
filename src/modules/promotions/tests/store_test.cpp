#include "store.h"

#include "promotions_fixture.h"

namespace plaza::promotions {
namespace {

class PromotionsStore : public PromotionsFixture {};

ENGINE_TEST(PromotionsStore, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(PromotionsStore, ADiscountIsReadAsItWasWritten) {
  DiscountTerms terms;
  terms.code = "TẾT-2027";
  terms.title = "Năm mới";
  terms.kind = Kind::buy_x_get_y;
  terms.buy_get = BuyGet{2, 1, {{bowl}, {spring}}, 5'000, 3};
  terms.target = {{vase}, {spring}};
  terms.excludes_sale = true;
  terms.subtotal_min = Money{1'000, eur};
  terms.quantity_min = 2;
  terms.audience = "regulars";
  terms.first_order = true;
  terms.starts_at = clock.now();
  terms.ends_at = clock.now() + days(7);
  terms.uses_max = 10;
  terms.uses_per_person_max = 2;
  terms.priority = -3;
  terms.combines_with = {Class::order, Class::shipping};
  const auto made = make(terms);
  EXPECT_EQ(static_cast<const DiscountTerms&>(made), terms);
  EXPECT_EQ(stored(made.id), made);
  EXPECT_EQ(made.version, 1);
}

ENGINE_TEST(PromotionsStore, TheListIsReadInPagesAndFindsParts) {
  for (int i = 1; i <= 5; ++i) make(percent(i * 100, "CODE_" + std::to_string(i)));
  make(percent(100, "OTHER"));
  const auto list = [&](DiscountQuery query) {
    const auto read = [&](db::Reader& reader) {
      std::string codes;
      for (const auto& one : module->discounts().discounts(reader, query)) codes += one.code + " ";
      return codes;
    };
    return database().read_now(read);
  };
  EXPECT_EQ(list({}), "OTHER CODE_5 CODE_4 CODE_3 CODE_2 CODE_1 ");
  EXPECT_EQ(list({"ode_", {}, {}, 2}), "CODE_5 CODE_4 ");
  EXPECT_EQ(list({"E%5", {}, {}, 20}), "");
  EXPECT_EQ(list({"some PERCENT", {}, {}, 1}), "OTHER ");
  EXPECT_EQ(list({"", DiscountStatus::disabled, {}, 20}), "");
}

}  // namespace
}  // namespace plaza::promotions
