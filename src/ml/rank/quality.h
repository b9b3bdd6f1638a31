// How good predictions of yes or no are.
#pragma once

#include <span>
#include <vector>

namespace plaza::ml::rank {

struct Judged {
  double score = 0;  // for brier and calibration: a probability
  bool positive = false;
  double weight = 1;
};

// The chance that a positive one scores above a negative one, ties counted half; NaN when only one kind is there.
double auc(std::vector<Judged> judged);
// The mean squared error of the probabilities.
double brier(std::span<const Judged> judged);

struct Bin {
  double predicted = 0, actual = 0;  // means
  std::size_t count = 0;
};
// Equal shares of the predictions, lowest first.
std::vector<Bin> calibration(std::vector<Judged> judged, std::size_t bins);

}  // namespace plaza::ml::rank
