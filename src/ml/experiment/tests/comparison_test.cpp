#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "ml/experiment/comparison.h"
#include "ml/experiment/distributions.h"
#include "ml/experiment/planning.h"

namespace plaza::ml::experiment {
namespace {

TEST(Comparison, TellsMeansAndNothingMoreOfAHandful) {
  Arm control, treatment;
  for (int i = 0; i < 19; ++i) control.add(i % 2);
  for (int i = 0; i < 500; ++i) treatment.add(1 + i % 2);
  const auto effect = compare_means(control, treatment, {});
  EXPECT_FALSE(effect.known);
  EXPECT_DOUBLE_EQ(effect.control, 9.0 / 19);
  EXPECT_DOUBLE_EQ(effect.treatment, 1.5);
}

TEST(Comparison, OfNothingThatVariesNothingIsKnown) {
  Arm control, treatment;
  for (int i = 0; i < 100; ++i) {
    control.add(0);
    treatment.add(0);
  }
  EXPECT_FALSE(compare_means(control, treatment, {}).known);
  EXPECT_FALSE(compare_adjusted(control, treatment, {}).known);
}

TEST(Comparison, AgreesWithTheTextbookAtOneLook) {
  Arm control, treatment;
  for (int i = 0; i < 100; ++i) control.add(i < 30);    // 30 %
  for (int i = 0; i < 100; ++i) treatment.add(i < 45);  // 45 %
  const auto effect = compare_means(control, treatment, {});
  const double error = std::sqrt(0.3 * 0.7 / 99 + 0.45 * 0.55 / 99);
  EXPECT_NEAR(effect.difference, 0.15, 1e-12);
  EXPECT_NEAR(effect.standard_error, error, 1e-12);
  EXPECT_NEAR(effect.fixed_p, normal_p(0.15 / error), 1e-12);
  EXPECT_NEAR(effect.fixed_low, 0.15 - 1.959963984540054 * error, 1e-9);
  EXPECT_GT(effect.high - effect.low, effect.fixed_high - effect.fixed_low);
  EXPECT_NEAR(effect.relative, 0.5, 1e-12);
}

// The interval ends at zero exactly where the p-value is alpha: they are one test.
TEST(Comparison, IntervalAndPValueSayTheSame) {
  for (const double share : {0.02, 0.3, 1.0, 5.0}) {
    const double reach = always_valid_reach(share, 0.05);
    EXPECT_NEAR(always_valid_p(reach, share, 0.05), 0.05, 1e-12) << share;
    EXPECT_GT(reach, 2.5);
  }
  // Narrowest, in units of one planned standard error, near the plan.
  EXPECT_LT(always_valid_reach(1, 0.05), always_valid_reach(0.05, 0.05));
  EXPECT_LT(always_valid_reach(1, 0.05), always_valid_reach(20, 0.05));
}

TEST(Comparison, CupedKeepsOneMinusTheSquaredCorrelation) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  for (const double rho : {0.0, 0.4, 0.7, 0.9}) {
    Arm control, treatment;
    for (int i = 0; i < 40'000; ++i) {
      const double before = normal(random), noise = normal(random);
      const double measured = 3 + rho * before + std::sqrt(1 - rho * rho) * noise;
      (i % 2 ? control : treatment).add(measured + (i % 2 ? 0 : 0.05), 10 + 2 * before);
    }
    const auto plain = compare_means(control, treatment, {}), adjusted = compare_adjusted(control, treatment, {});
    EXPECT_NEAR(adjusted.variance_kept, 1 - rho * rho, 0.012) << rho;
    EXPECT_NEAR(adjusted.difference, 0.05, 4 * adjusted.standard_error);
    EXPECT_NEAR(plain.difference, 0.05, 4 * plain.standard_error);
  }
}

struct Covered {
  int fixed = 0, adjusted = 0, always = 0, ratio = 0;
};

// Skewed values (most spend nothing), a covariate, and orders per session.
TEST(Comparison, IntervalsCoverTheTruthAsOftenAsTheySay) {
  std::mt19937_64 random(7);
  constexpr int runs = 2'000, units = 400;
  constexpr double effect = 0.08;
  Covered covered;
  std::bernoulli_distribution buys(0.3);
  std::exponential_distribution<double> amount(1);
  std::poisson_distribution<int> sessions(3);
  for (int run = 0; run < runs; ++run) {
    std::array<Arm, 2> means, ratios;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      for (int i = 0; i < units; ++i) {
        const double taste = amount(random);
        const double spent = (buys(random) ? amount(random) + taste : 0) + (arm ? effect : 0);
        means[arm].add(spent, taste);
        const int visits = 1 + sessions(random);
        std::binomial_distribution<int> orders(visits, arm ? 0.25 : 0.20);
        ratios[arm].add(orders(random), visits);
      }
    }
    const auto plain = compare_means(means[0], means[1], {});
    const auto adjusted = compare_adjusted(means[0], means[1], {});
    const auto ratio = compare_ratios(ratios[0], ratios[1], {});
    covered.fixed += plain.fixed_low <= effect && effect <= plain.fixed_high;
    covered.adjusted += adjusted.fixed_low <= effect && effect <= adjusted.fixed_high;
    covered.ratio += ratio.fixed_low <= 0.05 && 0.05 <= ratio.fixed_high;
    covered.always += plain.low <= effect && effect <= plain.high;
  }
  const auto share = [](int count) { return static_cast<double>(count) / runs; };
  std::printf("coverage: plain %.4f, cuped %.4f, ratio %.4f, always valid %.4f\n", share(covered.fixed), share(covered.adjusted),
              share(covered.ratio), share(covered.always));
  for (const int count : {covered.fixed, covered.adjusted, covered.ratio}) {
    EXPECT_GE(share(count), 0.93);
    EXPECT_LE(share(count), 0.97);
  }
  EXPECT_GE(share(covered.always), 0.95);
}

