// Logistic regression with a ridge penalty, fitted by Newton's method (iteratively reweighted least squares). For some hundreds of
// features; the intercept is not penalised.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace plaza::ml::rank {

struct Features {
  std::size_t width = 0;
  std::vector<float> values;  // row by row
  std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
  std::span<const float> row(std::size_t i) const { return {values.data() + i * width, width}; }
};

struct LogisticModel {
  double intercept = 0;
  std::vector<double> weights;
  double probability(std::span<const float> row) const;  // 0..1
};

// `labels` are 0 or 1, one a row. `l2` is relative to one row (the sum of losses + l2 · |weights|² / 2).
LogisticModel fit_logistic(const Features& table, std::span<const int> labels, double l2);

}  // namespace plaza::ml::rank
