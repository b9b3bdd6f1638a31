// The learner over whole logs: what pages wrote, what viewers did, what the feed makes of it.
#include "learner.h"

#include <gtest/gtest.h>

#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {
namespace {

using interactions::Kind;
using interactions::Record;
using interactions::Trust;

// A shop whose visitors like cups and nothing else; every page and deed goes through its log.
struct Shop {
  testing::FakeClock clock{noon};
  std::vector<Record> log;
  Engine engine{clock, Settings{0.2, 7, 1'000}, [this](std::string json) { write(Kind::domain, Trust::domain, "feed.page", "", std::move(json)); }};
  FeedLearner learner{engine};
  std::mt19937_64 random{5};

  Shop() {
    for (std::int64_t i = 1; i <= 40; ++i) engine.put(post_of(i, 100 + i, {i % 2 ? "cups" : "lamps"}));
  }
  void write(Kind kind, Trust trust, std::string name, std::string visitor, std::string properties, std::int64_t account = 0) {
    Record record;
    record.position = static_cast<std::int64_t>(log.size()) + 1;
    record.kind = kind;
    record.trust = trust;
    record.name = std::move(name);
    record.visitor = std::move(visitor);
    record.account = account;
    record.at = record.received_at = clock.now();
    record.properties = std::move(properties);
    log.push_back(record);
    learner.apply(log.back());
  }
  void did(const std::string& visitor, std::string name, content::PostId post, int watch_ms = 0) {
    write(Kind::track, Trust::evidence, std::move(name), visitor,
          "{\"post_id\":\"" + to_text(post) + "\",\"watch_ms\":" + std::to_string(watch_ms) + "}");
  }
  void visit(int number) {
    const std::string visitor = "v" + std::to_string(number % 50);
    const auto page = engine.page({{0, visitor}, 10, "", "", Scope::for_you});
    for (const auto& item : page.items) {
      clock.advance(seconds(3));
      const bool cup = item.post_id.value % 2 == 1;
      did(visitor, "Post Viewed", item.post_id, cup ? 6'000 : 1'500);
      if (random() % 10 < (cup ? 4u : 0u)) did(visitor, "Post Liked", item.post_id);
    }
    clock.advance(minutes(1));
  }
};

TEST(FeedLearner, LearnsFromPagesWhatPeopleLike) {
  Shop shop;
  for (int i = 0; i < 120; ++i) shop.visit(i);
  const auto told = shop.engine.learning();
  EXPECT_GT(told.examples, 1'000);
  EXPECT_GT(told.share, 0.1);
  const auto& like = told.all[static_cast<std::size_t>(Head::like)];
  EXPECT_GT(like.positives, 100);
  EXPECT_LT(like.loss, like.base_loss);
  EXPECT_GT(told.belief[static_cast<std::size_t>(Head::like)], 0.8);
  EXPECT_EQ(told.belief[static_cast<std::size_t>(Head::purchase)], 0);
  const auto page = shop.engine.page({{0, "somebody new"}, 10, "", "", Scope::for_you});
  const auto cups = std::count_if(page.items.begin(), page.items.end(), [](const Item& item) { return item.post_id.value % 2 == 1; });
  EXPECT_GE(cups, 6);
  EXPECT_NE(shop.log.back().properties.find("\"policy\":2"), std::string::npos);
}

TEST(FeedLearner, TheSameLogLearnsTheSame) {
  Shop shop;
  for (int i = 0; i < 60; ++i) shop.visit(i);
  testing::FakeClock later{noon + days(3)};
  Engine again{later, Settings{0.2, 99, 1'000}, {}};
  FeedLearner learner{again};
  for (std::int64_t i = 1; i <= 40; ++i) again.put(post_of(i, 100 + i, {i % 2 ? "cups" : "lamps"}));
  for (const auto& record : shop.log) learner.apply(record);
  EXPECT_EQ(again.learnt_bytes(), shop.engine.learnt_bytes());
  // Even where a post is not there any more: the page record says all that the model needs.
  Engine fewer{later, Settings{0.2, 99, 1'000}, {}};
  FeedLearner of_fewer{fewer};
  for (std::int64_t i = 1; i <= 20; ++i) fewer.put(post_of(i, 100 + i, {i % 2 ? "cups" : "lamps"}));
  for (const auto& record : shop.log) of_fewer.apply(record);
  EXPECT_EQ(fewer.learnt_bytes(), shop.engine.learnt_bytes());
}

TEST(FeedLearner, APurchaseAndItsReturnAreLearntFromOnce) {
  Shop shop;
  const auto page = shop.engine.page({{7, ""}, 10, "", "", Scope::for_you});
  const auto post = page.items[0].post_id;
  shop.write(Kind::domain, Trust::domain, "orders.order_paid", "",
             "{\"order_id\":\"ord_1\",\"account_id\":\"" + to_text(identity::AccountId{7}) +
                 "\",\"lines\":[{\"product_id\":null,\"source\":{\"post_id\":\"" + to_text(post) + "\"}}]}");
  for (int i = 0; i < 2; ++i) {
    shop.write(Kind::domain, Trust::domain, "orders.order_cancelled", "", "{\"order_id\":\"ord_1\"}");
    shop.clock.advance(minutes(11));
  }
  shop.write(Kind::tick, Trust::domain, "tick", "", "{}");
  const auto told = shop.engine.learning();
  EXPECT_EQ(told.all[static_cast<std::size_t>(Head::purchase)].positives, 1);
  EXPECT_EQ(told.all[static_cast<std::size_t>(Head::returned)].examples, 1);
  EXPECT_EQ(told.all[static_cast<std::size_t>(Head::returned)].positives, 1);
}

TEST(FeedLearner, APausedVisitorTeachesNothing) {
  Shop shop;
  shop.write(Kind::track, Trust::evidence, "Feed Personalization Paused", "v0", "{}");
  for (int i = 0; i < 5; ++i) shop.visit(0);
  shop.clock.advance(hours(1));
  shop.write(Kind::tick, Trust::domain, "tick", "", "{}");
  EXPECT_EQ(shop.engine.learning().examples, 0);
  shop.write(Kind::track, Trust::evidence, "Feed Personalization Resumed", "v0", "{}");
  shop.visit(0);
  shop.clock.advance(hours(1));
  shop.write(Kind::tick, Trust::domain, "tick", "", "{}");
  EXPECT_EQ(shop.engine.learning().examples, 10);
}

TEST(FeedLearner, APublicKeyCannotPauseSomebodysAccount) {
  Shop shop;
  shop.write(Kind::track, Trust::evidence, "Feed Personalization Paused", "attacker", "{}", 7);
  EXPECT_FALSE(shop.engine.kept({7, ""}, false).paused);
  shop.write(Kind::track, Trust::session, "Feed Personalization Paused", "", "{}", 7);
  EXPECT_TRUE(shop.engine.kept({7, ""}, false).paused);
}

TEST(FeedLearner, AnErasedAccountIsForgotten) {
  Shop shop;
  for (int post = 1; post <= 7; post += 2) {
    shop.write(Kind::track, Trust::session, "Post Saved", "v0", "{\"post_id\":\"" + to_text(content::PostId{post}) + "\"}");
    shop.did("v0", "Post Saved", content::PostId{post});
  }
  shop.write(Kind::domain, Trust::domain, "identity.signed_in", "",
             "{\"account_id\":\"" + to_text(identity::AccountId{7}) + "\",\"visitor\":\"v0\"}");
  EXPECT_EQ(shop.engine.kept({7, ""}, false).posts, 4);
  shop.write(Kind::domain, Trust::domain, "identity.account_erased", "", "{\"account_id\":\"" + to_text(identity::AccountId{7}) + "\"}");
  EXPECT_EQ(shop.engine.kept({7, ""}, false).posts, 0);
  EXPECT_EQ(shop.engine.kept({0, "v0"}, false).posts, 0);
}

TEST(FeedLearner, AnErasedVisitorIsForgottenAndNobodyElse) {
  Shop shop;
  for (const char* visitor : {"v0", "v1"}) {
    shop.write(Kind::track, Trust::session, "Post Saved", visitor, "{\"post_id\":\"" + to_text(content::PostId{1}) + "\"}");
    shop.did(visitor, "Post Saved", content::PostId{1});
  }
  ASSERT_EQ(shop.engine.kept({0, "v0"}, false).posts, 1);
  shop.write(Kind::domain, Trust::domain, "profiles.person_erased", "", R"({"account_id":null,"visitors":["v0","nobody",7]})");
  shop.write(Kind::domain, Trust::domain, "profiles.person_erased", "", R"({"visitors":"v1"})");
  EXPECT_EQ(shop.engine.kept({0, "v0"}, false).posts, 0);
  EXPECT_EQ(shop.engine.kept({0, "v1"}, false).posts, 1);
}

TEST(FeedLearner, RecordsOfOlderVersionsAndBrokenOnesDoNoHarm) {
  Shop shop;
  const char* broken[] = {"", "[]", "{}", R"({"items":7})", R"({"items":[7,{"post_id":3}],"next":[1,[2],["x","y"]]})",
                          R"({"page":"a","policy":1,"visitor":"v0","items":[{"post_id":"pst_0000000000001","reason":"popular","score":1,"propensity":1}]})"};
  for (const auto* text : broken) shop.write(Kind::domain, Trust::domain, "feed.page", "", text);
  shop.did("v0", "Post Liked", content::PostId{1});
  shop.clock.advance(hours(1));
  shop.write(Kind::tick, Trust::domain, "tick", "", "{}");
  EXPECT_EQ(shop.engine.learning().examples, 0);
  EXPECT_EQ(shop.engine.learning().pages, 4);
}

// What the preview says from the log is what then happens: lamps are liked by nobody here, so burying them is worth it.
TEST(FeedLearner, APreviewForetellsWhatItsRuleDoes) {
  Shop shop;
  Tuning tuning;
  tuning.exploration_percent = 30;
  shop.engine.tune(tuning);
  for (int i = 0; i < 200; ++i) shop.visit(i);
  RuleTerms terms;
  terms.title = "No lamps";
  terms.kind = RuleKind::bury;
  terms.target = RuleTarget::hashtag;
  terms.target_id = "lamps";
  const auto told = shop.engine.preview(terms, noon - days(1));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->impressions, 2'000);
  EXPECT_GT(told->with.mean, told->now.mean);
  EXPECT_LT(told->with.low, told->with.mean);
  terms.target_id = "nothing";
  EXPECT_FALSE(shop.engine.preview(terms, noon).has_value());
}

}  // namespace
}  // namespace plaza::feed
