// Factors to serve from: the vectors of items, the vector of somebody by what they did, and vectors for items that nobody has chosen yet.
// The same model as fit_ials (item_model.h), solved row by row without a matrix library and its threads, so that it can run beside pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "ml/recommend/item_model.h"

namespace plaza::ml::recommend {

// What somebody did, by the vector of the thing; the vector is borrowed. The weight is positive.
struct Pull {
  const float* vector;
  float weight;
};

// Solves for the one side while the other is held still. Thread-safe.
class FoldIn {
 public:
  // `others`: rows of options.rank numbers, of all that might have been chosen; read here only.
  FoldIn(std::span<const float> others, const IalsOptions& options);
  // Sets `into` (of options.rank numbers); zeros when there is no history.
  void solve(std::span<const Pull> history, std::span<float> into) const;
  std::size_t rank() const { return options_.rank; }

 private:
  const IalsOptions options_;
  const std::size_t others_;
  std::vector<float> gram_;  // others' products, times options.unobserved
};

// Vectors of the items, row by row. Asks `go_on` now and then; nothing when it said no.
std::optional<std::vector<float>> fit_factors(const SparseRows& people_by_items, const IalsOptions& options,
                                              const std::function<bool()>& go_on = [] { return true; });

// What items of a kind (a theme, an author, a product) have in common, for those that nobody has chosen: the mean of each kind, drawn
// towards that of the broader ones. Not thread-safe while it is added to.
class KindVectors {
 public:
  explicit KindVectors(std::size_t rank) : rank_(rank), all_{std::vector<float>(rank), 0} {}
  void add(std::span<const std::uint64_t> kinds, std::span<const float> vector);
  // The mean of all, then drawn to each of `kinds` that is known, in their order: from the broadest to the narrowest. How many were known.
  std::size_t place(std::span<const std::uint64_t> kinds, std::span<float> into) const;
  // Sorted so that the broadest come first; unknown ones go.
  void broadest_first(std::vector<std::uint64_t>& kinds) const;

 private:
  struct Mean {
    std::vector<float> sum;
    float count = 0;
  };
  std::size_t rank_;
  Mean all_;
  std::unordered_map<std::uint64_t, Mean> of_kind_;
};

}  // namespace plaza::ml::recommend
