#include "ml/experiment/distributions.h"

#include <cmath>
#include <numbers>

#include "platform/base/check.h"

namespace plaza::ml::experiment {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_p(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double normal_quantile(double p) {
  CHECK(p > 0 && p < 1);
  const auto tail = [](double q) {
    return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q +
             4.374664141464968e+00) * q + 2.938163982698783e+00) /
           ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1);
  };
  double z = 0;
  if (p < 0.02425) {
    z = tail(std::sqrt(-2 * std::log(p)));
  } else if (p > 1 - 0.02425) {
    z = -tail(std::sqrt(-2 * std::log1p(-p)));
  } else {
    const double q = p - 0.5, r = q * q;
    z = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r -
          3.066479806614716e+01) * r + 2.506628277459239e+00) * q /
        (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r -
          1.328068155288572e+01) * r + 1);
  }
  const double miss = normal_cdf(z) - p;
  const double step = miss * std::sqrt(2 * std::numbers::pi) * std::exp(z * z / 2);
  return z - step / (1 + z * step / 2);
}

// The regularised upper incomplete gamma function Q(degrees / 2, value / 2): by its series below the mean, by its continued
// fraction (Lentz) above.
double chi_square_tail(double value, double degrees) {
  CHECK(degrees > 0);
  const double x = value / 2, a = degrees / 2;
  if (!(x > 0)) return 1;
  const double scale = std::exp(-x + a * std::log(x) - std::lgamma(a));
  if (x < a + 1) {
    double term = 1 / a, sum = term;
    for (double n = a + 1; term > sum * 1e-16; n += 1) {
      term *= x / n;
      sum += term;
    }
    return 1 - sum * scale;
  }
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int i = 1; i < 1'000; ++i) {
    const double n = -i * (i - a);
    b += 2;
    d = 1 / (n * d + b);
    c = b + n / c;
    h *= c * d;
    if (std::abs(c * d - 1) < 1e-15) break;
  }
  return scale * h;
}

}  // namespace plaza::ml::experiment
