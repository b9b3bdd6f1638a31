#include "ml/experiment/comparison.h"

#include <algorithm>
#include <cmath>

#include "ml/experiment/distributions.h"

namespace plaza::ml::experiment {
namespace {

double spread(double units, double a, double b, double ab) {
  return units < 2 ? 0 : (ab - a * b / units) / (units - 1);
}

// The mixture's variance in units of one standard error's square, when the information is `share` of the planned.
double mixture(double share, double alpha) {
  const double log_term = -2 * std::log(alpha);
  return share * (log_term + std::log(log_term) + 1);
}

double share_of(const Arm& control, const Arm& treatment, const Plan& plan) {
  const double both = 1 / (1 / control.units + 1 / treatment.units);  // of two equal arms: half of one
  return both / (plan.units_per_arm / 2);
}

// Means (or ratios) and the variances of those.
struct Level {
  double value = 0, variance = 0;
};

Effect effect_of(const Arm& control, const Arm& treatment, Level before, Level after, const Plan& plan) {
  Effect effect;
  effect.control = before.value;
  effect.treatment = after.value;
  effect.difference = after.value - before.value;
  const double variance = before.variance + after.variance;
  if (std::min(control.units, treatment.units) < units_min || !(variance > 0)) return effect;
  effect.known = true;
  effect.standard_error = std::sqrt(variance);
  const double share = share_of(control, treatment, plan);
  const double reach = always_valid_reach(share, plan.alpha) * effect.standard_error;
  effect.low = effect.difference - reach;
  effect.high = effect.difference + reach;
  const double z = effect.difference / effect.standard_error;
  effect.p = always_valid_p(z, share, plan.alpha);
  const double fixed = normal_quantile(1 - plan.alpha / 2) * effect.standard_error;
  effect.fixed_low = effect.difference - fixed;
  effect.fixed_high = effect.difference + fixed;
  effect.fixed_p = normal_p(z);
  if (before.value > 3 * std::sqrt(before.variance)) {
    effect.relative_known = true;
    effect.relative = effect.difference / before.value;
    const double quotient = after.value / before.value;
    const double relative_error = std::sqrt(after.variance + quotient * quotient * before.variance) / before.value;
    effect.relative_low = effect.relative - always_valid_reach(share, plan.alpha) * relative_error;
    effect.relative_high = effect.relative + always_valid_reach(share, plan.alpha) * relative_error;
  }
  return effect;
}

Level mean_level(const Arm& arm) { return {arm.mean(), arm.units > 0 ? arm.variance() / arm.units : 0}; }

Level ratio_level(const Arm& arm) {
  if (!(arm.x > 0)) return {};
  const double ratio = arm.y / arm.x, denominator = arm.x / arm.units;
  const double variance = spread(arm.units, arm.y, arm.y, arm.yy) - 2 * ratio * spread(arm.units, arm.x, arm.y, arm.xy) +
                          ratio * ratio * spread(arm.units, arm.x, arm.x, arm.xx);
  return {ratio, std::max(0.0, variance) / (arm.units * denominator * denominator)};
}

}  // namespace

double Arm::variance() const { return std::max(0.0, spread(units, y, y, yy)); }

double always_valid_reach(double share, double alpha) {
  const double k = mixture(share, alpha);
  return std::sqrt((1 + k) / k * (-2 * std::log(alpha) + std::log1p(k)));
}

double always_valid_p(double z, double share, double alpha) {
  const double k = mixture(share, alpha);
  return std::min(1.0, std::sqrt(1 + k) * std::exp(-z * z * k / (2 * (1 + k))));
}

Effect compare_means(const Arm& control, const Arm& treatment, const Plan& plan) {
  return effect_of(control, treatment, mean_level(control), mean_level(treatment), plan);
}

Effect compare_adjusted(const Arm& control, const Arm& treatment, const Plan& plan) {
  const auto pooled = [&](auto part) {
    const double weight = control.units + treatment.units - 2;
    return weight > 0 ? (part(control) * (control.units - 1) + part(treatment) * (treatment.units - 1)) / weight : 0;
  };
  const double of_x = pooled([](const Arm& arm) { return spread(arm.units, arm.x, arm.x, arm.xx); });
  const double of_xy = pooled([](const Arm& arm) { return spread(arm.units, arm.x, arm.y, arm.xy); });
  const Effect plain = compare_means(control, treatment, plan);
  if (!(of_x > 0) || !plain.known) return plain;
  const double theta = of_xy / of_x;
  const double middle = (control.x + treatment.x) / (control.units + treatment.units);
  const auto level = [&](const Arm& arm) {
    const double variance = spread(arm.units, arm.y, arm.y, arm.yy) - 2 * theta * spread(arm.units, arm.x, arm.y, arm.xy) +
                            theta * theta * spread(arm.units, arm.x, arm.x, arm.xx);
    return Level{arm.mean() - theta * (arm.x / arm.units - middle), std::max(0.0, variance) / arm.units};
  };
  Effect effect = effect_of(control, treatment, level(control), level(treatment), plan);
  if (!effect.known) return plain;  // x explains all of y: nothing is left to compare by
  effect.variance_kept = effect.standard_error * effect.standard_error / (plain.standard_error * plain.standard_error);
  return effect;
}

Effect compare_ratios(const Arm& control, const Arm& treatment, const Plan& plan) {
  return effect_of(control, treatment, ratio_level(control), ratio_level(treatment), plan);
}

}  // namespace plaza::ml::experiment
