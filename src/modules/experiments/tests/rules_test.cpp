#include <gtest/gtest.h>

#include "people.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

Terms sound() {
  Terms terms;
  terms.key = "buy-button";
  terms.name = "Buy button";
  terms.variants = {{"as_is", "", 50}, {"big", "", 50}};
  return terms;
}
std::string fields(const Terms& terms) {
  const auto checked = check(terms);
  std::string all;
  if (!checked.ok()) {
    for (const auto& field : checked.error().fields) all += field.field + " ";
  }
  return all;
}

TEST(ExperimentRules, AStateLeadsToTheNextAlone) {
  const std::vector<Stage> all{Stage::draft, Stage::running, Stage::stopped, Stage::decided};
  for (const auto from : all) {
    for (const auto to : all) EXPECT_EQ(may_move(from, to), static_cast<int>(to) == static_cast<int>(from) + 1);
  }
}

TEST(ExperimentRules, WhatIsWrongIsNamedAllAtOnce) {
  EXPECT_EQ(fields(sound()), "");
  auto terms = sound();
  terms.key = "Buy Button";
  terms.variants = {{"a", "", 1}, {"a", "", 1}, {"Ä", "", 1}};
  EXPECT_EQ(fields(terms), "key variants[1].key variants[2].key ");
  terms.variants.resize(1);
  EXPECT_EQ(fields(terms), "key variants ");
}

TEST(ExperimentRules, OnceItRunsTheWordsAloneMayChange) {
  auto after = sound();
  after.name = "x";
  after.hypothesis = "y";
  after.variants[1].name = "Bigger";
  EXPECT_EQ(frozen_change(sound(), after), nullptr);
  after.variants[1].share = 60;
  EXPECT_STREQ(frozen_change(sound(), after), "variants");
  after = sound();
  after.audience = "vip";
  EXPECT_STREQ(frozen_change(sound(), after), "audience");
  after = sound();
  after.key = "z";
  EXPECT_STREQ(frozen_change(sound(), after), "key");
  after = sound();
  after.primary = Metric::views;
  EXPECT_STREQ(frozen_change(sound(), after), "primary");
  after = sound();
  after.people_planned = 51;
  EXPECT_STREQ(frozen_change(sound(), after), "people_planned");
}

TEST(ExperimentRules, SharesHoldOverManyPeople) {
  const std::vector<Variant> variants{{"a", "", 60}, {"b", "", 30}, {"c", "", 10}};
  std::vector<int> counts(3);
  int out = 0;
  constexpr int people = 50'000;
  for (int i = 0; i < people; ++i) {
    const auto who = visitor_key(std::to_string(i));
    ++counts[variant_of(ExperimentId{77}, variants, who)];
    out += held_out(500, who);
  }
  EXPECT_NEAR(counts[0], people * 0.6, 450);
  EXPECT_NEAR(counts[1], people * 0.3, 420);
  EXPECT_NEAR(counts[2], people * 0.1, 270);
  EXPECT_NEAR(out, people * 0.05, 200);
  EXPECT_FALSE(held_out(0, "v:anybody"));
}

}  // namespace
}  // namespace plaza::experiments
