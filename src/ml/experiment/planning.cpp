#include "ml/experiment/planning.h"

#include <cmath>

#include "ml/experiment/distributions.h"
#include "platform/base/check.h"

namespace plaza::ml::experiment {
namespace {

double both_tails(double alpha, double power) { return normal_quantile(1 - alpha / 2) + normal_quantile(power); }

}  // namespace

double units_needed(double deviation, double difference, double alpha, double power) {
  CHECK(difference != 0);
  const double steps = both_tails(alpha, power) * deviation / difference;
  return std::ceil(2 * steps * steps);
}

double smallest_difference(double deviation, double units_per_arm, double alpha, double power) {
  CHECK(units_per_arm > 0);
  return both_tails(alpha, power) * deviation * std::sqrt(2 / units_per_arm);
}

double deviation_of_rate(double rate) { return std::sqrt(rate * (1 - rate)); }

SampleRatio sample_ratio(std::span<const double> counts, std::span<const std::int64_t> shares) {
  CHECK(counts.size() == shares.size() && counts.size() > 1);
  double all = 0, all_shares = 0;
  for (const double count : counts) all += count;
  for (const auto share : shares) all_shares += static_cast<double>(share);
  SampleRatio ratio;
  if (!(all > 0)) return ratio;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = all * static_cast<double>(shares[i]) / all_shares;
    ratio.chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  ratio.p = chi_square_tail(ratio.chi_square, static_cast<double>(counts.size() - 1));
  ratio.broken = ratio.p < 0.001;
  return ratio;
}

}  // namespace plaza::ml::experiment
