#include "ml/rank/ftrl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "ml/rank/quality.h"

namespace plaza::ml::rank {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// Ten features that matter by known weights, and `noise` that do not; feature 0 is always there.
struct World {
  std::vector<double> truth = {-1.0, 1.5, -1.5, 0.8, -0.8, 0.5, -0.5, 2.0, -2.0, 1.0};
  std::size_t noise = 0;
  std::mt19937_64 random{7};

  std::vector<std::uint32_t> features() {
    std::vector<std::uint32_t> present = {0};
    for (std::uint32_t i = 1; i < truth.size() + noise; ++i) {
      const bool there = i < truth.size() ? random() % 2 == 0 : random() % 10 == 0;
      if (there) present.push_back(i);
    }
    return present;
  }
  double probability(const std::vector<std::uint32_t>& present) const {
    double sum = 0;
    for (const auto i : present) sum += i < truth.size() ? truth[i] : 0;
    return sigmoid(sum);
  }
  signed char label(const std::vector<std::uint32_t>& present) {
    return static_cast<double>(random() % 1'000'000) / 1e6 < probability(present) ? 1 : 0;
  }
};

void teach(Ftrl& model, World& world, int examples) {
  for (int i = 0; i < examples; ++i) {
    const auto present = world.features();
    const signed char label = world.label(present);
    model.learn(present, std::span(&label, 1));
  }
}

TEST(Ftrl, RecoversAKnownModel) {
  World world;
  Ftrl model({.heads = 1, .places = 64, .alpha = 0.1, .l1 = 0.1, .l2 = 0});
  teach(model, world, 200'000);
  for (std::uint32_t i = 0; i < world.truth.size(); ++i) EXPECT_NEAR(model.weight(0, i), world.truth[i], 0.12) << i;
}

TEST(Ftrl, ItsProbabilitiesHappenThatOften) {
  World world;
  Ftrl model({.heads = 1, .places = 64, .alpha = 0.1, .l1 = 0.1, .l2 = 0});
  teach(model, world, 100'000);
  std::vector<Judged> judged;
  for (int i = 0; i < 50'000; ++i) {
    const auto present = world.features();
    judged.push_back({model.probability(0, present), world.label(present) == 1});
  }
  for (const auto& bin : calibration(judged, 10)) EXPECT_NEAR(bin.predicted, bin.actual, 0.03);
  EXPECT_GT(auc(judged), 0.8);
}

TEST(Ftrl, WhatSaysNothingWeighsNothing) {
  World world;
  world.noise = 200;
  Ftrl strict({.heads = 1, .places = 256, .alpha = 0.05, .l1 = 60, .l2 = 0});
  teach(strict, world, 50'000);
  int zeros = 0;
  for (std::uint32_t i = 10; i < 210; ++i) zeros += strict.weight(0, i) == 0 ? 1 : 0;
  EXPECT_GE(zeros, 120);
  for (std::uint32_t i : {1u, 2u, 7u, 8u}) EXPECT_NE(strict.weight(0, i), 0) << i;
}

TEST(Ftrl, AKeptNegativeCountsForThoseLeftOut) {
  std::mt19937_64 random(11);
  Ftrl model({.heads = 1, .places = 4, .alpha = 0.5, .l1 = 0, .l2 = 0});
  const std::uint32_t always = 0;
  double sum = 0;
  int counted = 0;
  for (int i = 0; i < 400'000; ++i) {
    const signed char label = random() % 50 == 0 ? 1 : 0;
    if (label == 0 && random() % 5 != 0) continue;
    model.learn(std::span(&always, 1), std::span(&label, 1), label == 1 ? 1 : 5);
    if (i < 100'000) continue;
    sum += model.probability(0, std::span(&always, 1));
    ++counted;
  }
  EXPECT_NEAR(sum / counted, 0.02, 0.002);
}

TEST(Ftrl, HeadsLearnTheirOwnLabelsFromTheSameFeatures) {
  Ftrl both({.heads = 2, .places = 16, .alpha = 1});
  Ftrl first({.heads = 1, .places = 16, .alpha = 1});
  std::mt19937_64 random(3);
  for (int i = 0; i < 5'000; ++i) {
    const std::uint32_t features[] = {0, static_cast<std::uint32_t>(1 + random() % 15)};
    const signed char labels[] = {static_cast<signed char>(features[1] < 8 ? 1 : 0), unknown_label};
    both.learn(features, labels);
    first.learn(features, std::span(labels, 1));
  }
  for (std::uint32_t place = 0; place < 16; ++place) {
    EXPECT_EQ(both.weight(0, place), first.weight(0, place));
    EXPECT_EQ(both.weight(1, place), 0);  // never told anything
  }
  const std::uint32_t low[] = {0, 3};
  float sums[2] = {0, 0};
  both.add(low, sums);
  EXPECT_NEAR(sigmoid(static_cast<double>(sums[0])), both.probability(0, low), 1e-6);
  EXPECT_GT(both.probability(0, low), 0.9);
}

TEST(Ftrl, TheSameExamplesGiveTheSameBytesAndBytesGiveTheModelBack) {
  World one, two;
  one.noise = two.noise = 20;
  Ftrl a({.heads = 1, .places = 64}), b({.heads = 1, .places = 64});
  teach(a, one, 5'000);
  teach(b, two, 5'000);
  EXPECT_EQ(a.save(), b.save());
  Ftrl c({.heads = 1, .places = 64});
  ASSERT_TRUE(c.load(a.save()));
  EXPECT_EQ(c.save(), a.save());
  // And it goes on as the first one would have.
  teach(a, one, 1'000);
  teach(c, two, 1'000);
  EXPECT_EQ(c.save(), a.save());
}

TEST(Ftrl, BytesOfAnotherShapeAreRefused) {
  Ftrl model({.heads = 1, .places = 64});
  World world;
  teach(model, world, 100);
  const auto kept = model.save();
  EXPECT_FALSE(model.load(""));
  EXPECT_FALSE(model.load("FTRL1\n"));
  EXPECT_FALSE(model.load(kept.substr(0, kept.size() - 1)));
  EXPECT_FALSE(model.load(Ftrl({.heads = 2, .places = 64}).save()));
  auto outside = kept;
  outside[6 + 16 + 4] = 1;  // a place beyond the table
  EXPECT_FALSE(model.load(outside));
  EXPECT_EQ(model.save(), kept);
}

TEST(Ftrl, AHashedFeatureStaysInTheTable) {
  for (std::uint64_t i = 0; i < 1'000; ++i) EXPECT_LT(hashed_feature(i % 7, i * 977, 100), 100u);
  EXPECT_NE(hashed_feature(1, 5, 1u << 20), hashed_feature(2, 5, 1u << 20));
}

}  // namespace
}  // namespace plaza::ml::rank
