#include <gtest/gtest.h>

#include "log_story.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

class FindingsTest : public ::testing::Test {
 protected:
  Found found() { return findings.found(exp_one).value_or(Found{}); }
  // Sum over the people of a variant.
  double sum(std::size_t variant, Metric metric) { return found().arms.at(variant).at(static_cast<std::size_t>(metric)).y; }
  double before(std::size_t variant, Metric metric) { return found().arms.at(variant).at(static_cast<std::size_t>(metric)).x; }
  std::vector<std::int64_t> people() { return found().people; }
  // A name that is not in the hold-out group.
  static std::string somebody(int number) {
    for (int i = number * 1'000;; ++i) {
      const auto name = "v" + std::to_string(i);
      if (!held_out(holdout_default_bp, visitor_key(name))) return name;
    }
  }
  static std::string held_out_one() {
    for (int i = 0;; ++i) {
      const auto name = "h" + std::to_string(i);
      if (held_out(holdout_default_bp, visitor_key(name))) return name;
    }
  }

  Findings findings{eur};
  Story story{findings};
  const std::string anna = somebody(1), binh = somebody(2), chi = somebody(3);
};

TEST_F(FindingsTest, CountsFromTheExposureOn) {
  story.change(Stage::running).view(0, anna).expose(0, anna, "b").view(0, anna).view(0, anna);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(sum(1, Metric::views), 2);
  EXPECT_EQ(sum(1, Metric::sessions), 0);  // the session had begun before
  story.after(minutes(31)).view(0, anna);
  EXPECT_EQ(sum(1, Metric::sessions), 1);
}

TEST_F(FindingsTest, WhatWasKnownBeforeIsOfTheFourWeeksThatEndedYesterday) {
  story.change(Stage::running).view(0, anna).after(days(10)).view(0, anna).after(days(20)).view(0, anna).after(days(1));
  story.view(0, anna).expose(0, anna, "a");
  EXPECT_EQ(before(0, Metric::views), 2);  // 21 days ago and yesterday; not 31 days ago, not today
}

TEST_F(FindingsTest, AnExposureCountsOnceAndOnlyWhenTheModuleSaysIt) {
  story.change(Stage::running).expose(0, anna, "b", interactions::Trust::evidence).expose(0, anna, "b", interactions::Trust::session);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 0}));
  story.expose(0, anna, "b").expose(0, anna, "a").expose(0, binh, "no such");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
}

