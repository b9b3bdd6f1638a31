#include "affinity.h"

#include <gtest/gtest.h>

#include <set>

#include "affinity_world.h"

namespace plaza::feed {
namespace {

bool is_of_one(std::int64_t post) { return post <= 100; }

std::set<std::int64_t> reached_by_common_deeds(AffinityWorld& world, std::initializer_list<std::int64_t> from) {
  std::set<std::int64_t> reached;
  for (const auto post : from) {
    for (const auto other : world.engine.similar(content::PostId{post}, 100)) reached.insert(other.value);
  }
  return reached;
}

TEST(Affinity, TwoLikesBringPostsThatNoCommonDeedLeadsTo) {
  AffinityWorld world;
  const Viewer viewer{900, ""};
  const auto reached = reached_by_common_deeds(world, {3, 44});
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  EXPECT_TRUE(world.like_minded(viewer).empty());
  ASSERT_TRUE(world.trainer.train());
  const auto found = world.like_minded(viewer);
  ASSERT_GE(found.size(), 4u);
  int of_one = 0;
  for (const auto post : found) {
    of_one += is_of_one(post) ? 1 : 0;
    EXPECT_FALSE(reached.contains(post)) << post;
  }
  EXPECT_GE(of_one * 10, static_cast<int>(found.size()) * 9);
  EXPECT_TRUE(world.says_like_minded(viewer, found[0]));
  EXPECT_FALSE(world.says_like_minded({901, ""}, found[0]));
}

TEST(Affinity, ADeedMovesTheNextPage) {
  AffinityWorld world;
  ASSERT_TRUE(world.trainer.train());
  const Viewer viewer{900, ""};
  EXPECT_TRUE(world.like_minded(viewer).empty());
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  EXPECT_GE(world.said(viewer).first, 30);
  EXPECT_LE(world.said(viewer).second, 10);
  for (const std::int64_t post : {103, 111, 122, 144, 155, 117}) world.like(900, post);
  EXPECT_GE(world.said(viewer).second, 30);
}

TEST(Affinity, ANewPostIsFoundByWhatItIsAboutAtOnce) {
  AffinityWorld world;
  for (const std::int64_t post : {3, 44, 9, 31}) world.put(post, "celadon stoneware");
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  ASSERT_TRUE(world.trainer.train());
  const auto indexed = world.engine.learning().affinity->indexed;
  world.put(700, "New: stoneware, in celadon");
  world.put(701, "Weave and linen");
  world.put(702, "Something else");
  EXPECT_EQ(world.engine.learning().affinity->indexed, indexed + 2);
  EXPECT_TRUE(world.says_like_minded({900, ""}, 700));
  EXPECT_FALSE(world.says_like_minded({900, ""}, 701));
  EXPECT_FALSE(world.says_like_minded({900, ""}, 702));
  const auto found = world.like_minded({900, ""});
  EXPECT_NE(std::find(found.begin(), found.end(), 700), found.end());
  world.engine.remove(content::PostId{700});
  EXPECT_EQ(world.engine.learning().affinity->indexed, indexed + 1);
}

TEST(Affinity, PostsPublishedWhileItIsFittedAreTakenAlong) {
  AffinityWorld world;
  const auto evidence = world.engine.affinity_evidence(1'000);
  for (std::int64_t id = 700; id < 760; ++id) world.put(id, "stoneware");
  world.engine.adopt(AffinityModel::fit(evidence, {}), evidence.looked_at);
  EXPECT_EQ(world.engine.learning().affinity->indexed, 2 * AffinityWorld::posts_of_one + 60);
}

TEST(Affinity, NothingOfItWherePersonalisationIsOff) {
  AffinityWorld world;
  struct Out final : HoldOut {
    bool is_held_out(std::int64_t account, std::string_view) const override { return account == 902; }
  } out;
  struct Says final : Allowance {
    bool may_personalize(std::int64_t account, std::string_view) const override { return account != 903; }
  } says;
  world.engine.plug(&out);
  world.engine.plug(&says);
  for (const std::int64_t viewer : {900, 901, 902, 903, 904}) {
    for (const std::int64_t post : {3, 44, 17}) world.like(viewer, post);
  }
  ASSERT_TRUE(world.trainer.train());
  world.engine.personalize({901, ""}, Personalization::paused);
  EXPECT_FALSE(world.like_minded({900, ""}).empty());
  for (const std::int64_t viewer : {901, 902, 903}) {
    EXPECT_TRUE(world.like_minded({viewer, ""}).empty()) << viewer;
    EXPECT_EQ(world.said({viewer, ""}), (std::pair{0, 0})) << viewer;
  }
  world.engine.personalize({904, ""}, Personalization::reset);
  EXPECT_TRUE(world.like_minded({904, ""}).empty());
  for (const std::int64_t post : {3, 44, 17}) world.engine.apply({{0, "v"}, Action::saved, content::PostId{post}, {}, 0, true, world.clock.now()});
  EXPECT_GE(world.said({0, "v"}).first, 20);
  EXPECT_EQ(world.said({0, "v"}, true), (std::pair{0, 0}));
}

TEST(Affinity, WhoIsErasedIsNobodyAtOnceAndNotInTheNextCopy) {
  AffinityWorld world;
  for (const std::int64_t post : {3, 44, 17}) world.like(900, post);
  ASSERT_TRUE(world.trainer.train());
  EXPECT_GE(world.said({900, ""}).first, 20);
  const auto is_copied = [&](std::int64_t account) {
    const auto people = world.engine.affinity_evidence(1'000).people;
    return std::any_of(people.begin(), people.end(), [&](const auto& each) { return each.key == key_of(account, {}); });
  };
  EXPECT_TRUE(is_copied(900));
  const auto before = world.engine.affinity_news();
  world.engine.erase(900);
  EXPECT_FALSE(is_copied(900));
  EXPECT_TRUE(is_copied(1));
  EXPECT_EQ(world.said({900, ""}), (std::pair{0, 0}));
  EXPECT_TRUE(world.like_minded({900, ""}).empty());
  EXPECT_EQ(world.engine.affinity_news().leaves, before.leaves + 1);
  world.engine.personalize({1, ""}, Personalization::paused);
  EXPECT_FALSE(is_copied(1));
}

TEST(Affinity, WhatMayNotBeShownIsNotShown) {
  AffinityWorld world;
  auto followers = post_of(50, 1'050);
  followers.text = "stoneware glaze";
  followers.visibility = content::PostVisibility::followers;
  world.engine.put(followers);
  auto sold_out = post_of(51, 1'051, {}, {500});
  sold_out.text = "stoneware glaze";
  world.engine.put(sold_out);
  world.engine.set_available(catalog::ProductId{500}, false);
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  ASSERT_TRUE(world.trainer.train());
  world.engine.remove(content::PostId{52});
  world.engine.apply({{900, ""}, Action::hidden, content::PostId{53}, {}, 0, true, world.clock.now()});
  std::set<std::int64_t> shown;
  std::string cursor;
  for (int page = 0; page < 20; ++page) {
    const auto made = world.engine.page({{900, ""}, 20, cursor, "", Scope::for_you});
    for (const auto& item : made.items) EXPECT_TRUE(shown.insert(item.post_id.value).second);
    if (!made.next_cursor) break;
    cursor = *made.next_cursor;
  }
  EXPECT_GT(shown.size(), 60u);
  for (const std::int64_t post : {50, 51, 52, 53}) EXPECT_FALSE(shown.contains(post)) << post;
}

TEST(Affinity, TheSameDeedsLearnTheSame) {
  AffinityWorld one, other;
  ASSERT_TRUE(one.trainer.train());
  ASSERT_TRUE(other.trainer.train());
  for (const std::int64_t viewer : {1, 7, 212}) {
    const auto a = one.page({viewer, ""}), b = other.page({viewer, ""});
    ASSERT_EQ(a.items.size(), b.items.size());
    for (std::size_t i = 0; i < a.items.size(); ++i) {
      EXPECT_EQ(a.items[i].post_id, b.items[i].post_id);
      EXPECT_EQ(a.items[i].score, b.items[i].score);
    }
  }
}

TEST(Affinity, AGraphServesAsWellWhenThereAreManyPosts) {
  AffinityOptions options;
  options.exact_below = 0;
  AffinityWorld world(options);
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  ASSERT_TRUE(world.trainer.train());
  const auto told = *world.engine.learning().affinity;
  EXPECT_TRUE(told.graph);
  EXPECT_GT(told.recall, 0.9);
  world.put(700, "stoneware glaze");
  EXPECT_TRUE(world.says_like_minded({900, ""}, 700));
  EXPECT_FALSE(world.like_minded({900, ""}).empty());
}

TEST(Affinity, TooFewPeopleTeachNothing) {
  testing::FakeClock clock{noon};
  Engine engine{clock, Settings{0, 7, 1'000}, {}};
  AffinityTrainer trainer(engine, clock);
  EXPECT_FALSE(trainer.train());
  engine.put(post_of(1, 10));
  for (std::int64_t person = 1; person <= 7; ++person) engine.apply({{person, ""}, Action::liked, content::PostId{1}, {}, 0, true, noon});
  EXPECT_FALSE(trainer.train());
  EXPECT_FALSE(engine.learning().affinity.has_value());
  engine.apply({{8, ""}, Action::liked, content::PostId{1}, {}, 0, true, noon});
  EXPECT_TRUE(trainer.train());
  EXPECT_EQ(engine.learning().affinity->people, 8);
  EXPECT_EQ(engine.page({{1, ""}, 10, "", "", Scope::for_you}).items.size(), 1u);
}

TEST(Affinity, OnlySoManyPeopleAreCopied) {
  AffinityWorld world;
  const auto all = world.engine.affinity_evidence(1'000), some = world.engine.affinity_evidence(60);
  EXPECT_EQ(all.people.size(), 120u);
  EXPECT_GT(some.people.size(), 35u);
  EXPECT_LT(some.people.size(), 85u);
  EXPECT_TRUE(std::is_sorted(all.people.begin(), all.people.end(), [](const auto& a, const auto& b) { return a.key < b.key; }));
}

TEST(Affinity, ItIsFittedAgainWhenEnoughHappenedOrSomebodyLeft) {
  TrainingState state;
  const Micros now = hours(5);
  EXPECT_TRUE(is_due(state, {}, now));  // at the start, once
  state.ended_at = now - seconds(2);
  EXPECT_FALSE(is_due(state, {19, 0}, now));
  EXPECT_TRUE(is_due(state, {20, 0}, now));
  state = {true, {100, 3}, 5'000, now, seconds(1)};
  EXPECT_FALSE(is_due(state, {100'000, 3}, now + seconds(19)));
  EXPECT_FALSE(is_due(state, {199, 3}, now + hours(1)));
  EXPECT_TRUE(is_due(state, {200, 3}, now + seconds(20)));
  EXPECT_TRUE(is_due(state, {100, 4}, now + seconds(20)));
  state.took = minutes(2);
  EXPECT_FALSE(is_due(state, {100'000, 4}, now + minutes(19)));
  EXPECT_TRUE(is_due(state, {100'000, 4}, now + minutes(20)));
  state.trained = false;
  EXPECT_FALSE(is_due(state, {100, 9}, now + hours(1)));
}

TEST(Affinity, WordsOfATextAreTheSameInAnyOrder) {
  EXPECT_EQ(words_in("Glazed STONEWARE bowl"), words_in("bowl, stoneware; glazed!"));
  EXPECT_EQ(words_in("#bowl @glazed of"), words_in(""));
  EXPECT_EQ(words_in("gốm sứ"), words_in("sứ: gốm"));
  EXPECT_NE(words_in("linen"), words_in("stoneware"));
  const auto many = words_in("one two three four five six seven eight nine ten");
  EXPECT_TRUE(std::none_of(many.begin(), many.end(), [](Index word) { return word == none; }));
}

TEST(Affinity, TellsHowEachSourceDoes) {
  AffinityWorld world;
  for (const std::int64_t post : {3, 44}) world.like(900, post);
  ASSERT_TRUE(world.trainer.train());
  LoggedPage logged;
  logged.account = 900;
  logged.at = world.clock.now();
  for (const auto& [post, reason] : {std::pair{20, Reason::like_minded}, std::pair{21, Reason::like_minded}, std::pair{22, Reason::popular}}) {
    Features features;
    features[Slot::reason] = static_cast<std::uint8_t>(reason);
    Shown shown;
    shown.post = content::PostId{post};
    shown.features = features;
    logged.shown.push_back(shown);
  }
  world.engine.logged(logged);
  world.like(900, 21);
  const auto sources = world.engine.learning().sources;
  ASSERT_EQ(sources.size(), 2u);
  EXPECT_EQ(sources[0].source, Reason::like_minded);
  EXPECT_EQ(sources[0].places, 2);
  EXPECT_EQ(sources[0].looked_at, 2);
  EXPECT_EQ(sources[0].liked, 1);
  EXPECT_EQ(sources[0].worth, 3);
  EXPECT_EQ(sources[1].looked_at, 0);
}

}  // namespace
}  // namespace plaza::feed
