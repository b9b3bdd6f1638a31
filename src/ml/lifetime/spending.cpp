#include "ml/lifetime/spending.h"

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

double log_likelihood_of(double p, double q, double gamma, const Spending& who) {
  const double px = p * who.purchases;
  return log_gamma(px + q) - log_gamma(px) - log_gamma(q) + q * std::log(gamma) + (px - 1) * std::log(who.mean) +
         px * std::log(who.purchases) - (px + q) * std::log(gamma + who.mean * who.purchases);
}

}  // namespace

SpendingModel fit_spending(std::span<const Spending> people) {
  std::vector<Spending> buyers;
  for (const Spending& who : people) {
    if (who.purchases > 0 && who.mean > 0) buyers.push_back(who);
  }
  CHECK(!buyers.empty());
  double typical = 0;
  for (const Spending& who : buyers) typical += std::log(who.mean) / static_cast<double>(buyers.size());
  const auto sum_at = [&](std::span<const double> logs) {
    double sum = 0;
    for (const Spending& who : buyers) sum += log_likelihood_of(std::exp(logs[0]), std::exp(logs[1]), std::exp(logs[2]), who);
    return sum;
  };
  const Objective badness = [&](std::span<const double> logs) {
    return -sum_at(logs) / static_cast<double>(buyers.size()) + penalty(logs[0]) + penalty(logs[1]) + penalty(logs[2] - typical);
  };
  const auto best = minimise(badness, {1, 1, typical});
  SpendingModel model;
  model.p = std::exp(best.at[0]);
  model.q = std::exp(best.at[1]);
  model.gamma = std::exp(best.at[2]);
  model.log_likelihood = sum_at(best.at);
  model.converged = best.converged;
  model.boundaries = boundaries_of({{"p", best.at[0]}, {"q", best.at[1]}, {"gamma", best.at[2] - typical}});
  return model;
}

double SpendingModel::expected_mean(const Spending& person) const {
  const double weight = p * person.purchases + q - 1;
  if (weight <= 0) return person.mean;
  return p * (gamma + person.mean * person.purchases) / weight;
}

}  // namespace plaza::ml::lifetime