TEST_F(FindingsTest, MoneyIsWhatStaysAfterReturns) {
  story.change(Stage::running).sign_up(7, anna).expose(7, anna, "a").pay(1, 7, anna, 5'000).pay(2, 0, anna, 3'000);
  EXPECT_EQ(sum(0, Metric::net_revenue), 8'000);
  EXPECT_EQ(sum(0, Metric::orders), 2);
  EXPECT_EQ(sum(0, Metric::conversion), 1);
  story.give_back(1, 2'000);
  EXPECT_EQ(sum(0, Metric::net_revenue), 6'000);
  story.refund(1);  // the rest of it, once
  story.refund(1).give_back(1, 100);
  EXPECT_EQ(sum(0, Metric::net_revenue), 3'000);
  EXPECT_EQ(sum(0, Metric::conversion), 1);
}

TEST_F(FindingsTest, ReturnsOfEarlierOrdersAreNotTheExperiments) {
  story.change(Stage::running).pay(1, 0, anna, 5'000).expose(0, anna, "a").refund(1);
  EXPECT_EQ(sum(0, Metric::net_revenue), 0);
}

TEST_F(FindingsTest, OrdersInOtherCurrenciesConvertAndAreSaid) {
  story.change(Stage::running).expose(0, anna, "a").pay(1, 0, anna, 900'000, "VND");
  EXPECT_EQ(sum(0, Metric::conversion), 1);
  EXPECT_EQ(sum(0, Metric::net_revenue), 0);
  EXPECT_EQ(found().foreign_orders, 1);
}

TEST_F(FindingsTest, AfterTheStopOnlyReturnsCount) {
  story.change(Stage::running).expose(0, anna, "a").pay(1, 0, anna, 5'000).after(days(1)).change(Stage::stopped);
  story.after(days(1)).pay(2, 0, anna, 9'000).view(0, anna).expose(0, binh, "b").give_back(1, 1'500);
  EXPECT_EQ(sum(0, Metric::net_revenue), 3'500);
  EXPECT_EQ(sum(0, Metric::views), 0);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{1, 0}));
  story.change(Stage::decided).give_back(1, 1'500);
  EXPECT_EQ(sum(0, Metric::net_revenue), 3'500);  // it stands
}

TEST_F(FindingsTest, AVisitorsExposureStaysThroughSignUpAndOnOtherDevices) {
  story.change(Stage::running).expose(0, anna, "b").view(0, anna).sign_up(7, anna).view(7, anna).sign_in(7, "phone").view(7, "phone");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(sum(1, Metric::views), 3);
  EXPECT_EQ(findings.exposed_to({0, "phone"}, exp_one), 1u);
  EXPECT_EQ(findings.exposed_to({7, ""}, exp_one), 1u);
  EXPECT_EQ(findings.first_of({7, "phone"}), visitor_key(anna));
  story.expose(7, "phone", "a");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
}

TEST_F(FindingsTest, WhereTwoDevicesDisagreeTheEarlierOneWinsAndItIsSaid) {
  story.change(Stage::running).sign_up(7, anna).expose(0, binh, "b").view(0, binh).expose(7, anna, "a").view(7, anna).view(7, anna);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{1, 1}));
  story.sign_in(7, binh);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(sum(1, Metric::views), 3);
  EXPECT_EQ(found().disagreed, 1);
  story.expose(0, chi, "b").sign_in(7, chi);  // the same variant: nothing to say
  EXPECT_EQ(found().disagreed, 1);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
}

TEST_F(FindingsTest, AnAccountThatTheLogHasNotToldOfYetIsItsVisitor) {
  story.change(Stage::running);
  EXPECT_EQ(findings.first_of({7, anna}), visitor_key(anna));
  EXPECT_EQ(findings.first_of({7, ""}), account_key(7));
  story.expose(7, anna, "b").sign_up(7, anna);  // the exposure was quicker than the domain event
  EXPECT_EQ(findings.first_of({7, ""}), visitor_key(anna));
  EXPECT_EQ(findings.exposed_to({0, anna}, exp_one), 1u);
}

TEST_F(FindingsTest, ASecondPersonOnASharedDeviceHasTheirOwn) {
  story.change(Stage::running).sign_up(7, anna).expose(7, anna, "b").sign_up(8, anna);
  EXPECT_EQ(findings.first_of({8, anna}), account_key(8));
  EXPECT_EQ(findings.exposed_to({7, ""}, exp_one), 1u);
  EXPECT_FALSE(findings.exposed_to({8, ""}, exp_one).has_value());
}

TEST_F(FindingsTest, UntilTheShareIsFixedNobodyIsHeldOut) {
  story.change(Stage::running).expose(0, held_out_one(), "a");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{1, 0}));
}

TEST_F(FindingsTest, WhoIsHeldOutIsInNoExperiment) {
  const auto out = held_out_one();
  story.domain("experiments.holdout_set", R"({"share_bp":500})");
  story.change(Stage::running).expose(0, out, "a");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 0}));
  // Exposed on one device, then known to be a person who is held out.
  story.sign_up(7, out).expose(0, anna, "a");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{1, 0}));
  story.sign_in(7, anna);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 0}));
}

TEST_F(FindingsTest, LikesAndPostsAreWhatModulesDecided) {
  story.change(Stage::running).sign_up(7, anna).expose(7, anna, "a").like(7).like(7).like(7, false);
  EXPECT_EQ(sum(0, Metric::likes), 1);
  story.domain("content.post_published", R"({"author_id":")" + to_text(identity::AccountId{7}) + R"(","edited":false})");
  story.domain("content.post_published", R"({"author_id":")" + to_text(identity::AccountId{7}) + R"(","edited":true})");
  EXPECT_EQ(sum(0, Metric::posts), 1);
}

TEST_F(FindingsTest, AProgramsViewsEndAtTheDaysLimit) {
  story.change(Stage::running).expose(0, anna, "a");
  const auto morning = story.now;
  for (int i = 0; i < 1'200; ++i) {
    story.view(0, anna);
    story.now = morning + seconds(1);
  }
  EXPECT_EQ(sum(0, Metric::views), 1'000);
}

TEST_F(FindingsTest, EachDayLeavesItsSums) {
  story.change(Stage::running).expose(0, anna, "a").view(0, anna).after(days(1)).view(0, anna).after(days(1)).view(0, anna);
  const auto days_seen = found().days;
  ASSERT_EQ(days_seen.size(), 2u);
  EXPECT_EQ(days_seen[0].arms[0][static_cast<std::size_t>(Metric::views)].y, 1);
  EXPECT_EQ(days_seen[1].arms[0][static_cast<std::size_t>(Metric::views)].y, 2);
  EXPECT_EQ(days_seen[1].day, days_seen[0].day + 1);
}

TEST_F(FindingsTest, AnErasedPersonIsInNothing) {
  story.change(Stage::running).expose(0, anna, "b").sign_up(7, anna).pay(1, 7, "", 100).view(7, anna).erase(7);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(findings.snapshot().find(anna), std::string::npos);
  story.give_back(1, 50);
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 0}));
}

