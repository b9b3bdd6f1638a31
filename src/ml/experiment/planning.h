// How many units an experiment needs, and whether those it got came in the shares it gave out.
#pragma once

#include <cstdint>
#include <span>

namespace plaza::ml::experiment {

// Units per arm so that a difference of `difference` between means of spread `deviation` is found with chance `power` by a
// two-sided test at `alpha`, looked at once. Always-valid intervals need about 1.5 to 2.5 times as many.
double units_needed(double deviation, double difference, double alpha = 0.05, double power = 0.8);
// The reverse: the smallest difference that so many units find.
double smallest_difference(double deviation, double units_per_arm, double alpha = 0.05, double power = 0.8);
// The spread of a yes or no that happens with this rate.
double deviation_of_rate(double rate);

// The sample-ratio check: a chi-square test of the counts against the shares. A small p-value says that assignment or logging is
// broken, and that no difference can be believed.
struct SampleRatio {
  double chi_square = 0;
  double p = 1;
  bool broken = false;  // p < 0.001 (Fabijan and others 2019)
};
SampleRatio sample_ratio(std::span<const double> counts, std::span<const std::int64_t> shares);

}  // namespace plaza::ml::experiment
