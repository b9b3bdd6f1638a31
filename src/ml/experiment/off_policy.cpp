#include "ml/experiment/off_policy.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ml/experiment/distributions.h"
#include "platform/base/check.h"

namespace plaza::ml::experiment {
namespace {

double weight_of(const Logged& one) {
  CHECK(one.propensity > 0);
  return one.target_propensity / one.propensity;
}

// The estimate is `value`; `influence` are the parts of its error, one a decision, with mean zero around it.
Estimate estimate_of(double value, const std::vector<double>& influence, std::span<const Logged> log) {
  Estimate estimate;
  estimate.value = value;
  const double count = static_cast<double>(log.size());
  double weights = 0, squares = 0;
  for (const auto& one : log) {
    const double weight = weight_of(one);
    weights += weight;
    squares += weight * weight;
  }
  estimate.effective_units = squares > 0 ? weights * weights / squares : 0;
  if (log.size() < 2) {
    estimate.standard_error = estimate.high = std::numeric_limits<double>::infinity();
    estimate.low = -estimate.high;
    return estimate;
  }
  double mean = 0, spread = 0;
  for (const double part : influence) mean += part / count;
  for (const double part : influence) spread += (part - mean) * (part - mean);
  estimate.standard_error = std::sqrt(spread / (count - 1) / count);
  const double reach = normal_quantile(0.975) * estimate.standard_error;
  estimate.low = value - reach;
  estimate.high = value + reach;
  return estimate;
}

Estimate mean_of(const std::vector<double>& parts, std::span<const Logged> log) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return estimate_of(parts.empty() ? 0 : sum / static_cast<double>(parts.size()), parts, log);
}

}  // namespace

Estimate inverse_propensity(std::span<const Logged> log) {
  std::vector<double> parts;
  parts.reserve(log.size());
  for (const auto& one : log) parts.push_back(weight_of(one) * one.reward);
  return mean_of(parts, log);
}

Estimate self_normalised(std::span<const Logged> log) {
  double weights = 0, sum = 0;
  for (const auto& one : log) {
    weights += weight_of(one);
    sum += weight_of(one) * one.reward;
  }
  const double value = weights > 0 ? sum / weights : 0;
  const double mean_weight = log.empty() ? 0 : weights / static_cast<double>(log.size());
  std::vector<double> parts;
  parts.reserve(log.size());
  for (const auto& one : log) parts.push_back(mean_weight > 0 ? weight_of(one) * (one.reward - value) / mean_weight : 0);
  return estimate_of(value, parts, log);
}

Estimate doubly_robust(std::span<const Logged> log) {
  std::vector<double> parts;
  parts.reserve(log.size());
  for (const auto& one : log) parts.push_back(one.predicted_target + weight_of(one) * (one.reward - one.predicted));
  return mean_of(parts, log);
}

}  // namespace plaza::ml::experiment
