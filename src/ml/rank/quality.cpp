#include "ml/rank/quality.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plaza::ml::rank {

double auc(std::vector<Judged> judged) {
  std::sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.score < b.score; });
  double below = 0, positives = 0, negatives = 0;
  for (std::size_t i = 0; i < judged.size();) {
    double here = 0, against = 0;
    std::size_t end = i;
    for (; end < judged.size() && judged[end].score == judged[i].score; ++end) (judged[end].positive ? here : against) += judged[end].weight;
    below += here * (negatives + against / 2);
    positives += here;
    negatives += against;
    i = end;
  }
  if (positives == 0 || negatives == 0) return std::numeric_limits<double>::quiet_NaN();
  return below / (positives * negatives);
}

double brier(std::span<const Judged> judged) {
  double sum = 0, weight = 0;
  for (const Judged& one : judged) {
    const double miss = one.score - (one.positive ? 1 : 0);
    sum += one.weight * miss * miss;
    weight += one.weight;
  }
  return weight > 0 ? sum / weight : std::numeric_limits<double>::quiet_NaN();
}

std::vector<Bin> calibration(std::vector<Judged> judged, std::size_t bins) {
  std::sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.score < b.score; });
  std::vector<Bin> result;
  for (std::size_t b = 0; b < bins; ++b) {
    const std::size_t begin = judged.size() * b / bins, end = judged.size() * (b + 1) / bins;
    if (begin == end) continue;
    Bin bin;
    bin.count = end - begin;
    for (std::size_t i = begin; i < end; ++i) {
      bin.predicted += judged[i].score / static_cast<double>(bin.count);
      bin.actual += (judged[i].positive ? 1.0 : 0.0) / static_cast<double>(bin.count);
    }
    result.push_back(bin);
  }
  return result;
}

}  // namespace plaza::ml::rank
