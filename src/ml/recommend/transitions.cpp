#include "ml/recommend/transitions.h"

#include <cmath>

namespace plaza::ml::recommend {

SparseRows transitions(const std::vector<std::vector<std::uint32_t>>& histories, std::size_t items, const TransitionOptions& options) {
  std::vector<Triple> triples;
  std::vector<double> left(items, 0);
  for (const auto& history : histories) {
    for (std::size_t i = 0; i < history.size(); ++i) {
      for (std::size_t step = 1; step <= options.steps_max && i + step < history.size(); ++step) {
        if (history[i] == history[i + step]) continue;
        triples.push_back({history[i], history[i + step], static_cast<float>(1.0 / static_cast<double>(step))});
        if (step == 1) left[history[i]] += 1;
      }
    }
  }
  for (Triple& triple : triples) triple.value *= static_cast<float>(std::pow(std::max(left[triple.row], 1.0), -options.discount));
  return SparseRows(items, items, std::move(triples));
}

}  // namespace plaza::ml::recommend
