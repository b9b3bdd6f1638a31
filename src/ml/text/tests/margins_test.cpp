#include "ml/text/margins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace plaza::ml::text {
namespace {

LinearModel model(std::uint32_t labels, std::uint32_t columns, std::mt19937_64& random) {
  std::normal_distribution<float> normal;
  LinearModel out{labels, lanes_for(labels), columns, {}};
  for (std::size_t i = 0; i < (std::size_t{columns} + 1) * out.lanes; ++i) out.weights.push_back(normal(random));
  return out;
}

SparseRows row(std::size_t length, std::uint32_t columns, std::mt19937_64& random) {
  SparseRows out;
  out.columns = columns;
  for (std::size_t i = 0; i < length; ++i) {
    out.column.push_back(static_cast<std::uint32_t>(random() % columns));
    out.value.push_back(static_cast<float>(random() % 1000) / 1000);
  }
  out.begin.push_back(length);
  return out;
}

// Every width that is taken at once, with and without a rest.
TEST(Margins, AreTheSumsOfWeightsTimesValues) {
  std::mt19937_64 random(3);
  constexpr std::uint32_t columns = 50;
  for (const std::uint32_t labels : {1u, 2u, 4u, 5u, 8u, 12u, 77u, 150u}) {
    const LinearModel whole = model(labels, columns, random);
    const HalfModel half(whole);
    for (const std::size_t length : {0u, 1u, 3u, 4u, 5u, 8u, 30u, 201u}) {
      const SparseRows read = row(length, columns, random);
      std::vector<float> wholes(whole.lanes), halves(half.lanes);
      margins_of(whole, read, 0, wholes);
      margins_of(half, read, 0, halves);
      for (std::uint32_t label = 0; label < labels; ++label) {
        double expected = static_cast<double>(whole.bias()[label]), expected_half = static_cast<double>(from_half(half.bias()[label]));
        for (std::size_t at = 0; at < length; ++at) {
          expected += static_cast<double>(read.value[at] * whole.weights[std::size_t{read.column[at]} * whole.lanes + label]);
          expected_half += static_cast<double>(read.value[at] * half.weight(read.column[at], label));
        }
        EXPECT_NEAR(static_cast<double>(wholes[label]), expected, 1e-4) << labels << " labels, " << length << " columns";
        EXPECT_NEAR(static_cast<double>(halves[label]), expected_half, 1e-4) << labels << " labels, " << length << " columns";
      }
    }
  }
}

TEST(Halves, AreTheNearestThereAre) {
  std::mt19937_64 random(5);
  std::normal_distribution<float> normal;
  for (int i = 0; i < 10'000; ++i) {
    const float value = std::ldexp(normal(random), static_cast<int>(random() % 40) - 20);
    const float back = from_half(to_half(value));
    EXPECT_LE(std::abs(back - value), std::abs(value) / 256);
    EXPECT_EQ(to_half(back), to_half(value));
  }
  EXPECT_EQ(from_half(to_half(0)), 0);
  EXPECT_EQ(from_half(to_half(-1.5F)), -1.5F);
  EXPECT_FALSE(std::isfinite(from_half(to_half(INFINITY))));
}

}  // namespace
}  // namespace plaza::ml::text
