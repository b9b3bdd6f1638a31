// What files say of customers, on both engines and in memory.
#include "pricing/standing.h"

#include "pricing_fixture.h"

namespace plaza::pricing {
namespace {

class PricingStandings : public PricingFixture {
 protected:
  // "unchanged", "changed", or the code and field of the refusal; of each wish.
  std::vector<std::string> put(const std::vector<StandingWish>& wishes, bool keep = true) {
    std::vector<std::string> told;
    const auto work = [&](db::Transaction& tx) -> Status {
      told.clear();
      const auto bring_in = [&] {
        for (const auto& answer : module->standings().put(tx, wishes, "acc_1")) {
          if (answer.ok()) told.push_back(*answer ? "changed" : "unchanged");
          else told.push_back(answer.error().code + (answer.error().fields.empty() ? "" : " " + answer.error().fields[0].field));
        }
        return keep;
      };
      tx.nested(bring_in);
      return done();
    };
    EXPECT_EQ(outcome(work), "ok");
    return told;
  }
  Standing of(AccountId account) {
    return database().read_now([&](db::Reader& reader) { return module->standings().of(reader, account); });
  }
  bool exempt(AccountId account) {
    TaxQuestion question;
    const Line line{100, 1};
    question.lines = {&line, 1};
    question.account_id = account;
    question.at = clock.now();
    return module->taxes().of(question).tax_exempt;
  }
};
using Told = std::vector<std::string>;

ENGINE_TEST(PricingStandings, GroupsAreMadeWhenMissingAndTheExemptionIsSet) {
  make_group("VIP", false, {binh});
  const Standing wish{{{"Trade, \"EU\"", true}, {"VIP", true}}, TaxExemption{"DE 123", clock.now() + days(1)}};
  EXPECT_EQ(put({{an, wish}, {binh, {}}}), (Told{"changed", "changed"}));
  EXPECT_EQ(of(an).groups, (std::vector<GroupName>{{"Trade, \"EU\"", true}, {"VIP", false}}));  // as staff set it
  EXPECT_EQ(of(an).exemption, wish.exemption);
  EXPECT_EQ(of(binh), Standing{});
  EXPECT_EQ(module->prices().groups_of(an).size(), 2u);
  EXPECT_TRUE(module->prices().groups_of(binh).empty());
  EXPECT_TRUE(exempt(an));
  EXPECT_EQ(put({{an, wish}, {binh, {}}}), (Told{"unchanged", "unchanged"}));
  EXPECT_EQ(put({{an, {}}}), (Told{"changed"}));
  EXPECT_EQ(of(an), Standing{});
  EXPECT_FALSE(exempt(an));
}

ENGINE_TEST(PricingStandings, OfGroupsWithOneNameTheOldestIsMeant) {
  const auto first = make_group("VIP", false, {});
  make_group("VIP", false, {binh});
  EXPECT_EQ(put({{an, {{{"VIP"}, {"VIP"}}, {}}}, {binh, {{{"VIP"}}, {}}}}), (Told{"changed", "unchanged"}));
  EXPECT_EQ(module->prices().groups_of(an), std::vector{first});
  EXPECT_EQ(of(an).groups.size(), 1u);
}

ENGINE_TEST(PricingStandings, ARefusedWishChangesNothingAndTheOthersGoIn) {
  const Standing good{{{"A"}}, TaxExemption{"x", {}}};
  EXPECT_EQ(put({{an, {{{"B"}, {""}}, {}}},
                 {an, {{{std::string(101, 'x')}}, {}}},
                 {an, {{{"B"}}, TaxExemption{"a\nb", {}}}},
                 {an, {{{"B"}}, TaxExemption{std::string(301, 'x'), {}}}},
                 {an, {std::vector<GroupName>(101, {"B"}), {}}},
                 {binh, good}}),
            (Told{"request.invalid groups", "request.invalid groups", "request.invalid exemption", "request.invalid exemption",
                  "request.invalid groups", "changed"}));
  EXPECT_EQ(of(an), Standing{});
  EXPECT_EQ(of(binh), good);
  std::vector<StandingWish> many;
  for (int i = 0; i < 10; ++i) {
    many.push_back({an, {}});
    for (int j = 0; j < 100; ++j) many.back().standing.groups.push_back({"g" + std::to_string(i * 100 + j)});
  }
  const auto told = put(many);  // "A" is there: the last hundred are one too many
  EXPECT_EQ(std::count(told.begin(), told.end(), "changed"), 9);
  EXPECT_EQ(told.back(), "pricing.too_many");
}

ENGINE_TEST(PricingStandings, WhatIsUndoneIsNotShown) {
  EXPECT_EQ(put({{an, {{{"VIP"}}, TaxExemption{"x", {}}}}}, false), (Told{"changed"}));
  EXPECT_TRUE(module->prices().groups_of(an).empty());
  EXPECT_FALSE(exempt(an));
  EXPECT_EQ(of(an), Standing{});
}

// --- the tax class in the file of products

ENGINE_TEST(PricingStandings, TheFileOfProductsCarriesTheTaxClass) {
  auto& columns = module->product_columns();
  const auto put = [&](std::vector<catalog::ProductColumns::Said> said) {
    std::string told;
    const auto work = [&](db::Transaction& tx) -> Status {
      told.clear();
      for (const auto& answer : columns.put(tx, said))
        told += answer.ok() ? (*answer ? "changed " : "unchanged ") : answer.error().fields.at(0).field + "! ";
      return done();
    };
    EXPECT_EQ(outcome(work), "ok");
    return told;
  };
  const auto cell = [&](ProductId product) {
    return database().read_now([&](db::Reader& reader) { return columns.cells(reader, product).at(0); });
  };
  EXPECT_STREQ(columns.names()[0], "Plaza / Tax class");
  EXPECT_EQ(cell(vase), "standard");
  EXPECT_EQ(put({{vase, {"reduced"}}, {bowl, {std::string(41, 'x')}}}), "changed Plaza / Tax class! ");
  EXPECT_EQ(cell(vase), "reduced");
  EXPECT_EQ(cell(bowl), "standard");
  EXPECT_EQ(module->taxes().class_of(vase), "reduced");
  EXPECT_EQ(put({{vase, {"reduced"}}, {bowl, {"standard"}}}), "unchanged unchanged ");
  EXPECT_EQ(put({{vase, {"standard"}}}), "changed ");
  EXPECT_EQ(cell(vase), "standard");
  EXPECT_EQ(module->taxes().class_of(vase), "standard");
}

}  // namespace
}  // namespace plaza::pricing
