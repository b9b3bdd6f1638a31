#include "allocation.h"

#include <gtest/gtest.h>

namespace plaza::inventory {
namespace {

constexpr LocationId hanoi{1}, hue{2}, berlin{3};

std::vector<LocationId> best(const LocationRules& rules, std::string_view country) {
  std::vector<LocationId> all{hanoi, hue, berlin};
  rules.sort_and_filter(all, country);
  return all;
}

// (A list of one too many letters is no match: "A," is inside "LA,VN".)
TEST(Countries, AreServedByListOrByAll) {
  EXPECT_TRUE(serves("", "VN"));
  EXPECT_TRUE(serves("LA,VN", "VN"));
  EXPECT_TRUE(serves("LA,VN", "LA"));
  EXPECT_TRUE(serves("DE", ""));
  EXPECT_FALSE(serves("LA,VN", "DE"));
  EXPECT_FALSE(serves("LA,VN", "A,"));
}

TEST(Countries, AreCodesEachOnceInOrder) {
  const std::vector<std::string> two{"VN", "LA", "VN"}, wrong{"vn"}, long_one{"VNM"}, none;
  EXPECT_EQ(country_list(two), "LA,VN");
  EXPECT_EQ(country_list(none), "");
  EXPECT_EQ(country_list(wrong), std::nullopt);
  EXPECT_EQ(country_list(long_one), std::nullopt);
}

TEST(Allocation, GoesByPriorityAmongThoseThatServe) {
  LocationRules known;
  known.set({{hanoi, "hanoi", "Hà Nội", 0, ""}, {hue, "hue", "Huế", -5, "LA,VN"}, {berlin, "berlin", "Berlin", 3, "DE"}});
  EXPECT_EQ(best(known, "VN"), (std::vector{hue, hanoi}));
  EXPECT_EQ(best(known, "DE"), (std::vector{hanoi, berlin}));
  EXPECT_EQ(best(known, ""), (std::vector{hue, hanoi, berlin}));
  known.put({hanoi, "hanoi", "Hà Nội", 9, ""});
  EXPECT_EQ(best(known, "DE"), (std::vector{berlin, hanoi}));
}

TEST(Allocation, OneParcelGoesBeforePriority) {
  LocationRules rules;
  rules.set({{hanoi, "hanoi", "Hà Nội", 0, ""}, {hue, "hue", "Huế", 1, ""}});
  const std::vector<std::int64_t> wanted{2, 1};
  const std::vector<std::vector<Share>> split{{{hanoi, 5}, {hue, 2}}, {{hue, 1}}};
  EXPECT_EQ(one_for_all(rules, split, wanted, "VN"), hue);
  const std::vector<std::vector<Share>> none{{{hanoi, 5}, {hue, 1}}, {{hue, 1}}};
  EXPECT_EQ(one_for_all(rules, none, wanted, "VN"), std::nullopt);
  const std::vector<std::vector<Share>> both{{{hanoi, 2}, {hue, 2}}, {{hue, 1}, {hanoi, 1}}};
  EXPECT_EQ(one_for_all(rules, both, wanted, "VN"), hanoi);
}

}  // namespace
}  // namespace plaza::inventory