TEST_F(FindingsTest, AnErasedVisitorIsInNothing) {
  story.change(Stage::running).expose(0, anna, "b").view(0, anna).pay(1, 0, anna, 100).expose(0, binh, "b");
  story.domain("profiles.person_erased", R"({"account_id":null,"visitors":[")" + anna + R"("]})");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(findings.snapshot().find(anna), std::string::npos);
  EXPECT_NE(findings.snapshot().find(binh), std::string::npos);
  story.domain("profiles.person_erased", R"({"visitors":7})").domain("profiles.person_erased", "[]");
  EXPECT_EQ(people(), (std::vector<std::int64_t>{0, 1}));
}

TEST_F(FindingsTest, AfterTheConsentToBeMeasuredIsTakenBackNothingCounts) {
  const auto said = [&](const char* given) {
    story.domain("profiles.consent_changed", R"({"account_id":")" + to_text(identity::AccountId{7}) +
                                                 R"(","visitor":"","purpose":"analytics","channel":"onsite","given":)" + given + "}");
  };
  const auto orders = [&] { return found().arms[0][static_cast<std::size_t>(Metric::orders)].y; };
  story.change(Stage::running).sign_up(7, anna).expose(7, anna, "a").pay(1, 7, anna, 100);
  EXPECT_EQ(orders(), 1);
  said("false");
  story.pay(2, 7, anna, 100).pay(3, 0, anna, 100);
  EXPECT_EQ(orders(), 1);
  Findings again(eur);
  again.restore(findings.snapshot());
  EXPECT_EQ(again.snapshot(), findings.snapshot());
  said("true");
  story.pay(4, 7, anna, 100);
  EXPECT_EQ(orders(), 2);
}

TEST_F(FindingsTest, TheUpliftComparesPeopleInAndOutOfTheGroup) {
  const auto out = held_out_one();
  story.domain("experiments.holdout_set", R"({"share_bp":500})");
  story.view(0, anna).view(0, anna).view(0, binh).view(0, out).sign_up(7, anna).sign_in(7, "phone").view(7, "phone");
  const auto uplift = findings.uplift(story.now, 28);
  EXPECT_EQ(uplift.held_out_people, 1);
  EXPECT_EQ(uplift.other_people, 2);  // two devices of one person are one
  EXPECT_EQ(uplift.others[static_cast<std::size_t>(Metric::views)].y, 4);
  EXPECT_EQ(findings.uplift(story.now + days(40), 28).other_people, 0);
}

TEST_F(FindingsTest, TheSameLogGivesTheSameBytesHoweverOftenItIsInterrupted) {
  story.change(Stage::running).domain("experiments.holdout_set", R"({"share_bp":300})");
  for (int i = 0; i < 400; ++i) {
    const auto who = "p" + std::to_string(i % 37);
    if (i % 11 == 0) story.expose(0, who, i % 2 ? "a" : "b");
    if (i % 23 == 0) story.sign_up(100 + i, who);
    if (i % 29 == 0) story.sign_in(100 + (i / 46) * 23, who);
    if (i % 7 == 0) story.pay(1'000 + i, 0, who, 100 + i);
    if (i % 19 == 0) story.give_back(1'000 + i - i % 7, 50);
    story.view(0, who).after(minutes(i % 50 == 0 ? 2'000 : 7));
  }
  story.change(Stage::stopped);
  Findings again(eur), interrupted(eur);
  std::size_t step = 0;
  for (const auto& record : story.log.records) {
    again.apply(record);
    interrupted.apply(record);
    if (++step % 101 == 0) interrupted.restore(interrupted.snapshot());
  }
  EXPECT_EQ(again.snapshot(), findings.snapshot());
  EXPECT_EQ(interrupted.snapshot(), findings.snapshot());
  EXPECT_GT(found().people[0] + found().people[1], 10);
}

TEST_F(FindingsTest, BrokenBytesAreRefusedAndBrokenRecordsPassedOver) {
  EXPECT_THROW(findings.restore("\x05"), std::runtime_error);
  story.domain("experiments.experiment_changed", "[]").domain("orders.order_paid", "nonsense").domain("identity.signed_in", "{}");
  story.expose(0, anna, "a");
  EXPECT_FALSE(findings.found(exp_one).has_value());
}

}  // namespace
}  // namespace plaza::experiments
