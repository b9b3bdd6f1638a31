// Two groups of units compared: the difference of their means, with and without what was known of each unit before (CUPED,
// Deng, Xu, Kohavi and Walker 2013), of ratios of sums by the delta method, and with intervals that hold at every look.
//
// Always-valid intervals: the normal-mixture sequential probability ratio test (Johari, Pekelis and Walsh 2017), which is the
// normal-mixture confidence sequence of Howard, Ramdas, McAuliffe and Sekhon (2021), with variances estimated from the data
// (asymptotic confidence sequences, Waudby-Smith and others 2021). The mixture is tuned to be narrowest at the planned number
// of units; it holds before and after it as well.
#pragma once

#include <cstdint>

namespace plaza::ml::experiment {

// One group's sums over its units: `y` is what is measured, `x` what was known before (CUPED) or the denominator of a ratio.
struct Arm {
  double units = 0;
  double y = 0, yy = 0, x = 0, xx = 0, xy = 0;

  void add(double measured, double before = 0) {
    units += 1;
    y += measured;
    yy += measured * measured;
    x += before;
    xx += before * before;
    xy += measured * before;
  }
  double mean() const { return units > 0 ? y / units : 0; }
  double variance() const;  // of y over units, with n - 1; 0 below two units
};

struct Plan {
  double alpha = 0.05;
  double units_per_arm = 1'000;  // where the always-valid interval is narrowest
};

// Below this many units in either arm no interval is given: variances are not known yet.
inline constexpr double units_min = 20;

struct Effect {
  bool known = false;        // false: too few units, or nothing varied; then only the means are told
  double control = 0, treatment = 0;  // means, or ratios
  double difference = 0;     // treatment - control, adjusted when CUPED was used
  double standard_error = 0;
  double low = 0, high = 0;  // always valid
  double p = 1;              // always valid
  double fixed_low = 0, fixed_high = 0, fixed_p = 1;  // valid at one look decided beforehand
  // difference / control by the delta method, with its always-valid interval; `relative_known` is false while the control's mean
  // may as well be zero.
  bool relative_known = false;
  double relative = 0, relative_low = 0, relative_high = 0;
  double variance_kept = 1;  // of the variance without CUPED; 1 without it
};

Effect compare_means(const Arm& control, const Arm& treatment, const Plan& plan);
// The same difference less what the units' `x` explains: theta = cov(x, y) / var(x), pooled within the arms.
Effect compare_adjusted(const Arm& control, const Arm& treatment, const Plan& plan);
// sum(y) / sum(x) of each arm: orders per session, say. Denominators must not be negative.
Effect compare_ratios(const Arm& control, const Arm& treatment, const Plan& plan);

// How many standard errors an always-valid interval reaches, when the information is `share` of the planned (> 0).
double always_valid_reach(double share, double alpha);
double always_valid_p(double z, double share, double alpha);

}  // namespace plaza::ml::experiment
