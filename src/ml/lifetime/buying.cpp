#include "ml/lifetime/buying.h"

#include <algorithm>
#include <cmath>

#include "ml/lifetime/boundary.h"
#include "ml/lifetime/minimise.h"
#include "platform/base/check.h"

namespace plaza::ml::lifetime {
namespace {

double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

// The logarithm of exp(x) + exp(y).
double log_sum(double x, double y) {
  const double high = std::max(x, y), low = std::min(x, y);
  return high + std::log1p(std::exp(low - high));
}

// How much likelier it is to have left than to be active, as a factor of the likelihood of being active.
double odds_of_having_left(const BuyingModel& m, const Purchases& who) {
  const double waited = (m.r + who.repeats) * std::log((m.alpha + who.age) / (m.alpha + who.last));
  if (m.leaving == Leaving::also_after_first) return std::exp(std::log(m.a / (m.b + who.repeats)) + waited);
  return who.repeats > 0 ? std::exp(std::log(m.a / (m.b + who.repeats - 1)) + waited) : 0;
}

double log_likelihood_of(const BuyingModel& m, const Purchases& who) {
  const double x = who.repeats;
  const double rate = log_gamma(m.r + x) - log_gamma(m.r) + m.r * std::log(m.alpha);
  const double here = -(m.r + x) * std::log(m.alpha + who.age);
  const double gone = -(m.r + x) * std::log(m.alpha + who.last);
  if (m.leaving == Leaving::also_after_first) {
    const double stays = log_gamma(m.a + m.b) + log_gamma(m.b + x + 1) - log_gamma(m.b) - log_gamma(m.a + m.b + x + 1);
    return rate + stays + log_sum(here, std::log(m.a / (m.b + x)) + gone);
  }
  const double stays = log_gamma(m.a + m.b) + log_gamma(m.b + x) - log_gamma(m.b) - log_gamma(m.a + m.b + x);
  return rate + stays + (x > 0 ? log_sum(here, std::log(m.a / (m.b + x - 1)) + gone) : here);
}

BuyingModel model_at(std::span<const double> logs, Leaving leaving) {
  BuyingModel model;
  model.leaving = leaving;
  model.r = std::exp(logs[0]);
  model.alpha = std::exp(logs[1]);
  model.a = std::exp(logs[2]);
  model.b = std::exp(logs[3]);
  return model;
}

// Purchases within `ahead` of somebody active whose rate is gamma (shape, rate) and who leaves after each with beta (a, b).
double expected_while_active(double shape, double rate, double a, double b, double ahead) {
  const double left = rate / (rate + ahead);
  const double z = ahead / (rate + ahead);
  // (a + b - 1) / (a - 1) · (1 - left^shape · F(shape, b; a + b - 1; z)) has a removable pole at a = 1.
  const double near_one = std::abs(a - 1) < 1e-5 ? 1e-5 : 0;
  const double leaves = a + near_one;
  const double value = (leaves + b - 1) / (leaves - 1) *
                       (1 - std::exp(shape * std::log(left)) * hypergeometric(shape, b, leaves + b - 1, z));
  const double without_leaving = shape / rate * ahead;
  return std::isfinite(value) ? std::clamp(value, 0.0, without_leaving) : without_leaving;
}

}  // namespace

double hypergeometric(double a, double b, double c, double z) {
  // Euler's transformation makes the series short where it would converge slowly.
  if (z > 0.5 && a + b > c) return std::pow(1 - z, c - a - b) * hypergeometric(c - a, c - b, c, z);
  double term = 1, sum = 1;
  for (int i = 0; i < 200'000; ++i) {
    const double n = i;
    term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
    sum += term;
    if (std::abs(term) < 1e-15 * std::abs(sum)) break;
  }
  return sum;
}

double log_likelihood(const BuyingModel& model, std::span<const Purchases> people) {
  double sum = 0;
  for (const Purchases& who : people) sum += log_likelihood_of(model, who);
  return sum;
}

BuyingModel fit_buying(std::span<const Purchases> people, Leaving leaving) {
  CHECK(std::any_of(people.begin(), people.end(), [](const Purchases& p) { return p.repeats > 0; }));
  const double size = static_cast<double>(people.size());
  double age = 0;
  for (const Purchases& who : people) {
    CHECK(who.age >= 0 && who.last >= 0 && who.last <= who.age && who.repeats >= 0);
    age += who.age / size;
  }
  CHECK(age > 0);
  const Objective badness = [&](std::span<const double> logs) {
    double outside = 0;
    for (const double value : logs) outside += penalty(value);
    return -log_likelihood(model_at(logs, leaving), people) / size + outside;
  };
  Minimum best;
  best.value = 1e300;
  // The unit of time is free, so alpha starts at the mean age; two starts for a likelihood with a ridge.
  for (const double start : {0.0, -1.0}) {
    auto found = minimise(badness, {start, std::log(age) + start, 0, 0.5});
    if (found.value < best.value) best = std::move(found);
  }
  BuyingModel model = model_at(best.at, leaving);
  model.log_likelihood = log_likelihood(model, people);
  model.converged = best.converged;
  // alpha has the unit of time: its range is that of alpha relative to the mean age.
  model.boundaries = boundaries_of({{"r", best.at[0]}, {"alpha", best.at[1] - std::log(age)}, {"a", best.at[2]}, {"b", best.at[3]}});
  return model;
}

double BuyingModel::probability_active(const Purchases& person) const {
  return 1 / (1 + odds_of_having_left(*this, person));
}

double BuyingModel::expected_purchases(const Purchases& person, double ahead) const {
  if (ahead <= 0) return 0;
  const double stayed = b + person.repeats + (leaving == Leaving::also_after_first ? 1 : 0);
  return probability_active(person) * expected_while_active(r + person.repeats, alpha + person.age, a, stayed, ahead);
}

double BuyingModel::expected_repeats_of_new(double time) const {
  if (time <= 0) return 0;
  if (leaving == Leaving::also_after_first) return expected_while_active(r, alpha, a, b + 1, time) * b / (a + b);
  return expected_while_active(r, alpha, a, b, time);
}

}  // namespace plaza::ml::lifetime
