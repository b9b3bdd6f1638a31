// The few distribution functions that tests and intervals need.
#pragma once

namespace plaza::ml::experiment {

double normal_cdf(double z);
// The z below which a share `p` (0 < p < 1) of the standard normal lies: Acklam's rational approximation and one step of Halley.
double normal_quantile(double p);
// Two-sided p-value of a standard normal.
double normal_p(double z);
// The chance that a chi-square of `degrees` is at least `value`.
double chi_square_tail(double value, double degrees);

}  // namespace plaza::ml::experiment
