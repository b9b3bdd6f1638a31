#include "impressions.h"

#include <gtest/gtest.h>

#include "posts.h"

namespace plaza::feed {
namespace {

constexpr std::uint64_t an = 5;

LoggedPage page_of(std::vector<std::int64_t> posts, Time at = noon, std::uint64_t viewer = an) {
  LoggedPage page;
  page.viewer = viewer;
  page.at = at;
  for (const auto id : posts) {
    Shown shown;
    shown.post = content::PostId{id};
    shown.features = Features{};
    page.shown.push_back(shown);
  }
  return page;
}

struct Settled {
  std::vector<std::int64_t> posts;
  std::vector<Outcome> outcomes;
  void operator()(const LoggedPage& page) {
    for (int place = 0; place < page.examined; ++place) {
      posts.push_back(page.shown[static_cast<std::size_t>(place)].post.value);
      outcomes.push_back(page.shown[static_cast<std::size_t>(place)].outcome);
    }
  }
};

Settled settle(Impressions& impressions, Time now) {
  Settled settled;
  impressions.settle(now, [&](const LoggedPage& page) { settled(page); });
  return settled;
}

TEST(Impressions, WhatWasLookedAtIsSettledOnceWithWhatCame) {
  Impressions impressions;
  impressions.add(page_of({1, 2, 3, 4}));
  impressions.note(an, content::PostId{1}, 0, noon + seconds(5));
  impressions.note(an, content::PostId{3}, bit_of(Head::like), noon + seconds(20));
  EXPECT_TRUE(settle(impressions, noon + minutes(9)).posts.empty());
  const auto settled = settle(impressions, noon + minutes(10));
  EXPECT_EQ(settled.posts, (std::vector<std::int64_t>{1, 2, 3}));  // the fourth was never reached
  EXPECT_EQ(settled.outcomes, (std::vector<Outcome>{0, 0, bit_of(Head::like)}));
  EXPECT_TRUE(settle(impressions, noon + minutes(30)).posts.empty());
}

TEST(Impressions, APageThatNobodyLookedAtTeachesNothing) {
  Impressions impressions;
  impressions.add(page_of({1, 2}));
  EXPECT_TRUE(settle(impressions, noon + hours(1)).posts.empty());
}

TEST(Impressions, WhatComesLateIsToldOnce) {
  Impressions impressions;
  impressions.add(page_of({1}));
  EXPECT_FALSE(impressions.note(an, content::PostId{1}, 0, noon).has_value());
  settle(impressions, noon + minutes(10));
  EXPECT_TRUE(impressions.note(an, content::PostId{1}, bit_of(Head::purchase), noon + hours(2)).has_value());
  EXPECT_FALSE(impressions.note(an, content::PostId{1}, bit_of(Head::purchase), noon + hours(3)).has_value());
  EXPECT_FALSE(impressions.note(an, content::PostId{1}, bit_of(Head::like), noon + hours(25)).has_value());  // nobody's any more
}

TEST(Impressions, OnlyTheViewerOfThePageCounts) {
  Impressions impressions;
  impressions.add(page_of({1}));
  impressions.note(6, content::PostId{1}, bit_of(Head::like), noon);
  EXPECT_TRUE(settle(impressions, noon + hours(1)).posts.empty());
}

TEST(Impressions, AVisitorsPagesFollowThemIntoTheAccount) {
  Impressions impressions;
  const auto visitor = key_of(0, "v");
  impressions.add(page_of({1}, noon, visitor));
  impressions.join(visitor, an);
  impressions.note(an, content::PostId{1}, bit_of(Head::save), noon);
  EXPECT_EQ(settle(impressions, noon + hours(1)).outcomes, (std::vector<Outcome>{bit_of(Head::save)}));
}

TEST(Impressions, AnOrderThatComesBackIsLearntFrom) {
  Impressions impressions;
  impressions.add(page_of({1}));
  int bought = 0, back = 0;
  impressions.note(an, content::PostId{1}, bit_of(Head::purchase), noon);
  impressions.bought(an, content::PostId{1}, 77, noon, [&](const Features&) { ++bought; });
  impressions.bought(an, content::PostId{2}, 77, noon, [&](const Features&) { ++bought; });  // was not shown
  impressions.came_back(78, [&](const Features&) { ++back; });
  EXPECT_EQ(back, 0);
  impressions.came_back(77, [&](const Features&) { ++back; });
  impressions.came_back(77, [&](const Features&) { ++back; });
  EXPECT_EQ(bought, 1);
  EXPECT_EQ(back, 1);
  EXPECT_EQ(impressions.pages()[0].shown[0].outcome, bit_of(Head::purchase) | bit_of(Head::returned));
}

TEST(Impressions, ADeedMayStandBeforeItsPageInTheLog) {
  Impressions impressions;
  impressions.note(an, content::PostId{2}, bit_of(Head::like), noon + milliseconds(40));
  impressions.note(an, content::PostId{9}, bit_of(Head::like), noon + milliseconds(40));
  impressions.note(6, content::PostId{1}, bit_of(Head::like), noon + milliseconds(40));
  impressions.note(an, content::PostId{1}, bit_of(Head::hide), noon - seconds(4));  // of an earlier look elsewhere
  impressions.add(page_of({1, 2, 3}));
  EXPECT_EQ(settle(impressions, noon + minutes(10)).outcomes, (std::vector<Outcome>{0, bit_of(Head::like)}));
}

TEST(Impressions, AnErasedViewersPagesAreNobodys) {
  Impressions impressions;
  auto page = page_of({1});
  page.account = 5;
  page.visitor = "v";
  impressions.add(page);
  impressions.add(page_of({2}, noon, 6));
  impressions.erase(an);
  EXPECT_EQ(impressions.pages()[0].account, 0);
  EXPECT_EQ(impressions.pages()[0].visitor, "");
  EXPECT_FALSE(impressions.note(an, content::PostId{1}, bit_of(Head::like), noon).has_value());
  EXPECT_EQ(impressions.pages()[0].shown[0].outcome, 0);
  EXPECT_EQ(impressions.pages()[1].viewer, 6u);
}

TEST(Impressions, TheOldestPagesGo) {
  Impressions impressions;
  for (std::size_t i = 0; i < Impressions::pages_max + 5; ++i) {
    impressions.add(page_of({static_cast<std::int64_t>(i) + 1}, noon + seconds(static_cast<std::int64_t>(i)), i % 3 + 1));
  }
  EXPECT_EQ(impressions.pages().size(), Impressions::pages_max);
  EXPECT_EQ(impressions.pages().front().shown[0].post.value, 6);
  EXPECT_FALSE(impressions.note(1, content::PostId{1}, bit_of(Head::like), noon).has_value());
  const auto settled = settle(impressions, noon + days(1));
  EXPECT_TRUE(settled.posts.empty());
}

}  // namespace
}  // namespace plaza::feed
