// Which parameters of a fit ran away.
#pragma once

#include <string>
#include <vector>

namespace plaza::ml::lifetime {

// Parameters are fitted as logarithms; beyond this range a likelihood no longer tells one value from another.
inline constexpr double log_low = -9;   // 0.00012
inline constexpr double log_high = 9;   // 8,100

struct Fitted {
  const char* name;
  double log_value;
};
std::vector<std::string> boundaries_of(const std::vector<Fitted>& parameters);

// A penalty that keeps the search inside the range, flat within it.
double penalty(double log_value);

}  // namespace plaza::ml::lifetime
