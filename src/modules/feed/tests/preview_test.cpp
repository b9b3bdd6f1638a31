#include "preview.h"

#include <gtest/gtest.h>

#include "posts.h"

namespace plaza::feed {
namespace {

// One place a page; two posts. The log chose "good" (1) with 1 - 0.4/2 = 0.8 and "bad" (2) by exploration with 0.2; a like is worth 10.
struct SmallLog {
  Graph graph;
  std::deque<LoggedPage> pages;
  SmallLog() {
    graph.put(post_of(1, 10));
    graph.put(post_of(2, 11, {"lamps"}));
  }
  void shown(std::int64_t post, bool liked, std::int64_t account = 1) {
    LoggedPage page;
    page.account = account;
    page.at = noon;
    page.fresh = true;
    page.exploration = 0.4;
    Shown place;
    place.post = content::PostId{post};
    place.score = post == 1 ? 2 : 1;
    place.propensity = post == 1 ? 0.8 : 0.2;
    place.explore = 0.2;
    place.outcome = liked ? bit_of(Head::like) : Outcome{0};
    page.shown.push_back(place);
    page.next.emplace_back(content::PostId{3 - post}, post == 1 ? 1 : 2);
    pages.push_back(page);
  }
  Preview ask(RuleTerms terms, std::function<bool(const LoggedPage&)> concerns = {}) {
    PreviewQuestion question{*resolve(graph, terms), noon - days(7), {}, {}, std::move(concerns)};
    question.worth.like = 10;
    return preview(graph, pages, question);
  }
};

RuleTerms rule_of(RuleKind kind, std::int64_t post) {
  RuleTerms terms;
  terms.title = "r";
  terms.kind = kind;
  terms.target_id = to_text(content::PostId{post});
  terms.factor = 20;
  return terms;
}

// Of 8 pages with post 1 two were liked, of 2 with post 2 one was: 3 likes in 10. Buried, post 1 stands by exploration only (0.2 of
// 0.8: each of its pages weighs 1/4) and post 2 by rank and exploration (0.8 of 0.2: each weighs 4). Weights 8/4 + 2*4 = 10.
// (2/4 + 1*4) * 10 / 10 = 4.5 a page instead of 3.
TEST(Preview, IsExactOnASmallLog) {
  SmallLog log;
  for (int i = 0; i < 8; ++i) log.shown(1, i < 2);
  for (int i = 0; i < 2; ++i) log.shown(2, i < 1);
  const auto told = log.ask(rule_of(RuleKind::bury, 1));
  EXPECT_EQ(told.impressions, 10);
  EXPECT_EQ(told.affected, 10);
  EXPECT_DOUBLE_EQ(told.now.mean, 3);
  EXPECT_DOUBLE_EQ(told.with.mean, 4.5);
  EXPECT_DOUBLE_EQ(told.overlap, 1);
  EXPECT_DOUBLE_EQ(told.effective, 100.0 / (8.0 / 16 + 2 * 16));
  EXPECT_LT(told.with.low, 4.5);
  EXPECT_GT(told.with.high, 4.5);
  // The same by lifting post 2.
  EXPECT_DOUBLE_EQ(log.ask(rule_of(RuleKind::boost, 2)).with.mean, 4.5);
}

TEST(Preview, ARuleThatChangesNothingIsWorthWhatThereIs) {
  SmallLog log;
  for (int i = 0; i < 8; ++i) log.shown(1, i < 2);
  for (int i = 0; i < 2; ++i) log.shown(2, i < 1);
  const auto told = log.ask(rule_of(RuleKind::boost, 1));
  EXPECT_EQ(told.affected, 0);
  EXPECT_DOUBLE_EQ(told.with.mean, told.now.mean);
  EXPECT_DOUBLE_EQ(told.with.low, told.now.low);
  EXPECT_DOUBLE_EQ(told.effective, 10);
}

TEST(Preview, APinShowsNothingElse) {
  SmallLog log;
  for (int i = 0; i < 8; ++i) log.shown(1, i < 2);
  for (int i = 0; i < 2; ++i) log.shown(2, i < 1);
  const auto told = log.ask(rule_of(RuleKind::pin, 2));
  EXPECT_DOUBLE_EQ(told.with.mean, 5);  // one of the two pages that showed it was liked
  EXPECT_DOUBLE_EQ(told.effective, 2);
  EXPECT_DOUBLE_EQ(told.overlap, 1);    // two pages that weigh 5 each stand for ten
}

TEST(Preview, AnAudienceLeavesTheOthersAlone) {
  SmallLog log;
  for (int i = 0; i < 8; ++i) log.shown(1, i < 2, i % 2);
  for (int i = 0; i < 2; ++i) log.shown(2, i < 1, i % 2);
  const auto nobody = log.ask(rule_of(RuleKind::bury, 1), [](const LoggedPage&) { return false; });
  EXPECT_EQ(nobody.affected, 0);
  const auto half = log.ask(rule_of(RuleKind::bury, 1), [](const LoggedPage& page) { return page.account == 1; });
  EXPECT_EQ(half.affected, 5);
}

TEST(Preview, OldPagesAndOtherTabsAreLeftOut) {
  SmallLog log;
  log.shown(1, true);
  log.shown(1, true);
  log.pages[0].at = noon - days(8);
  log.pages[1].for_you = false;
  const auto told = log.ask(rule_of(RuleKind::bury, 1));
  EXPECT_EQ(told.impressions, 1);
  EXPECT_EQ(told.affected, 0);
}

// Two people, fifty pages each: one likes everything, the other nothing. A hundred places say no more than two people do.
TEST(Preview, HowSureItIsRestsOnPeople) {
  SmallLog log;
  for (int i = 0; i < 100; ++i) log.shown(1, i % 2 == 0);
  const auto strangers = log.ask(rule_of(RuleKind::boost, 1));
  for (int i = 0; i < 100; ++i) log.pages[static_cast<std::size_t>(i)].viewer = 1 + static_cast<std::uint64_t>(i % 2);
  const auto two = log.ask(rule_of(RuleKind::boost, 1));
  EXPECT_DOUBLE_EQ(two.with.mean, 5);
  EXPECT_DOUBLE_EQ(two.effective, 100);
  EXPECT_NEAR(strangers.with.high - strangers.with.low, 2 * 1.96 * 5 / 10, 0.02);
  EXPECT_NEAR(two.with.high - two.with.low, 2 * 1.96 * 5, 0.01);
}

TEST(Preview, WithoutALogItSaysNothing) {
  SmallLog log;
  const auto told = log.ask(rule_of(RuleKind::bury, 1));
  EXPECT_EQ(told.impressions, 0);
  EXPECT_EQ(told.with.mean, 0);
}

TEST(Rulebook, FindsWhatItNames) {
  SmallLog log;
  RuleTerms terms;
  terms.target = RuleTarget::hashtag;
  terms.target_id = "Lamps";
  const auto rule = resolve(log.graph, terms);
  ASSERT_TRUE(rule.has_value());
  EXPECT_FALSE(names(log.graph.post(0), 0, *rule));
  EXPECT_TRUE(names(log.graph.post(1), 1, *rule));
  EXPECT_EQ(wanted_by(log.graph, std::span(&*rule, 1)), (std::vector<Index>{1}));
  terms.target_id = "nothing";
  EXPECT_FALSE(resolve(log.graph, terms).has_value());
}

TEST(Rulebook, IsInForceBetweenItsTimes) {
  RuleTerms terms;
  EXPECT_TRUE(in_force(terms, noon));
  terms.starts_at = noon;
  terms.ends_at = noon + hours(1);
  EXPECT_FALSE(in_force(terms, noon - seconds(1)));
  EXPECT_TRUE(in_force(terms, noon));
  EXPECT_FALSE(in_force(terms, noon + hours(1)));
  terms.enabled = false;
  EXPECT_FALSE(in_force(terms, noon));
}

}  // namespace
}  // namespace plaza::feed
