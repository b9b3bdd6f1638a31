// What the feed knows of a member's taste, asked for things that are no posts.
#include "feed/tastes.h"

#include <gtest/gtest.h>

#include "affinity_trainer.h"
#include "feed/ports.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {
namespace {

struct TastesTest : ::testing::Test {
  content::PostId post(std::int64_t id, std::int64_t author, std::vector<std::string> hashtags, std::vector<std::int64_t> products = {}) {
    engine.put(post_of(id, author, std::move(hashtags), std::move(products), noon - days(2)));
    return content::PostId{id};
  }
  void like(std::int64_t member, std::int64_t post_id) {
    engine.apply({{member, ""}, Action::liked, content::PostId{post_id}, {}, 0, true, clock.now()});
  }
  double weight(std::int64_t member, std::int64_t author, std::vector<std::string> hashtags, std::vector<catalog::ProductId> products = {}) {
    const Subject subject{identity::AccountId{author}, hashtags, products};
    double found = -1;
    engine.weigh(identity::AccountId{member}, {&subject, 1}, {&found, 1});
    return found;
  }
  testing::FakeClock clock{noon};
  Engine engine{clock, Settings{0, 7, 1'000}, [](std::string) {}};
};

TEST_F(TastesTest, WhatAMemberChoseWeighsByWordProductAndPerson) {
  for (std::int64_t id = 1; id <= 4; ++id) post(id, 50, {"celadon"}, {7});
  post(9, 60, {"linen"}, {8});
  EXPECT_EQ(weight(1, 50, {"celadon"}, {{7}}), 0);  // nothing is known of them
  for (std::int64_t id = 1; id <= 4; ++id) like(1, id);
  EXPECT_GT(weight(1, 0, {"celadon"}), 0.2);
  EXPECT_GT(weight(1, 0, {}, {{7}}), 0.1);
  EXPECT_GT(weight(1, 50, {}), 0.1);
  EXPECT_GT(weight(1, 50, {"celadon"}, {{7}}), weight(1, 0, {"celadon"}));
  EXPECT_LE(weight(1, 50, {"celadon"}, {{7}}), 1);
  EXPECT_EQ(weight(1, 60, {"linen"}, {{8}}), 0);
  EXPECT_EQ(weight(1, 0, {"never-heard"}), 0);
  EXPECT_EQ(weight(2, 50, {"celadon"}, {{7}}), 0);  // somebody else
  EXPECT_EQ(weight(0, 50, {"celadon"}, {{7}}), 0);  // a stranger
}

TEST_F(TastesTest, WhatOthersOfTheSameTasteChooseReachesWhatTheMemberNeverMet) {
  // Whoever likes stoneware likes ash glaze; whoever likes linen likes weaving.
  for (std::int64_t i = 0; i < 20; ++i) {
    post(100 + i, 1'000 + i, {"stoneware"});
    post(200 + i, 2'000 + i, {"ashglaze"});
    post(300 + i, 3'000 + i, {"linen"});
    post(400 + i, 4'000 + i, {"weaving"});
  }
  for (std::int64_t member = 1; member <= 60; ++member) {
    for (int n = 0; n < 4; ++n) {
      const std::int64_t one = (member * 7 + n * 5) % 20, other = (member * 3 + n * 11) % 20;
      like(member, 100 + one), like(member, 200 + other);
      like(500 + member, 300 + one), like(500 + member, 400 + other);
    }
  }
  for (const std::int64_t id : {101, 108, 113}) like(900, id);
  EXPECT_EQ(weight(900, 0, {"ashglaze"}), 0);
  AffinityTrainer trainer(engine, clock);
  ASSERT_TRUE(trainer.train());
  EXPECT_GT(weight(900, 0, {"ashglaze"}), weight(900, 0, {"weaving"}) + 0.1);
  EXPECT_GT(weight(900, 0, {"stoneware"}), weight(900, 0, {"ashglaze"}));
}

class Nobody final : public Allowance {
 public:
  bool may_personalize(std::int64_t, std::string_view) const override { return false; }
};

TEST_F(TastesTest, WhoHasNoFeedOfTheirOwnHasNoTasteHere) {
  for (std::int64_t id = 1; id <= 4; ++id) post(id, 50, {"celadon"});
  for (const std::int64_t member : {1, 2}) {
    for (std::int64_t id = 1; id <= 4; ++id) like(member, id);
  }
  engine.personalize({1, ""}, Personalization::paused);
  EXPECT_EQ(weight(1, 50, {"celadon"}), 0);
  EXPECT_GT(weight(2, 50, {"celadon"}), 0);
  const Nobody nobody;
  engine.plug(&nobody);
  EXPECT_EQ(weight(2, 50, {"celadon"}), 0);
}

}  // namespace
}  // namespace plaza::feed
