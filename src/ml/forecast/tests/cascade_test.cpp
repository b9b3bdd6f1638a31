#include "ml/forecast/cascade.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace plaza::ml::forecast {
namespace {

constexpr double hour = 3600;

// Shares at a pace that falls like the reaction of followers: half of them within `half_life`.
Cascade fading(double total, double half_life, double reach = 100) {
  Cascade cascade;
  cascade.shares.push_back({0, reach});
  for (double i = 0; i < total; ++i) cascade.shares.push_back({-half_life * std::log2(1 - (i + 0.5) / total), reach});
  return cascade;
}

std::vector<Cascade> many(std::uint32_t seed, int count) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> size(std::log(50), std::log(2000)), life(std::log(hour), std::log(6 * hour));
  std::vector<Cascade> all;
  for (int i = 0; i < count; ++i) all.push_back(fading(std::floor(std::exp(size(random))), std::exp(life(random))));
  return all;
}

TEST(SelfExciting, SeesNothingToComeWhereNobodyShares) {
  const std::vector<Share> alone{{0, 500}};
  const Contagion contagion = self_exciting(alone, 6 * hour);
  EXPECT_EQ(contagion.so_far, 0);
  EXPECT_EQ(contagion.infectiousness, 0);
  EXPECT_EQ(contagion.final_size, 0);
  EXPECT_GT(contagion.unreacted, 0);
  EXPECT_LT(contagion.unreacted, 500);
}

TEST(SelfExciting, EstimatesTheInfectiousnessThatMadeTheShares) {
  // One post seen by a million: they react by the kernel, each hundredth of a per cent of them shares to nobody.
  constexpr double audience = 1e6, infectious = 1e-4;
  std::vector<Share> shares{{0, audience}};
  for (double shared = 1; shared <= 60; ++shared) {
    // The moment when the expected number of shares is `shared`: found by halving, by the same kernel's integral.
    double low = 0, high = 1e9;
    for (int i = 0; i < 100; ++i) {
      const double middle = (low + high) / 2;
      const std::vector<Share> post{{0, audience}};
      const double reacted = audience - self_exciting(post, middle).unreacted;
      (reacted * infectious < shared - 0.5 ? low : high) = middle;
    }
    shares.push_back({high, 1});
  }
  const Contagion contagion = self_exciting(shares, (shares[50].seconds + shares[51].seconds) / 2);
  EXPECT_EQ(contagion.so_far, 50);
  EXPECT_NEAR(contagion.infectiousness, infectious, infectious * 0.1);
  EXPECT_NEAR(contagion.final_size, 100, 8);
}

TEST(SelfExciting, LooksAtNothingThatCameLater) {
  Cascade cascade = fading(300, 2 * hour);
  const Contagion before = self_exciting(cascade.shares, hour);
  std::erase_if(cascade.shares, [](const Share& share) { return share.seconds > hour; });
  EXPECT_EQ(self_exciting(cascade.shares, hour).final_size, before.final_size);
}

TEST(SelfExciting, IsFiniteWhateverComesIn) {
  const double endless = std::numeric_limits<double>::infinity(), none = std::nan("");
  for (const double reach : {0.0, -5.0, 1e300, endless, none}) {
    for (const double now : {0.0, 1.0, hour, 1e9}) {
      std::vector<Share> shares{{0, reach}};
      for (int i = 0; i < 50; ++i) shares.push_back({0, reach});
      for (int i = 0; i < 50; ++i) shares.push_back({1.0 + i * 0.01, reach});
      const Contagion contagion = self_exciting(shares, now);
      EXPECT_TRUE(std::isfinite(contagion.final_size)) << reach << " " << now;
      EXPECT_GE(contagion.final_size, contagion.so_far);
    }
  }
}

TEST(CascadeModel, ForecastsCascadesOfTheKindThatItLearnt) {
  const auto learnt = many(1, 150);
  const CascadeModel model = CascadeModel::fit(learnt, hour);
  double growth = 0;  // the naive forecast: what was seen times what such posts grow in the mean
  for (const Cascade& cascade : learnt) {
    growth += (static_cast<double>(cascade.shares.size()) - 1) / std::max(1.0, self_exciting(cascade.shares, hour).so_far) / 150;
  }
  int inside = 0;
  double error = 0, naive_error = 0;
  const auto unseen = many(2, 200);
  for (const Cascade& cascade : unseen) {
    const double size = static_cast<double>(cascade.shares.size()) - 1;
    const CascadeForecast forecast = model.forecast(cascade);
    EXPECT_LE(forecast.low, forecast.size);
    EXPECT_LE(forecast.size, forecast.high);
    inside += size >= forecast.low && size <= forecast.high ? 1 : 0;
    error += std::abs(forecast.size - size) / size / 200;
    naive_error += std::abs(growth * self_exciting(cascade.shares, hour).so_far - size) / size / 200;
  }
  EXPECT_LT(error, 0.35);
  EXPECT_LT(error, 0.7 * naive_error);
  EXPECT_GE(inside, 140);
  EXPECT_LE(inside, 180);
}

