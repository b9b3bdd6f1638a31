#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ml/lifetime/buying.h"
#include "ml/lifetime/minimise.h"
#include "ml/lifetime/spending.h"

namespace plaza::ml::lifetime {
namespace {

BuyingModel model_of(Leaving leaving, double r, double alpha, double a, double b) {
  BuyingModel model;
  model.leaving = leaving;
  model.r = r;
  model.alpha = alpha;
  model.a = a;
  model.b = b;
  return model;
}

double beta(std::mt19937_64& random, double a, double b) {
  const double x = std::gamma_distribution<double>(a, 1)(random), y = std::gamma_distribution<double>(b, 1)(random);
  return x / (x + y);
}

// One life as the models tell it: repeat purchases by `age`, the last of them, and those within `ahead` after it.
struct Life {
  Purchases seen;
  double later = 0;
};
Life live(std::mt19937_64& random, const BuyingModel& model, double age, double ahead) {
  const double rate = std::gamma_distribution<double>(model.r, 1 / model.alpha)(random);
  const double leaves = beta(random, model.a, model.b);
  std::bernoulli_distribution gone(leaves);
  Life life;
  life.seen.age = age;
  bool active = model.leaving == Leaving::after_repeats || !gone(random);
  for (double time = 0; active;) {
    time += std::exponential_distribution<double>(rate)(random);
    if (time > age + ahead) break;
    if (time <= age) {
      life.seen.repeats += 1;
      life.seen.last = time;
    } else {
      life.later += 1;
    }
    active = !gone(random);
  }
  return life;
}

TEST(Hypergeometric, AgreesWithClosedForms) {
  for (const double z : {0.0, 0.1, 0.5, 0.9, 0.999}) {
    const double expected = z == 0 ? 1 : -std::log1p(-z) / z;
    EXPECT_NEAR(hypergeometric(1, 1, 2, z), expected, 1e-10 * expected) << z;
  }
  EXPECT_NEAR(hypergeometric(2, 3, 3, 0.25), std::pow(0.75, -2), 1e-12);
}

TEST(Minimise, FindsTheBottomOfABentValley) {
  const auto valley = [](std::span<const double> x) { return std::pow(1 - x[0], 2) + 100 * std::pow(x[1] - x[0] * x[0], 2); };
  const auto found = minimise(valley, {-1.2, 1});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.at[0], 1, 1e-5);
  EXPECT_NEAR(found.at[1], 1, 1e-5);
}

TEST(Minimise, WalksAroundPlacesWithoutAValue) {
  const auto half = [](std::span<const double> x) { return x[0] < 0 ? std::nan("") : (x[0] - 2) * (x[0] - 2); };
  EXPECT_NEAR(minimise(half, {0.1}).at[0], 2, 1e-5);
}

class BuyingTest : public ::testing::TestWithParam<Leaving> {};
INSTANTIATE_TEST_SUITE_P(Both, BuyingTest, ::testing::Values(Leaving::after_repeats, Leaving::also_after_first));

TEST_P(BuyingTest, FindsTheParametersThatPeopleWereMadeWith) {
  const auto truth = model_of(GetParam(), 0.6, 5, 1.2, 3);
  std::mt19937_64 random(7);
  std::vector<Purchases> people;
  for (int i = 0; i < 12'000; ++i) people.push_back(live(random, truth, 40, 0).seen);
  const auto fitted = fit_buying(people, GetParam());
  EXPECT_TRUE(fitted.converged);
  EXPECT_TRUE(fitted.boundaries.empty());
  EXPECT_NEAR(fitted.r, 0.6, 0.06);
  EXPECT_NEAR(fitted.alpha, 5, 0.6);
  EXPECT_NEAR(fitted.a / (fitted.a + fitted.b), 1.2 / 4.2, 0.03);
  EXPECT_GE(fitted.log_likelihood, log_likelihood(truth, people));
}

TEST_P(BuyingTest, PredictsWhatComesOnAverage) {
  const auto truth = model_of(GetParam(), 0.6, 5, 1.2, 3);
  std::mt19937_64 random(11);
  double predicted = 0, came = 0, before = 0;
  constexpr int people = 40'000;
  for (int i = 0; i < people; ++i) {
    const Life life = live(random, truth, 30, 20);
    predicted += truth.expected_purchases(life.seen, 20) / people;
    came += life.later / people;
    before += life.seen.repeats / people;
  }
  EXPECT_NEAR(predicted, came, 0.03 * came);
  EXPECT_NEAR(truth.expected_repeats_of_new(30), before, 0.03 * before);
}

TEST_P(BuyingTest, SeesThatNobodyLeavesAndStaysFinite) {
  std::mt19937_64 random(3);
  std::vector<Purchases> people;
  for (int i = 0; i < 3'000; ++i) people.push_back(live(random, model_of(GetParam(), 2, 10, 1e-6, 1e3), 50, 0).seen);
  const auto fitted = fit_buying(people, GetParam());
  EXPECT_FALSE(fitted.boundaries.empty());
  for (const Purchases& person : people) {
    const double ahead = fitted.expected_purchases(person, 50);
    ASSERT_TRUE(std::isfinite(ahead) && ahead >= 0);
    ASSERT_GE(fitted.probability_active(person), 0);
    ASSERT_LE(fitted.probability_active(person), 1);
  }
  const Purchases often{20, 48, 50};
  EXPECT_NEAR(fitted.expected_purchases(often, 50), (fitted.r + 20) / (fitted.alpha + 50) * 50, 2);
}

TEST(Buying, SomebodyWhoBoughtLatelyIsMoreLikelyActive) {
  const auto model = model_of(Leaving::after_repeats, 0.243, 4.414, 0.793, 2.426);
  EXPECT_GT(model.probability_active({5, 38, 40}), model.probability_active({5, 10, 40}));
  EXPECT_EQ(model.probability_active({0, 0, 40}), 1);
  EXPECT_EQ(model.expected_purchases({5, 38, 40}, 0), 0);
}

TEST(Spending, FindsTheParametersThatPurchasesWereMadeWith) {
  std::mt19937_64 random(5);
  std::vector<Spending> people;
  for (int i = 0; i < 8'000; ++i) {
    const double scale = std::gamma_distribution<double>(4, 1.0 / 15)(random);
    const int purchases = 1 + i % 6;
    double sum = 0;
    for (int k = 0; k < purchases; ++k) sum += std::gamma_distribution<double>(6, 1 / scale)(random);
    people.push_back({static_cast<double>(purchases), sum / purchases});
  }
  const auto fitted = fit_spending(people);
  EXPECT_TRUE(fitted.boundaries.empty());
  EXPECT_NEAR(fitted.p, 6, 0.5);
  EXPECT_NEAR(fitted.q, 4, 0.4);
  const double everybody = 6 * 15.0 / 3;
  EXPECT_NEAR(fitted.expected_mean({}), everybody, 0.03 * everybody);
  // Many purchases outweigh everybody else's.
  EXPECT_NEAR(fitted.expected_mean({500, 100}), 100, 1);
}

TEST(Spending, SaysSoWhenAllSpendTheSame) {
  std::vector<Spending> people(500, {3, 20});
  const auto fitted = fit_spending(people);
  EXPECT_FALSE(fitted.boundaries.empty());
  EXPECT_NEAR(fitted.expected_mean({3, 20}), 20, 0.5);
}

}  // namespace
}  // namespace plaza::ml::lifetime
