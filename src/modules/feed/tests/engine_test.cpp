#include "engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "platform/testing/fake_clock.h"

namespace plaza::feed {
namespace {

struct EngineTest : ::testing::Test {
  EngineTest() { clock.set(*parse_time("2026-03-01T12:00:00Z")); }

  content::PostId post(std::int64_t id, std::int64_t author, std::vector<std::string> hashtags,
                       std::vector<std::int64_t> products = {}) {
    content::Post made;
    made.id = content::PostId{id};
    made.author_id = identity::AccountId{author};
    made.hashtags = std::move(hashtags);
    for (const auto product : products) made.tags.push_back({catalog::ProductId{product}, 0, 0.5, 0.5, {}});
    made.created_at = made.published_at = clock.now() - days(2);
    engine.put(made);
    return made.id;
  }
  void act(Viewer viewer, Action action, std::int64_t post_id, std::int64_t watch_ms = 0) {
    engine.apply({viewer, action, content::PostId{post_id}, {}, watch_ms, false, clock.now()});
  }
  std::vector<std::int64_t> ids(const Page& page) {
    std::vector<std::int64_t> found;
    for (const auto& item : page.items) found.push_back(item.post_id.value);
    return found;
  }
  // 30 posts about lamps (1..30) and 30 about cups (101..130), each by an author of its own.
  void two_worlds() {
    for (std::int64_t i = 1; i <= 30; ++i) post(i, 1'000 + i, {"lamps"});
    for (std::int64_t i = 101; i <= 130; ++i) post(i, 1'000 + i, {"cups"});
  }

  testing::FakeClock clock;
  std::vector<std::string> records;
  Engine engine{clock, Settings{0.1, 7, 1'000}, [this](std::string json) { records.push_back(std::move(json)); }};
};

TEST_F(EngineTest, ThreeLikesTurnTheNextPage) {
  two_worlds();
  const Viewer viewer{0, "v"};
  engine.page({viewer, 10, "", "", Scope::for_you});
  for (const auto id : {101, 102, 103}) act(viewer, Action::liked, id);
  const auto page = engine.page({viewer, 10, "n1", "", Scope::for_you});
  const auto shown = ids(page);
  const auto cups = std::count_if(shown.begin(), shown.end(), [](auto id) { return id > 100; });
  EXPECT_GE(cups, 7);
}

TEST_F(EngineTest, TwoViewersOfDifferentTasteSeeDifferentPages) {
  two_worlds();
  for (std::int64_t i = 0; i < 5; ++i) {
    act({1, ""}, Action::saved, 1 + i);
    act({2, ""}, Action::saved, 101 + i);
  }
  const auto lamps = ids(engine.page({{1, ""}, 10, "", "", Scope::for_you}));
  const auto cups = ids(engine.page({{2, ""}, 10, "", "", Scope::for_you}));
  EXPECT_GE(std::count_if(lamps.begin(), lamps.end(), [](auto id) { return id < 100; }), 7);
  EXPECT_GE(std::count_if(cups.begin(), cups.end(), [](auto id) { return id > 100; }), 7);
}

TEST_F(EngineTest, PagesDoNotRepeatAndEnd) {
  two_worlds();
  std::set<std::int64_t> seen;
  std::string cursor;
  int pages = 0;
  for (; pages < 20; ++pages) {
    const auto page = engine.page({{0, "v"}, 10, cursor, "", Scope::for_you});
    for (const auto id : ids(page)) EXPECT_TRUE(seen.insert(id).second) << id;
    if (!page.next_cursor) break;
    cursor = *page.next_cursor;
  }
  EXPECT_LT(pages, 20);
  EXPECT_GE(seen.size(), 50u);
}

TEST_F(EngineTest, AViewerWithoutAnyNameIsKnownByTheCursor) {
  two_worlds();
  const auto first = engine.page({{}, 10, "", "", Scope::for_you});
  ASSERT_TRUE(first.next_cursor.has_value());
  const auto second = engine.page({{}, 10, *first.next_cursor, "", Scope::for_you});
  const auto before = ids(first);
  for (const auto id : ids(second)) EXPECT_EQ(std::count(before.begin(), before.end(), id), 0);
}

TEST_F(EngineTest, ASoldOutProductTakesItsPostsAlong) {
  post(1, 10, {"a"}, {500});
  post(2, 11, {"a"}, {501});
  post(3, 12, {"a"}, {500, 501});
  engine.set_available(catalog::ProductId{500}, false);
  auto shown = ids(engine.page({{0, "v"}, 10, "", "", Scope::for_you}));
  EXPECT_EQ(std::set<std::int64_t>(shown.begin(), shown.end()), (std::set<std::int64_t>{2, 3}));
  engine.set_available(catalog::ProductId{500}, true);
  shown = ids(engine.page({{0, "w"}, 10, "", "", Scope::for_you}));
  EXPECT_EQ(shown.size(), 3u);
}

TEST_F(EngineTest, ARemovedPostIsGone) {
  post(1, 10, {"a"});
  post(2, 11, {"a"});
  engine.remove(content::PostId{1});
  EXPECT_EQ(ids(engine.page({{0, "v"}, 10, "", "", Scope::for_you})), (std::vector<std::int64_t>{2}));
}

TEST_F(EngineTest, WhatWasHiddenStaysHidden) {
  post(1, 10, {"a"});
  post(2, 11, {"b"});
  act({0, "v"}, Action::hidden, 1);
  EXPECT_EQ(ids(engine.page({{0, "v"}, 10, "", "", Scope::for_you})), (std::vector<std::int64_t>{2}));
}

TEST_F(EngineTest, PostsForFollowersAreShownToFollowersOnly) {
  content::Post made;
  made.id = content::PostId{1};
  made.author_id = identity::AccountId{10};
  made.visibility = content::PostVisibility::followers;
  made.created_at = clock.now();
  engine.put(made);
  EXPECT_TRUE(engine.page({{5, ""}, 10, "", "", Scope::for_you}).items.empty());
  engine.follow(identity::AccountId{5}, identity::AccountId{10}, true);
  EXPECT_EQ(engine.page({{5, ""}, 10, "", "", Scope::for_you}).items.size(), 1u);
  EXPECT_EQ(engine.page({{5, ""}, 10, "", "", Scope::following}).items[0].reason, Reason::following);
}

// Post 1 is kept among account 5.
class ForFive final : public content::Visibility {
 public:
  bool any = true;
  mutable int asked = 0;
  bool is_any_kept() const override { return any; }
  bool admits(identity::AccountId viewer, content::PostId post) const override {
    ++asked;
    return post.value != 1 || viewer.value == 5;
  }
};

TEST_F(EngineTest, PostsThatAreKeptAmongSomeAreShownToTheseAlone) {
  ForFive visibility;
  engine.plug(&visibility);
  post(1, 10, {"inner", "both"});
  post(2, 10, {"both"});
  for (int i = 0; i < 5; ++i) act({100 + i, ""}, Action::liked, 1);
  for (int i = 0; i < 5; ++i) act({100 + i, ""}, Action::liked, 2);
  for (const std::int64_t follower : {5, 6}) engine.follow(identity::AccountId{follower}, identity::AccountId{10}, true);
  const auto shown = [&](Viewer viewer, Scope scope, std::string topic = "") { return ids(engine.page({viewer, 10, "", topic, scope})); };
  EXPECT_EQ(shown({5, ""}, Scope::for_you).size(), 2u);
  EXPECT_EQ(shown({5, ""}, Scope::following).size(), 2u);
  EXPECT_EQ(shown({6, ""}, Scope::for_you), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(shown({6, ""}, Scope::following), (std::vector<std::int64_t>{2}));
  EXPECT_TRUE(shown({0, "v"}, Scope::for_you, "inner").empty());
  EXPECT_EQ(engine.trending_posts(10), (std::vector<content::PostId>{content::PostId{2}}));
  EXPECT_EQ(engine.trending_hashtags(10), (std::vector<std::string>{"both"}));
  for (const auto similar : engine.similar(content::PostId{2}, 10)) EXPECT_NE(similar.value, 1);
  EXPECT_TRUE(engine.why({5, ""}, content::PostId{1}, false).known);
  EXPECT_FALSE(engine.why({6, ""}, content::PostId{1}, false).known);
  visibility.any = false;
  visibility.asked = 0;
  EXPECT_EQ(shown({7, ""}, Scope::for_you).size(), 2u);
  EXPECT_EQ(visibility.asked, 0);  // while none is kept, pages cost nothing more
}

TEST_F(EngineTest, AVisitorWhoSignsInKeepsTheirTaste) {
  two_worlds();
  for (const auto id : {101, 102, 103, 104}) act({0, "v"}, Action::saved, id);
  engine.join("v", 9);
  const auto shown = ids(engine.page({{9, ""}, 10, "", "", Scope::for_you}));
  EXPECT_GE(std::count_if(shown.begin(), shown.end(), [](auto id) { return id > 100; }), 7);
}

TEST_F(EngineTest, ANewPostIsExploredUntilItIsKnown) {
  two_worlds();
  for (int viewer = 0; viewer < 40; ++viewer) {
    for (std::int64_t id = 1; id <= 30; ++id) act({0, "w" + std::to_string(viewer)}, Action::liked, id);
  }
  std::vector<content::PostId> all;
  for (std::int64_t i = 1; i <= 30; ++i) all.insert(all.end(), {content::PostId{i}, content::PostId{100 + i}});
  for (int times = 0; times < 30; ++times) engine.served(all);
  post(999, 77, {"new"});
  int shown = 0;
  for (int viewer = 0; viewer < 200; ++viewer) {
    const auto page = engine.page({{0, "x" + std::to_string(viewer)}, 10, "", "", Scope::for_you});
    for (const auto& item : page.items) shown += item.post_id.value == 999 ? 1 : 0;
  }
  EXPECT_GE(shown, 60);  // a tenth of the places of 200 pages, which only it can take
}

TEST_F(EngineTest, PropensitiesAreMeasuredShares) {
  two_worlds();
  const auto page = engine.page({{0, "v"}, 10, "", "", Scope::for_you});
  for (const auto& item : page.items) {
    EXPECT_GT(item.propensity, 0);
    EXPECT_LE(item.propensity, 1);
  }
  ASSERT_EQ(records.size(), 1u);
  EXPECT_NE(records[0].find("\"propensity\":"), std::string::npos);
  EXPECT_NE(records[0].find("\"policy\":1"), std::string::npos);
}

TEST_F(EngineTest, AuthorsDoNotFollowThemselvesOnAPage) {
  for (std::int64_t i = 1; i <= 10; ++i) post(i, 50, {"a"});
  for (std::int64_t i = 11; i <= 30; ++i) post(i, 1'000 + i, {"a"});
  const auto page = engine.page({{0, "v"}, 10, "", "", Scope::for_you});
  int neighbours = 0;
  for (std::size_t i = 1; i < page.items.size(); ++i) {
    const bool both = page.items[i].post_id.value <= 10 && page.items[i - 1].post_id.value <= 10;
    neighbours += both ? 1 : 0;
  }
  EXPECT_EQ(neighbours, 0);
}

TEST_F(EngineTest, ATopicPageCarriesOnlyTheTopic) {
  two_worlds();
  const auto page = engine.page({{0, "v"}, 10, "", "cups", Scope::for_you});
  EXPECT_EQ(page.items.size(), 10u);
  for (const auto id : ids(page)) EXPECT_GT(id, 100);
  EXPECT_TRUE(engine.page({{0, "v"}, 10, "", "nothing", Scope::for_you}).items.empty());
}

TEST_F(EngineTest, AHiddenPostTakesItsAuthorAndHashtagsDownAtOnce) {
  for (std::int64_t i = 1; i <= 10; ++i) post(i, 50, {"lamps"});
  for (std::int64_t i = 101; i <= 130; ++i) post(i, 1'000 + i, {"cups"});
  const Viewer viewer{0, "v"};
  act(viewer, Action::hidden, 1);
  const auto shown = ids(engine.page({viewer, 10, "", "", Scope::for_you}));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), 1), 0);
  // Exploration may still try one; the ranking does not.
  EXPECT_LE(std::count_if(shown.begin(), shown.end(), [](auto id) { return id < 100; }), 2);
}

TEST_F(EngineTest, FollowingIsStrictlyNewestFirst) {
  engine.follow(identity::AccountId{5}, identity::AccountId{10}, true);
  engine.follow(identity::AccountId{5}, identity::AccountId{11}, true);
  std::vector<std::int64_t> newest_first;
  for (std::int64_t i = 1; i <= 30; ++i) {
    content::Post made;
    made.id = content::PostId{i};
    made.author_id = identity::AccountId{i % 3 == 0 ? 12 : 10 + i % 2};
    made.created_at = made.published_at = clock.now() - hours((i * 7) % 31);
    engine.put(made);
  }
  std::vector<Time> times;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const auto got = engine.page({{5, ""}, 10, cursor, "", Scope::following});
    for (const auto& item : got.items) {
      times.push_back(clock.now() - hours((item.post_id.value * 7) % 31));
      EXPECT_NE(item.post_id.value % 3, 0);
      EXPECT_EQ(item.propensity, 1);
    }
    cursor = got.next_cursor.value_or("end");
  }
  EXPECT_EQ(times.size(), 20u);
  EXPECT_TRUE(std::is_sorted(times.rbegin(), times.rend()));
}

TEST_F(EngineTest, PausedMeansPopularAndNewAndNothingLearnt) {
  two_worlds();
  const Viewer viewer{9, ""};
  for (const auto id : {101, 102, 103, 104}) act(viewer, Action::saved, id);
  engine.personalize(viewer, Personalization::paused);
  EXPECT_TRUE(engine.kept(viewer, false).paused);
  for (const auto& item : engine.page({viewer, 10, "", "", Scope::for_you}).items) {
    EXPECT_TRUE(item.reason == Reason::popular || item.reason == Reason::fresh || item.reason == Reason::explore);
  }
  EXPECT_NE(records.back().find("\"personal\":false"), std::string::npos);
  act(viewer, Action::saved, 1);
  act(viewer, Action::hidden, 105);
  EXPECT_EQ(engine.kept(viewer, false).posts, 4);
  engine.personalize(viewer, Personalization::on);
  EXPECT_EQ(engine.kept(viewer, false).hashtags, (std::vector<std::string>{"cups"}));
  const auto shown = ids(engine.page({viewer, 20, "", "", Scope::for_you}));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), 105), 0);
}

TEST_F(EngineTest, StartingOverForgetsWhatWasLearntAndKeepsWhatWasChosen) {
  two_worlds();
  const Viewer viewer{9, ""};
  engine.follow(identity::AccountId{9}, identity::AccountId{1'001}, true);
  for (const auto id : {101, 102}) act(viewer, Action::saved, id);
  act(viewer, Action::hidden, 5);
  engine.personalize(viewer, Personalization::reset);
  const auto kept = engine.kept(viewer, false);
  EXPECT_TRUE(kept.hashtags.empty());
  EXPECT_EQ(kept.posts, 0);
  EXPECT_EQ(engine.page({viewer, 10, "", "", Scope::following}).items.size(), 1u);
  const auto shown = ids(engine.page({viewer, 20, "", "", Scope::for_you}));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), 5), 0);
}

TEST_F(EngineTest, ABrowserThatAsksForPrivacyIsHeardUnlessItsOwnerChose) {
  two_worlds();
  const Viewer visitor{0, "v"};
  for (const auto id : {101, 102, 103, 104}) act(visitor, Action::saved, id);
  PageRequest request{visitor, 10, "", "", Scope::for_you};
  request.gpc = true;
  const auto own = [&] {
    int count = 0;
    for (const auto& item : engine.page(request).items) count += item.reason == Reason::hashtag || item.reason == Reason::liked_similar ? 1 : 0;
    return count;
  };
  EXPECT_EQ(own(), 0);
  EXPECT_TRUE(engine.kept(visitor, true).paused);
  EXPECT_FALSE(engine.kept(visitor, true).chosen);
  engine.personalize(visitor, Personalization::on);
  EXPECT_GT(own(), 0);
}

TEST_F(EngineTest, WhoIsHeldOutSeesWhatEverybodyWouldAndIsToldSo) {
  struct Out final : HoldOut {
    bool is_held_out(std::int64_t account, std::string_view) const override { return account == 9; }
  } out;
  engine.plug(&out);
  two_worlds();
  for (const std::int64_t account : {8, 9}) {
    for (const auto id : {101, 102, 103, 104}) act({account, ""}, Action::saved, id);
    int own = 0;
    for (const auto& item : engine.page({{account, ""}, 10, "", "", Scope::for_you}).items) {
      own += item.reason == Reason::hashtag || item.reason == Reason::liked_similar ? 1 : 0;
    }
    EXPECT_EQ(own > 0, account == 8);
    EXPECT_EQ(records.back().find("\"personal\":false") != std::string::npos, account == 9);
  }
}

TEST_F(EngineTest, WhatIsNotPromotedIsRecommendedToNobodyButFollowersSeeIt) {
  struct Pauses final : Promotion {
    bool on = true;
    bool is_any_paused() const override { return on; }
    bool is_paused(std::int64_t product) const override { return product == 77; }
  } pauses;
  engine.plug(&pauses);
  post(501, 60, {"vases"}, {77, 78});
  post(502, 60, {"vases"}, {78});
  engine.follow(identity::AccountId{8}, identity::AccountId{60}, true);
  act({9, ""}, Action::saved, 501);
  const auto shown = [&](const PageRequest& request) {
    std::set<std::int64_t> found;
    for (const auto& item : engine.page(request).items) found.insert(item.post_id.value);
    return found;
  };
  const std::set<std::int64_t> other{502}, both{501, 502};
  EXPECT_EQ(shown({{8, ""}, 10, "", "", Scope::for_you}), other);
  EXPECT_EQ(shown({{}, 10, "", "vases", Scope::for_you}), other);
  EXPECT_EQ(shown({{8, ""}, 10, "", "", Scope::following}), both);
  EXPECT_TRUE(engine.trending_posts(10).empty());
  pauses.on = false;
  EXPECT_EQ(shown({{7, ""}, 10, "", "", Scope::for_you}), both);
  EXPECT_EQ(engine.trending_posts(10).size(), 1u);
}

TEST_F(EngineTest, WithoutConsentTheNextPageIsWhatEverybodyWouldSee) {
  struct Says final : Allowance {
    bool yes = true;
    bool may_personalize(std::int64_t, std::string_view) const override { return yes; }
  } says;
  engine.plug(&says);
  two_worlds();
  for (const auto id : {101, 102, 103, 104}) act({8, ""}, Action::saved, id);
  const auto own = [&] {
    int found = 0;
    for (const auto& item : engine.page({{8, ""}, 10, "", "", Scope::for_you}).items) {
      found += item.reason == Reason::hashtag || item.reason == Reason::liked_similar ? 1 : 0;
    }
    return found;
  };
  EXPECT_GT(own(), 0);
  says.yes = false;
  EXPECT_EQ(own(), 0);
  says.yes = true;
  EXPECT_GT(own(), 0);
}

TEST_F(EngineTest, AScarceThingGoesToThoseWhoWantIt) {
  post(1, 10, {"chairs"}, {500});
  for (std::int64_t i = 2; i <= 5; ++i) post(i, 10 + i, {"chairs"}, {500 + i});
  for (std::int64_t product : {500, 502, 503, 504, 505}) engine.set_offer(catalog::ProductId{product}, 1'000, product == 500 ? 1 : 500);
  Tuning tuning;
  tuning.exploration_percent = 0;
  engine.tune(tuning);
  EXPECT_EQ(ids(engine.page({{0, "v"}, 10, "", "", Scope::for_you})).back(), 1);
  engine.apply({{0, "w"}, Action::bag, {}, catalog::ProductId{500}, 0, false, clock.now()});
  EXPECT_EQ(ids(engine.page({{0, "w"}, 10, "", "", Scope::for_you})).front(), 1);
}

TEST_F(EngineTest, WhatWasShownOftenWaitsWhileThereAreOthers) {
  two_worlds();
  const Viewer viewer{0, "v"};
  for (int times = 0; times < 4; ++times) act(viewer, Action::viewed, 101);
  for (int page = 0; page < 5; ++page) {
    const auto shown = ids(engine.page({viewer, 10, "", "", Scope::for_you}));
    EXPECT_EQ(std::count(shown.begin(), shown.end(), 101), 0);
  }
}

Rule rule_on(std::int64_t post_id, RuleKind kind) {
  Rule rule;
  rule.title = "r";
  rule.kind = kind;
  rule.target_id = to_text(content::PostId{post_id});
  rule.factor = 20;
  return rule;
}

TEST_F(EngineTest, RulesPinBoostAndBury) {
  two_worlds();
  Tuning tuning;
  tuning.exploration_percent = 0;
  engine.tune(tuning);
  auto pin = rule_on(7, RuleKind::pin);
  pin.place = 3;
  engine.set_rules({pin});
  const auto page = engine.page({{0, "v"}, 10, "", "", Scope::for_you});
  EXPECT_EQ(page.items[2].post_id.value, 7);
  EXPECT_EQ(page.items[2].reason, Reason::brand);
  const auto next = ids(engine.page({{0, "v"}, 10, *page.next_cursor, "", Scope::for_you}));
  EXPECT_EQ(std::count(next.begin(), next.end(), 7), 0);
  engine.set_rules({rule_on(9, RuleKind::boost)});
  EXPECT_EQ(engine.page({{0, "w"}, 10, "", "", Scope::for_you}).items[0].post_id.value, 9);
  engine.set_rules({rule_on(9, RuleKind::bury)});
  std::vector<std::int64_t> all;
  std::string cursor;
  for (int pages = 0; pages < 5; ++pages) {
    const auto more = engine.page({{0, "x"}, 20, cursor, "", Scope::for_you});
    for (const auto id : ids(more)) all.push_back(id);
    if (!more.next_cursor) break;
    cursor = *more.next_cursor;
  }
  EXPECT_GT(std::find(all.begin(), all.end(), 9) - all.begin(), 50);
}

struct OnlyAn final : Audience {
  bool contains(std::string_view segment, std::int64_t account, std::string_view) const override {
    return segment == "friends" && account == 1;
  }
};

TEST_F(EngineTest, ARuleWithAnAudienceIsForThemAlone) {
  two_worlds();
  Tuning tuning;
  tuning.exploration_percent = 0;
  engine.tune(tuning);
  auto rule = rule_on(9, RuleKind::boost);
  rule.audience = "friends";
  engine.set_rules({rule});
  const OnlyAn audience;
  EXPECT_NE(engine.page({{1, ""}, 10, "", "", Scope::for_you}).items[0].post_id.value, 9);  // nobody is in a segment
  engine.plug(&audience);
  EXPECT_EQ(engine.page({{1, ""}, 10, "", "", Scope::for_you}).items[0].post_id.value, 9);
  EXPECT_NE(engine.page({{2, ""}, 10, "", "", Scope::for_you}).items[0].post_id.value, 9);
}

TEST_F(EngineTest, SaysWhyInItsStrongestReasons) {
  two_worlds();
  post(200, 77, {"cups"}, {500});
  const Viewer viewer{9, ""};
  EXPECT_FALSE(engine.why(viewer, content::PostId{4'711}, false).known);
  for (const auto id : {101, 102, 103}) act(viewer, Action::saved, id);
  engine.apply({viewer, Action::bag, {}, catalog::ProductId{500}, 0, false, clock.now()});
  engine.follow(identity::AccountId{9}, identity::AccountId{77}, true);
  const auto why = engine.why(viewer, content::PostId{200}, false);
  ASSERT_TRUE(why.known);
  std::set<Because> codes;
  for (const auto& part : why.parts) {
    codes.insert(part.code);
    EXPECT_EQ(part.hashtag, part.code == Because::hashtag ? "cups" : "");
    EXPECT_EQ(part.product, part.code == Because::product ? 500 : 0);
  }
  EXPECT_TRUE(codes.contains(Because::hashtag) && codes.contains(Because::product) && codes.contains(Because::you_follow));
  for (std::size_t i = 1; i < why.parts.size(); ++i) EXPECT_GE(why.parts[i - 1].strength, why.parts[i].strength);
  engine.personalize(viewer, Personalization::paused);
  const auto plain = engine.why(viewer, content::PostId{200}, false);
  EXPECT_FALSE(plain.personal);
  for (const auto& part : plain.parts) EXPECT_TRUE(part.code == Because::fresh || part.code == Because::popular || part.code == Because::exploring);
}

}  // namespace
}  // namespace plaza::feed