TEST(CascadeModel, KnowsTheRhythmOfDayAndNightWhereItIsTold) {
  // What is posted at noon goes on for twice as long as what is posted at midnight; their first hours are alike.
  std::vector<Cascade> told;
  for (int i = 0; i < 60; ++i) {
    Cascade cascade = fading(200 + i, hour);
    cascade.hour_of_day = i % 2 == 0 ? 12 : 0;
    const double last = cascade.shares.back().seconds;
    for (int more = 0; i % 2 == 0 && more < 400; ++more) cascade.shares.push_back({last + more, 100});
    told.push_back(cascade);
  }
  const CascadeModel model = CascadeModel::fit(told, hour);
  Cascade noon = fading(230, hour), midnight = noon;
  noon.hour_of_day = 12;
  midnight.hour_of_day = 0;
  EXPECT_GT(model.forecast(noon).size, 1.8 * model.forecast(midnight).size);
}

TEST(CascadeModel, GivesTheSelfExcitingEstimateWithAWideIntervalUntilItHasExamples) {
  const auto few = many(3, CascadeModel::examples_min - 1);
  const CascadeModel model = CascadeModel::fit(few, hour);
  const Cascade cascade = fading(200, hour);
  const CascadeForecast forecast = model.forecast(cascade);
  EXPECT_NEAR(forecast.size, self_exciting(cascade.shares, hour).final_size, 1e-6);
  EXPECT_LT(forecast.low, forecast.size);
  EXPECT_GT(forecast.high, forecast.size);
}

TEST(CascadeModel, NeverForecastsLessThanWasSeenNorWithoutEnd) {
  const CascadeModel model = CascadeModel::fit(many(4, 40), hour);
  for (const double total : {0.0, 1.0, 5.0, 1e5}) {
    const Cascade cascade = fading(total, 1, 1e9);
    const CascadeForecast forecast = model.forecast(cascade);
    EXPECT_GE(forecast.low, self_exciting(cascade.shares, hour).so_far - 1e-6);
    EXPECT_TRUE(std::isfinite(forecast.high));
  }
}

TEST(CascadeModel, TakesCountsInWindowsForAsManyShares) {
  const auto ended = many(3, 40);
  const auto in_windows = [](const Cascade& cascade) {
    Cascade windows;
    windows.hour_of_day = cascade.hour_of_day;
    for (std::size_t i = 0; i < cascade.shares.size(); ++i) {
      auto& kept = windows.shares;
      const bool same = kept.size() > 1 && kept.back().seconds == cascade.shares[i].seconds && kept.back().reach == cascade.shares[i].reach;
      if (same) kept.back().count += 1;
      else kept.push_back(cascade.shares[i]);
    }
    return windows;
  };
  std::vector<Cascade> rounded, windows;
  for (Cascade cascade : ended) {
    for (auto& share : cascade.shares) share.seconds = std::floor(share.seconds / 600) * 600;
    rounded.push_back(cascade);
    windows.push_back(in_windows(cascade));
  }
  const auto one = CascadeModel::fit(rounded, hour).forecast(rounded[0]), other = CascadeModel::fit(windows, hour).forecast(windows[0]);
  EXPECT_NEAR(one.size, other.size, 1e-6 * one.size);
  EXPECT_NEAR(one.high, other.high, 1e-6 * one.high);
  EXPECT_NEAR(self_exciting(rounded[1].shares, hour).final_size, self_exciting(windows[1].shares, hour).final_size, 1e-6);
}

TEST(SelfExciting, ACountThatIsNoneAddsNothing) {
  const std::vector<Share> shares = {{0, 10}, {60, 10}, {90, 10, -5}, {100, 10, std::nan("")}};
  const auto contagion = self_exciting(shares, 120);
  EXPECT_EQ(contagion.so_far, 1);
  EXPECT_TRUE(std::isfinite(contagion.final_size));
}

}  // namespace
}  // namespace plaza::ml::forecast
