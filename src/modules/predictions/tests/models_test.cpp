#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models.h"
#include "people_of_the_shop.h"
#include "trainer.h"

namespace plaza::predictions {
namespace {

const Views nobody_looks = [](std::int64_t, double, double) { return 0.0; };

TEST(PredictionModels, HoldOutNinetyDaysOrAThirdOfAShortHistory) {
  EXPECT_EQ(horizon_of(1'000), 90);
  EXPECT_EQ(horizon_of(270), 90);
  EXPECT_EQ(horizon_of(150), 50);
  EXPECT_EQ(horizon_of(42), 14);
  EXPECT_EQ(horizon_of(41), 0);
  EXPECT_EQ(horizon_of(0), 0);
}

TEST(PredictionModels, ABuyerIsKnownAsTheyWereThen) {
  Buyer buyer;
  buyer.purchases = {{100, 1'000, false}, {107, 3'000, false}, {121, 9'000, false}};
  const auto known = known_of(buyer, 120);
  EXPECT_EQ(known.repeats, 1);
  EXPECT_EQ(known.last, 1);  // weeks
  EXPECT_NEAR(known.age, 20.0 / 7, 1e-12);
  const auto spending = spending_of(buyer, 120, 1'000);
  EXPECT_EQ(spending.purchases, 2);
  EXPECT_EQ(spending.mean, 2);
}

TEST(PredictionModels, BeatTheRuleOnHeldOutTimeAndTellBothErrors) {
  const auto buyers = buyers_of({});
  const double now = crowd_starts + 500;
  const auto models = learn_lifetimes(buyers, now);
  ASSERT_TRUE(models.ready);
  for (const auto& report : models.reports) {
    EXPECT_EQ(report.state, State::ready);
    EXPECT_EQ(report.horizon_days, 90);
    ASSERT_TRUE(report.error && report.naive_error);
    EXPECT_GT(report.people_tested, 100);
    std::printf("%s: error %.3f, rule %.3f\n", std::string(json::enum_text(report.kind)).c_str(), *report.error, *report.naive_error);
  }
  EXPECT_LT(*models.reports[0].error, *models.reports[0].naive_error);
  EXPECT_LT(*models.reports[1].error, *models.reports[1].naive_error);
  EXPECT_EQ(models.reports[0].parameters.size(), 4u);
  EXPECT_TRUE(models.reports[0].log_likelihood.has_value());
  // Nobody's sum is absurd: the expected orders of all are near what the last 90 days saw.
  double expected = 0, seen = 0;
  for (const auto& buyer : buyers) {
    expected += models.expected_orders(buyer, now, 90);
    for (const auto& purchase : buyer.purchases) seen += purchase.day >= now - 90 && purchase.day < now;
  }
  EXPECT_NEAR(expected / seen, 1, 0.4);
}

TEST(PredictionModels, WhoBoughtLatelyIsExpectedSoonerThanWhoIsLongGone) {
  const auto buyers = buyers_of({});
  const double now = crowd_starts + 500;
  const auto models = learn_lifetimes(buyers, now);
  Buyer faithful, gone;
  for (double day = now - 120; day < now; day += 20) faithful.purchases.push_back({day, 4'000, false});
  for (double day = now - 480; day < now - 380; day += 20) gone.purchases.push_back({day, 4'000, false});
  EXPECT_GT(models.active(faithful, now), models.active(gone, now));
  EXPECT_GT(models.expected_orders(faithful, now, 90), 5 * models.expected_orders(gone, now, 90));
  EXPECT_GT(models.expected_spend(faithful, now, 90), 0);
  ASSERT_TRUE(models.days_to_next(faithful, now).has_value());
  EXPECT_LT(*models.days_to_next(faithful, now), 60);
  EXPECT_FALSE(models.days_to_next(gone, now).has_value());
}

TEST(PredictionModels, OfTooLittleNothingIsPredicted) {
  const auto few = learn_lifetimes(buyers_of({.people = 30}), crowd_starts + 500);
  EXPECT_FALSE(few.ready);
  EXPECT_EQ(few.reports[0].state, State::too_few);
  EXPECT_FALSE(few.reports[0].error.has_value());
  const auto brief = learn_lifetimes(buyers_of({.history_days = 30}), crowd_starts + 30);
  EXPECT_EQ(brief.reports[2].state, State::too_short);
  const auto nobody = learn_lifetimes({}, crowd_starts);
  EXPECT_EQ(nobody.reports[1].state, State::too_short);
  EXPECT_EQ(learn_churn({}, crowd_starts, nobody_looks).report.state, State::too_short);
  EXPECT_EQ(learn_churn(buyers_of({.people = 30}), crowd_starts + 500, nobody_looks).report.state, State::too_few);
  const auto person = predicted(buyers_of({.people = 30})[0], crowd_starts + 500, few, learn_churn({}, crowd_starts, nobody_looks), nobody_looks);
  EXPECT_FALSE(person.churn || person.expected_orders || person.expected_spend || person.days_to_next || person.active || person.at_risk);
  EXPECT_GT(person.orders, 0);
}

TEST(PredictionModels, ChurnIsCalibratedAndBeatsTheRule) {
  const auto buyers = buyers_of({.people = 3'000, .history_days = 600, .seed = 5});
  const auto model = learn_churn(buyers, crowd_starts + 600, nobody_looks);
  ASSERT_TRUE(model.ready);
  const auto& report = model.report;
  std::printf("churn: brier %.4f, rule %.4f; auc %.3f, recency %.3f\n", *report.error, *report.naive_error, *report.auc, *report.naive_auc);
  EXPECT_LT(*report.error, *report.naive_error);
  EXPECT_GT(*report.auc, 0.75);
  EXPECT_EQ(report.calibration.size(), 10u);
  std::int64_t people = 0;
  for (const auto& bin : report.calibration) {
    people += bin.people;
    EXPECT_NEAR(bin.predicted, bin.actual, 0.15);
  }
  EXPECT_EQ(people, report.people_tested);
}

// Somebody who still looks stays: the model finds what it was told.
TEST(PredictionModels, ViewsTellWhoStays) {
  auto buyers = buyers_of({.people = 2'000, .history_days = 600, .seed = 8});
  const double now = crowd_starts + 600;
  const Views looks = [&](std::int64_t account, double from, double to) {
    const auto& purchases = buyers[static_cast<std::size_t>(
        std::find_if(buyers.begin(), buyers.end(), [&](const Buyer& one) { return one.account == account; }) - buyers.begin())].purchases;
    // Looks in the month before each purchase.
    return static_cast<double>(std::count_if(purchases.begin(), purchases.end(),
                                             [&](const Purchase& one) { return one.day - 30 < to && one.day >= from; }));
  };
  const auto blind = learn_churn(buyers, now, nobody_looks), seeing = learn_churn(buyers, now, looks);
  ASSERT_TRUE(blind.ready && seeing.ready);
  EXPECT_LT(*seeing.report.error, *blind.report.error);
}

}  // namespace
}  // namespace plaza::predictions
