#include "rules.h"

#include <gtest/gtest.h>

#include "profiles/names.h"

namespace plaza::profiles {
namespace {

TEST(ProfileRules, KnowsAVisitorsId) {
  EXPECT_TRUE(is_visitor("a2f0-4c"));
  EXPECT_TRUE(is_visitor("khách"));
  EXPECT_FALSE(is_visitor(""));
  EXPECT_FALSE(is_visitor("a b"));
  EXPECT_FALSE(is_visitor("a\nb"));
  EXPECT_FALSE(is_visitor("\xff"));
  EXPECT_TRUE(is_visitor(std::string(128, 'a')));
  EXPECT_FALSE(is_visitor(std::string(129, 'a')));
}

TEST(ProfileRules, NewerTraitsLieOverOlderOnes) {
  const Traits first = *merged_traits({}, R"({"city":"Hue","size":"M"})", 3);
  EXPECT_EQ(first.told, R"({"city":3,"size":3})");
  EXPECT_EQ(merged_traits(first, R"({"size":"L","vip":true})", 7)->values, R"({"city":"Hue","size":"L","vip":true})");
  EXPECT_EQ(merged_traits(first, R"({"size":"L","vip":true})", 7)->told, R"({"city":3,"size":7,"vip":7})");
  EXPECT_EQ(merged_traits(first, R"({"city":null})", 8)->values, R"({"size":"M"})");
  EXPECT_EQ(merged_traits(first, R"({"city":null})", 8)->told, R"({"size":3})");
  EXPECT_EQ(merged_traits({"broken", "broken"}, R"({"a":1})", 1)->values, R"({"a":1})");
}

TEST(ProfileRules, TraitsAreBounded) {
  EXPECT_EQ(merged_traits({}, "[]", 1).error().fields[0].code, "wrong_type");
  EXPECT_EQ(merged_traits({}, "{", 1).error().fields[0].code, "wrong_type");
  std::string many = "{";
  for (int i = 0; i < 101; ++i) many += (i ? ",\"" : "\"") + std::to_string(i) + "\":1";
  EXPECT_EQ(merged_traits({}, many + "}", 1).error().fields[0].code, "too_many");
  EXPECT_EQ(merged_traits({}, R"({"a":")" + std::string(17'000, 'a') + R"("})", 1).error().fields[0].code, "too_long");
}

TEST(ProfileRules, WhatTheShopSaysOfSomebodyIsNotCrowdedOut) {
  Traits full;
  for (int i = 0; i < 100; ++i) full = *merged_traits(full, "{\"a" + std::to_string(i) + "\":\"" + std::string(100, 'x') + "\"}", i + 2);
  const auto labelled = merged_traits(full, R"({"label:vip":true})", 1, Teller::shop);
  ASSERT_TRUE(labelled.ok());
  EXPECT_EQ(merged_traits(*labelled, R"({"more":1})", 500).error().fields[0].code, "too_many");
  const Traits more = *merged_traits({}, R"({"newest":1})", 500);
  const std::string all = combined_traits({*labelled, more}, {});
  EXPECT_NE(all.find("label:vip"), std::string::npos) << "said before all the others";
  EXPECT_NE(all.find("newest"), std::string::npos);
}

TEST(ProfileRules, MembersLieOverEachOtherByWhatWasToldLast) {
  const Traits one{R"({"city":"Hue","size":"S"})", R"({"city":1,"size":9})"};
  const Traits two{R"({"size":"M","city":"Vinh"})", R"({"city":5,"size":4})"};
  EXPECT_EQ(combined_traits({one, two}, {}), R"({"city":"Vinh","size":"S"})");
  EXPECT_EQ(combined_traits({two, one}, {}), R"({"city":"Vinh","size":"S"})") << "in whatever order";
  EXPECT_EQ(combined_traits({one}, {two}), R"({"city":"Vinh","size":"M"})") << "accounts over visitors";
  Traits many, more;
  for (int i = 0; i < 100; ++i) many = *merged_traits(many, "{\"a" + std::to_string(i) + "\":1}", i + 1);
  more = *merged_traits(more, R"({"newest":1})", 500);
  const std::string all = combined_traits({many, more}, {});
  EXPECT_NE(all.find("newest"), std::string::npos);
  EXPECT_EQ(all.find("\"a0\""), std::string::npos) << "the one told first is left out";
}

TEST(ProfileRules, ActsHaveADigestThatDoesNotDependOnTheirOrder) {
  const auto one = act_digest(1, "A", "m1");
  const auto two = act_digest(2, "A", "m2");
  EXPECT_NE(one, two);
  EXPECT_NE(act_digest(1, "AB", "c"), act_digest(1, "A", "Bc"));
  EXPECT_GE(one, 0);
  EXPECT_EQ(one, act_digest(1, "A", "m1"));
}

TEST(ProfileRules, PhonesAreComparedByTheirDigits) {
  EXPECT_EQ(phone_key("+84 912 345 678"), "912345678");
  EXPECT_EQ(phone_key("0912-345-678"), "912345678");
  EXPECT_EQ(phone_key("12 34 56 78"), "12345678");
  EXPECT_EQ(phone_key("113"), "");
  EXPECT_EQ(phone_key(""), "");
}

TEST(ProfileRules, ReasonsTogetherAreSurerThanOne) {
  EXPECT_EQ(joined_score({600}), 600);
  EXPECT_EQ(joined_score({600, 300}), 720);
  EXPECT_EQ(joined_score({900, 600, 600}), 984);
  EXPECT_EQ(joined_score({990, 990}), 990) << "never quite sure";
}

TEST(ProfileRules, ANumberIsTheSameWithAndWithoutItsCountry) {
  for (const auto* same : {"+84912345678", "0084 912 345 678", "84912345678", "0912 345 678"}) {
    EXPECT_TRUE(is_same_phone("+84 912 345 678", same)) << same;
    EXPECT_TRUE(is_same_phone(same, "0912345678")) << same;
  }
  for (const auto* other : {"+49912345678", "+84912345679", "912345678", "", "12345"}) EXPECT_FALSE(is_same_phone("+84912345678", other)) << other;
}

TEST(ProfileRules, NamesAreTakenOutOfWhatOthersWrote) {
  Person linh{{1}, "linh@example.org", "Linh In Vu", "linhandclay", true, {}};
  const auto names = names_of(linh, {"Ms Vu"});
  EXPECT_EQ(without("Dear LINH, linh@example.org and @LinhAndClay are noted. In, Ms Vu", names), "Dear …, … and @… are noted. In, …");
  EXPECT_EQ(without("Nobody", names_of({})), "Nobody");
  EXPECT_EQ(without("“Lan” has a plan: Lan's, Lân or Lanh? …Lan—lan", {"Lan"}), "“…” has a plan: …'s, Lân or Lanh? ……—…");
}

TEST(ProfileRules, TopicsThatSomebodyTypedAreWords) {
  EXPECT_EQ(without_words(R"({"tags":["celadon"],"status":"open","group_id":"grp_01abcdefgh0jk"})"),
            R"({"tags":[""],"status":"open","group_id":"grp_01abcdefgh0jk"})");
}

}  // namespace
}  // namespace plaza::profiles
