#include "ml/lifetime/boundary.h"

#include <algorithm>

namespace plaza::ml::lifetime {

std::vector<std::string> boundaries_of(const std::vector<Fitted>& parameters) {
  std::vector<std::string> result;
  for (const Fitted& parameter : parameters) {
    if (parameter.log_value > log_high - 0.05) result.push_back(std::string(parameter.name) + " runs to infinity");
    if (parameter.log_value < log_low + 0.05) result.push_back(std::string(parameter.name) + " runs to zero");
  }
  return result;
}

double penalty(double log_value) {
  const double beyond = std::max({0.0, log_low - log_value, log_value - log_high});
  return 1e4 * beyond * beyond;
}

}  // namespace plaza::ml::lifetime
