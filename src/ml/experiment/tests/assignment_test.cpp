#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ml/experiment/assignment.h"
#include "ml/experiment/distributions.h"
#include "ml/experiment/planning.h"

namespace plaza::ml::experiment {
namespace {

TEST(Assignment, NeverChanges) {
  // What people were given rests on these numbers: another result would give everybody a variant anew.
  EXPECT_NEAR(place_of("exp_1", "v:anna"), place_of("exp_1", "v:anna"), 0);
  EXPECT_NE(place_of("exp_1", "v:anna"), place_of("exp_2", "v:anna"));
  EXPECT_NE(place_of("ab", "c"), place_of("a", "bc"));
}

TEST(Assignment, FallsIntoTheSharesInOrder) {
  const std::array<std::int64_t, 3> shares{5'000, 3'000, 2'000};
  EXPECT_EQ(pick(shares, 0), 0u);
  EXPECT_EQ(pick(shares, 0.4999), 0u);
  EXPECT_EQ(pick(shares, 0.5), 1u);
  EXPECT_EQ(pick(shares, 0.7999), 1u);
  EXPECT_EQ(pick(shares, 0.8001), 2u);
  EXPECT_EQ(pick(shares, 0.999999), 2u);
}

TEST(Assignment, PlacesAreEvenAndOfTwoSaltsIndependent) {
  constexpr int units = 100'000, cells = 10;
  std::vector<double> alone(cells), crossed(cells * cells);
  for (int i = 0; i < units; ++i) {
    const std::string unit = "v:" + std::to_string(i);
    const int a = static_cast<int>(place_of("exp_a", unit) * cells), b = static_cast<int>(place_of("exp_b", unit) * cells);
    alone[static_cast<std::size_t>(a)] += 1;
    crossed[static_cast<std::size_t>(a * cells + b)] += 1;
  }
  EXPECT_GT(sample_ratio(alone, std::vector<std::int64_t>(cells, 1)).p, 0.01);
  EXPECT_GT(sample_ratio(crossed, std::vector<std::int64_t>(cells * cells, 1)).p, 0.01);
}

TEST(Distributions, AgreeWithPublishedTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-11);
  EXPECT_NEAR(normal_cdf(1.0), 0.8413447460685429, 1e-14);
  EXPECT_NEAR(normal_p(1.959963984540054), 0.05, 1e-14);
  // Critical values of the chi-square distribution (NIST, Engineering Statistics Handbook 1.3.6.7.4).
  EXPECT_NEAR(chi_square_tail(3.841, 1), 0.05, 2e-5);
  EXPECT_NEAR(chi_square_tail(10.828, 1), 0.001, 1e-6);
  EXPECT_NEAR(chi_square_tail(18.307, 10), 0.05, 2e-5);
  EXPECT_NEAR(chi_square_tail(2, 2), std::exp(-1), 1e-14);
  EXPECT_EQ(chi_square_tail(0, 3), 1);
}

}  // namespace
}  // namespace plaza::ml::experiment
