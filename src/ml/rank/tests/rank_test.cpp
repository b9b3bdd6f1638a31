#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ml/rank/engagement.h"
#include "ml/rank/logistic.h"
#include "ml/rank/quality.h"
#include "ml/rank/trees.h"

namespace plaza::ml::rank {
namespace {

TEST(Auc, CountsPairsAndHalvesTies) {
  EXPECT_DOUBLE_EQ(auc({{0.9, true}, {0.8, true}, {0.1, false}}), 1);
  EXPECT_DOUBLE_EQ(auc({{0.1, true}, {0.9, false}}), 0);
  EXPECT_DOUBLE_EQ(auc({{0.5, true}, {0.5, false}}), 0.5);
  EXPECT_DOUBLE_EQ(auc({{0.3, true}, {0.6, true}, {0.3, false}, {0.4, false}}), 0.625);
}

TEST(Auc, IsNoNumberWhenOneKindIsMissing) { EXPECT_TRUE(std::isnan(auc({{0.3, true}}))); }

TEST(Brier, IsTheMeanSquaredMiss) {
  const std::vector<Judged> judged = {{0.75, true}, {0.5, false}};
  EXPECT_DOUBLE_EQ(brier(judged), (0.0625 + 0.25) / 2);
}

TEST(Calibration, SetsMeansOfEqualSharesBesideWhatCame) {
  const auto bins = calibration({{0.9, true}, {0.1, false}, {0.8, true}, {0.3, true}}, 2);
  ASSERT_EQ(bins.size(), 2u);
  EXPECT_DOUBLE_EQ(bins[0].predicted, 0.2);
  EXPECT_DOUBLE_EQ(bins[0].actual, 0.5);
  EXPECT_DOUBLE_EQ(bins[1].actual, 1);
  EXPECT_EQ(bins[1].count, 2u);
}

TEST(Logistic, FindsTheWeightsThatLabelsWereDrawnWith) {
  std::mt19937_64 random(1);
  std::normal_distribution<float> gauss;
  Features features{.width = 2, .values = {}};
  std::vector<int> labels;
  for (int i = 0; i < 20'000; ++i) {
    const float a = gauss(random), b = gauss(random);
    features.values.insert(features.values.end(), {a, b});
    const double p = 1 / (1 + std::exp(-(-1 + 2 * a - 0.5 * b)));
    labels.push_back(std::bernoulli_distribution(p)(random));
  }
  const auto model = fit_logistic(features, labels, 1e-3);
  EXPECT_NEAR(model.intercept, -1, 0.08);
  EXPECT_NEAR(model.weights[0], 2, 0.1);
  EXPECT_NEAR(model.weights[1], -0.5, 0.06);
}

TEST(Logistic, ThePenaltyKeepsWeightsFiniteWhenLabelsAreSeparated) {
  const Features features{.width = 1, .values = {-1, -2, 1, 2}};
  const std::vector<int> labels = {0, 0, 1, 1};
  const auto model = fit_logistic(features, labels, 0.1);
  EXPECT_GT(model.weights[0], 0.5);
  EXPECT_LT(model.weights[0], 20);
  EXPECT_NEAR(model.probability(features.row(0)) + model.probability(features.row(2)), 1, 1e-6);
}

// Engaged with exactly one of two: no line tells.
Features crossed(std::vector<int>& labels) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<float> side(-1, 1);
  Features features{.width = 2, .values = {}};
  for (int i = 0; i < 2'000; ++i) {
    const float a = side(random), b = side(random);
    features.values.insert(features.values.end(), {a, b});
    labels.push_back((a > 0) != (b > 0));
  }
  return features;
}

TEST(Trees, LearnWhatNoLineTells) {
  std::vector<int> labels;
  const auto features = crossed(labels);
  const auto scores = Trees(features, labels, {.rounds = 60, .columns = 1}).log_odds(features);
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < labels.size(); ++i) judged.push_back({static_cast<double>(scores[i]), labels[i] == 1});
  EXPECT_GT(auc(judged), 0.97);
  EXPECT_TRUE(Trees(features, labels, {.rounds = 1}).log_odds({.width = 2, .values = {}}).empty());
}

TEST(Trees, TheSameSeedGrowsTheSameTrees) {
  std::vector<int> labels;
  const auto features = crossed(labels);
  const TreeOptions options{.rounds = 10, .seed = 7};
  EXPECT_EQ(Trees(features, labels, options).log_odds(features), Trees(features, labels, options).log_odds(features));
}

// Each person likes the works of one of four authors.
std::vector<Shown> shown_to_fans(std::uint64_t seed, int rows) {
  std::mt19937_64 random(seed);
  std::vector<Shown> shown;
  for (int i = 0; i < rows; ++i) {
    Shown one;
    one.person = static_cast<std::uint32_t>(random() % 40);
    one.item = static_cast<std::uint32_t>(random() % 80);
    one.at = i / 100.0;
    one.engaged = std::bernoulli_distribution(one.item % 4 == one.person % 4 ? 0.9 : 0.1)(random);
    shown.push_back(one);
  }
  return shown;
}

TEST(Engagement, LearnsWhoLikesWhose) {
  Items items{80, {std::vector<std::uint32_t>(80)}, std::vector<float>(80, 20), std::vector<float>(80, 0)};
  for (std::uint32_t i = 0; i < 80; ++i) items.kinds[0][i] = i % 4;
  const Past past{std::vector<std::vector<std::uint32_t>>(40), std::vector<std::vector<std::uint32_t>>(40)};
  const auto model = fit_engagement(shown_to_fans(1, 3'000), items, past, {}, {});
  const auto asked = shown_to_fans(2, 1'000);
  const auto scores = model->score(asked);
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < asked.size(); ++i) judged.push_back({scores[i], asked[i].engaged});
  EXPECT_GT(auc(judged), 0.8);  // who knew all would reach 0.857
  EXPECT_NE(model->about().find("trees"), std::string::npos);
  EXPECT_TRUE(model->score({}).empty());
}

TEST(Engagement, RefusesToLearnFromNothing) {
  const Items items{1, {}, {1}, {0}};
  const Past past;
  EXPECT_THROW(fit_engagement(std::vector<Shown>(200), items, past, {}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace plaza::ml::rank
