// Minimisation without derivatives for the few parameters of a likelihood (Nelder and Mead 1965, started again from its own answer
// until that no longer helps).
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace plaza::ml::lifetime {

struct Minimum {
  std::vector<double> at;
  double value = 0;
  bool converged = false;
};

using Objective = std::function<double(std::span<const double>)>;  // anything not finite counts as very bad

Minimum minimise(const Objective& objective, std::vector<double> start, double step = 0.5);

}  // namespace plaza::ml::lifetime
