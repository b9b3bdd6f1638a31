#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "ml/experiment/off_policy.h"

namespace plaza::ml::experiment {
namespace {

constexpr int contexts = 3, actions = 4;
using Table = std::array<std::array<double, actions>, contexts>;

constexpr Table logging{{{0.4, 0.3, 0.2, 0.1}, {0.25, 0.25, 0.25, 0.25}, {0.1, 0.15, 0.15, 0.6}}};
constexpr Table target{{{0.1, 0.1, 0.3, 0.5}, {0.7, 0.1, 0.1, 0.1}, {0.2, 0.3, 0.3, 0.2}}};
constexpr Table rates{{{0.10, 0.25, 0.30, 0.55}, {0.50, 0.20, 0.05, 0.15}, {0.35, 0.60, 0.20, 0.10}}};
// A reward model that is wrong, as they are.
constexpr Table guesses{{{0.15, 0.20, 0.35, 0.45}, {0.40, 0.25, 0.15, 0.15}, {0.30, 0.45, 0.25, 0.20}}};

double true_value() {
  double value = 0;
  for (std::size_t x = 0; x < contexts; ++x) {
    for (std::size_t a = 0; a < actions; ++a) value += target[x][a] * rates[x][a] / contexts;
  }
  return value;
}

std::vector<Logged> draw(std::mt19937_64& random, int count) {
  std::uniform_real_distribution<double> uniform;
  std::vector<Logged> log;
  for (int i = 0; i < count; ++i) {
    const std::size_t x = static_cast<std::size_t>(uniform(random) * contexts);
    double left = uniform(random);
    std::size_t a = 0;
    while (a + 1 < actions && left >= logging[x][a]) left -= logging[x][a++];
    Logged one;
    one.reward = uniform(random) < rates[x][a] ? 1 : 0;
    one.propensity = logging[x][a];
    one.target_propensity = target[x][a];
    one.predicted = guesses[x][a];
    for (std::size_t b = 0; b < actions; ++b) one.predicted_target += target[x][b] * guesses[x][b];
    log.push_back(one);
  }
  return log;
}

TEST(OffPolicy, IntervalsCoverTheTruthAsOftenAsTheySay) {
  std::mt19937_64 random(20'260'301);
  const double truth = true_value();
  constexpr int runs = 2'500;
  std::array<int, 3> covered{};
  std::array<double, 3> sums{}, squares{};
  for (int run = 0; run < runs; ++run) {
    const auto log = draw(random, 600);
    const std::array estimates{inverse_propensity(log), self_normalised(log), doubly_robust(log)};
    for (std::size_t i = 0; i < estimates.size(); ++i) {
      covered[i] += estimates[i].low <= truth && truth <= estimates[i].high;
      sums[i] += estimates[i].value;
      squares[i] += (estimates[i].value - truth) * (estimates[i].value - truth);
    }
  }
  const std::array names{"ips", "snips", "doubly robust"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double share = static_cast<double>(covered[i]) / runs;
    RecordProperty(std::string("coverage of ") + names[i], std::to_string(share));
    std::printf("%s: coverage %.4f, bias %.5f, rmse %.5f\n", names[i], share, sums[i] / runs - truth, std::sqrt(squares[i] / runs));
    EXPECT_GE(share, 0.93) << names[i];
    EXPECT_LE(share, 0.97) << names[i];
    EXPECT_NEAR(sums[i] / runs, truth, 0.003) << names[i];
  }
  EXPECT_LT(squares[2], squares[0]);  // a model that is half right is better than none
}

TEST(OffPolicy, TheSamePolicyIsTheMeanOfWhatWasSeen) {
  std::vector<Logged> log;
  for (const double reward : {1.0, 0.0, 0.0, 1.0, 1.0}) log.push_back({reward, 0.5, 0.5, 0, 0});
  EXPECT_DOUBLE_EQ(inverse_propensity(log).value, 0.6);
  EXPECT_DOUBLE_EQ(self_normalised(log).value, 0.6);
  EXPECT_DOUBLE_EQ(inverse_propensity(log).effective_units, 5);
}

TEST(OffPolicy, TooLittleIsSaidByAnEndlessInterval) {
  const std::vector<Logged> one{{1, 0.5, 0.5, 0, 0}};
  EXPECT_TRUE(std::isinf(inverse_propensity(one).high));
  EXPECT_TRUE(std::isinf(doubly_robust({}).high));
  EXPECT_EQ(self_normalised({}).value, 0);
}

}  // namespace
}  // namespace plaza::ml::experiment
