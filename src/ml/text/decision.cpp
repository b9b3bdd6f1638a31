#include "ml/text/decision.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace plaza::ml::text {
namespace {

struct Slopes {
  double loss = 0, scale = 0;
  std::vector<double> shift;
};

Slopes slopes_of(const Calibration& calibration, std::span<const float> margins, std::uint32_t lanes, std::span<const std::int32_t> label) {
  const std::size_t labels = calibration.shift.size();
  Slopes slopes;
  slopes.shift.assign(labels, 0);
  std::vector<double> p(labels);
  double rows = 0;
  for (std::size_t row = 0; row < label.size(); ++row) {
    if (label[row] < 0) continue;
    const auto mine = static_cast<std::size_t>(label[row]);
    const auto here = margins.subspan(row * lanes, labels);
    calibration.probabilities(here, p);
    slopes.loss -= std::log(std::max(p[mine], 1e-12));
    for (std::size_t k = 0; k < labels; ++k) {
      const double error = p[k] - (k == mine ? 1 : 0);
      slopes.scale += error * static_cast<double>(here[k]);
      slopes.shift[k] += error;
    }
    ++rows;
  }
  rows = std::max(rows, 1.0);
  slopes.loss /= rows;
  slopes.scale /= rows;
  for (double& each : slopes.shift) each /= rows;
  return slopes;
}

}  // namespace

void Calibration::probabilities(std::span<const float> margins, std::span<double> out) const {
  double most = -1e300, sum = 0;
  for (std::size_t k = 0; k < out.size(); ++k) {
    out[k] = scale * static_cast<double>(margins[k]) + shift[k];
    most = std::max(most, out[k]);
  }
  for (double& each : out) sum += each = std::exp(each - most);
  for (double& each : out) each /= sum;
}

Calibration calibrate(std::span<const float> margins, std::uint32_t lanes, std::uint32_t labels, std::span<const std::int32_t> label) {
  Calibration calibration;
  calibration.shift.assign(labels, 0);
  const auto loss = [&](double scale) {
    Calibration tried = calibration;
    tried.scale = scale;
    return slopes_of(tried, margins, lanes, label).loss;
  };
  double low = std::log(0.1), high = std::log(60.0);  // by golden section
  constexpr double golden = 0.6180339887498949;
  for (int round = 0; round < 16; ++round) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    if (loss(std::exp(a)) < loss(std::exp(b))) high = b;
    else low = a;
  }
  calibration.scale = std::exp((low + high) / 2);
  if (labels > shifts_labels_max) return calibration;
  double step = 1, best = loss(calibration.scale);
  for (int round = 0; round < 60 && step > 1e-4; ++round) {
    const Slopes slopes = slopes_of(calibration, margins, lanes, label);
    Calibration tried = calibration;
    tried.scale = std::max(0.05, tried.scale - step * slopes.scale);
    for (std::size_t k = 0; k < labels; ++k) tried.shift[k] -= 4 * step * slopes.shift[k];
    const double now = slopes_of(tried, margins, lanes, label).loss;
    if (now < best) {
      best = now;
      calibration = tried;
      step *= 1.3;
    } else {
      step /= 2;
    }
  }
  return calibration;
}

Quality quality(std::span<const std::int32_t> truth, std::span<const std::int32_t> said, std::uint32_t labels) {
  std::vector<double> right(labels, 0), asked(labels, 0), given(labels, 0);
  double all = 0, correct = 0;
  for (std::size_t row = 0; row < truth.size(); ++row) {
    ++all;
    if (truth[row] >= 0) ++asked[static_cast<std::size_t>(truth[row])];
    if (said[row] >= 0) ++given[static_cast<std::size_t>(said[row])];
    if (truth[row] != said[row]) continue;
    ++correct;
    if (truth[row] >= 0) ++right[static_cast<std::size_t>(truth[row])];
  }
  Quality out;
  double counted = 0;
  for (std::size_t k = 0; k < labels; ++k) {
    if (asked[k] + given[k] == 0) continue;
    ++counted;
    out.macro_f1 += 2 * right[k] / (asked[k] + given[k]);
  }
  if (counted > 0) out.macro_f1 /= counted;
  if (all > 0) out.accuracy = correct / all;
  return out;
}

std::vector<double> favours_for_macro_f1(const Calibration& calibration, std::span<const float> margins, std::uint32_t lanes,
                                         std::span<const std::int32_t> label) {
  const auto labels = static_cast<std::uint32_t>(calibration.shift.size());
  std::vector<double> favours(labels, 0);
  if (labels > shifts_labels_max) return favours;
  std::vector<double> scores(label.size() * labels);
  for (std::size_t row = 0; row < label.size(); ++row) {
    const auto into = std::span(scores).subspan(row * labels, labels);
    calibration.probabilities(margins.subspan(row * lanes, labels), into);
    for (double& each : into) each = std::log(std::max(each, 1e-12));
  }
  std::vector<std::int32_t> said(label.size());
  const auto judged = [&](const std::vector<double>& tried) {
    for (std::size_t row = 0; row < label.size(); ++row) {
      std::size_t best = 0;
      for (std::size_t k = 1; k < labels; ++k) {
        if (scores[row * labels + k] + tried[k] > scores[row * labels + best] + tried[best]) best = k;
      }
      said[row] = label[row] < 0 ? label[row] : static_cast<std::int32_t>(best);
    }
    return quality(label, said, labels).macro_f1;
  };
  double best = judged(favours);
  for (int round = 0; round < 3; ++round) {
    for (std::size_t k = 0; k < labels; ++k) {
      // The middle of the best stretch: its edge is luck.
      std::vector<std::pair<double, double>> tried;
      for (double value = -1.5; value < 2.01; value += 0.1) {
        auto there = favours;
        there[k] = value;
        tried.emplace_back(value, judged(there));
      }
      double smoothed_best = -1, at = favours[k];
      for (std::size_t i = 1; i + 1 < tried.size(); ++i) {
        const double smoothed = (tried[i - 1].second + 2 * tried[i].second + tried[i + 1].second) / 4;
        if (smoothed > smoothed_best) smoothed_best = smoothed, at = tried[i].first;
      }
      if (smoothed_best > best - 1e-9) {
        favours[k] = at;
        best = judged(favours);
      }
    }
  }
  return favours;
}

}  // namespace plaza::ml::text