// Nothing differs, and somebody looks after every pair of people from the twentieth on: a fixed interval cries wolf many times.
TEST(Comparison, PeekingAllTheTimeIsFalseInAtMostFivePercent) {
  std::mt19937_64 random(3);
  constexpr int runs = 2'000, units = 1'500;
  const Plan plan{0.05, 500};
  int always = 0, fixed = 0;
  for (int run = 0; run < runs; ++run) {
    std::array<Arm, 2> arms;
    std::bernoulli_distribution buys(0.2);
    bool cried = false, cried_fixed = false;
    for (int i = 0; i < units && !(cried && cried_fixed); ++i) {
      for (auto& arm : arms) arm.add(buys(random) ? 1 : 0);
      const auto seen = compare_means(arms[0], arms[1], plan);
      cried = cried || (seen.known && seen.p < plan.alpha);
      cried_fixed = cried_fixed || (seen.known && seen.fixed_p < plan.alpha);
    }
    always += cried;
    fixed += cried_fixed;
  }
  std::printf("A/A with a look after every pair: always valid %.4f, fixed %.4f\n", always / double{runs}, fixed / double{runs});
  EXPECT_LE(always, runs / 20);
  EXPECT_GT(fixed, runs / 5);
}

// People whose totals go on growing while others come: the sums of one person's days are no independent draws.
TEST(Comparison, PeekingAtTotalsThatGrowIsFalseInAtMostFivePercent) {
  std::mt19937_64 random(5);
  constexpr int runs = 2'000, days = 28, newcomers = 20;
  int cried = 0;
  for (int run = 0; run < runs; ++run) {
    struct Person {
      double rate, total = 0;
    };
    std::array<std::vector<Person>, 2> people;
    bool wolf = false;
    std::gamma_distribution<double> rates(1.5, 1);
    for (int day = 0; day < days && !wolf; ++day) {
      std::array<Arm, 2> arms;
      for (std::size_t side = 0; side < 2; ++side) {
        for (int i = 0; i < newcomers; ++i) people[side].push_back({rates(random)});
        for (auto& person : people[side]) {
          person.total += std::poisson_distribution<int>(person.rate)(random);
          arms[side].add(person.total);
        }
      }
      const auto seen = compare_means(arms[0], arms[1], {0.05, 400});
      wolf = seen.known && seen.p < 0.05;
    }
    cried += wolf;
  }
  std::printf("A/A of growing totals, a look a day: %.4f\n", cried / double{runs});
  EXPECT_LE(cried, runs / 20);
}

TEST(Planning, IsTheTextbooks) {
  // Two proportions of 20 % and 25 %, 80 % power: 1,094 by the exact variances; with the control's variance for both 1,005.
  EXPECT_EQ(units_needed(deviation_of_rate(0.2), 0.05), 1'005);
  EXPECT_NEAR(smallest_difference(1, units_needed(1, 0.1)), 0.1, 1e-3);
}

TEST(Planning, WhatIsPlannedIsFoundAsOftenAsPlanned) {
  std::mt19937_64 random(21);
  std::normal_distribution<double> normal;
  const int units = static_cast<int>(units_needed(1, 0.2));
  constexpr int runs = 2'000;
  int found = 0;
  for (int run = 0; run < runs; ++run) {
    Arm control, treatment;
    for (int i = 0; i < units; ++i) {
      control.add(normal(random));
      treatment.add(normal(random) + 0.2);
    }
    found += compare_means(control, treatment, {}).fixed_p < 0.05;
  }
  EXPECT_NEAR(found / double{runs}, 0.8, 0.03);
}

// One percent: 50.5 to 49.5 instead of even. At 400,000 units the test at 0.001 has a power of 99.9 %.
TEST(SampleRatio, FindsOnePercentAtFourHundredThousandUnits) {
  std::mt19937_64 random(9);
  const std::array<std::int64_t, 2> even{1, 1};
  constexpr int runs = 500;
  int found = 0, false_alarms = 0;
  for (int run = 0; run < runs; ++run) {
    const auto count = [&](double share) {
      const double first = std::binomial_distribution<int>(400'000, share)(random);
      return std::array<double, 2>{first, 400'000 - first};
    };
    found += sample_ratio(count(0.505), even).broken;
    false_alarms += sample_ratio(count(0.5), even).broken;
  }
  EXPECT_GE(found, runs * 99 / 100);
  EXPECT_LE(false_alarms, 4);
  EXPECT_FALSE(sample_ratio(std::array<double, 2>{0, 0}, even).broken);
  EXPECT_NEAR(sample_ratio(std::array<double, 2>{60, 40}, even).chi_square, 4, 1e-12);
}

}  // namespace
}  // namespace plaza::ml::experiment
