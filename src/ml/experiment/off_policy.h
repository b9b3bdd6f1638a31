// What another policy would have earned, from what one policy showed and logged: inverse propensity scoring (Horvitz and
// Thompson 1952), its self-normalised form (Swaminathan and Joachims 2015) and the doubly robust estimator (Dudík, Langford
// and Li 2011). Intervals are normal, from the variance of the influence function.
#pragma once

#include <cstddef>
#include <span>

namespace plaza::ml::experiment {

// One logged decision.
struct Logged {
  double reward = 0;
  double propensity = 1;         // with which the logging policy chose what it chose, > 0
  double target_propensity = 0;  // with which the other policy would have chosen the same
  // Of a reward model, for doubly_robust() alone: for what was chosen, and the mean over what the other policy would choose.
  double predicted = 0;
  double predicted_target = 0;
};

struct Estimate {
  double value = 0;
  double standard_error = 0;
  double low = 0, high = 0;     // 95 %
  double effective_units = 0;   // (sum of weights)² / sum of squared weights: how many decisions the answer rests on
};

// All need two decisions or more; with fewer the interval is everything (infinite).
Estimate inverse_propensity(std::span<const Logged> log);
Estimate self_normalised(std::span<const Logged> log);
Estimate doubly_robust(std::span<const Logged> log);

}  // namespace plaza::ml::experiment
