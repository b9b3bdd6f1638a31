// Linear one-against-the-rest classifiers on sparse rows: support vector machines with squared hinge loss by dual coordinate descent
// (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008), all labels in one pass over the rows.
// Weights may be scaled by how much a column speaks for a label (NB-SVM: Wang and Manning, "Baselines and bigrams", ACL 2012).
// Pure: the same rows, settings and seed give the same weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace plaza::ml::text {

// Rows of non-zero values, one after the other.
struct SparseRows {
  std::vector<std::size_t> begin{0};  // row r lies in [begin[r], begin[r + 1])
  std::vector<std::uint32_t> column;
  std::vector<float> value;
  std::uint32_t columns = 0;

  std::size_t size() const { return begin.size() - 1; }
};

inline constexpr std::int32_t no_label = -1;  // none of the labels: out of scope

struct LinearSettings {
  double cost = 0.3;      // of errors against the size of weights
  double balance = 0;     // 0: each row counts the same; 1: each label's rows together as much as the others'
  double ratio = 0;       // 0: plain; 1: columns scaled by the ratio of their counts (NB-SVM)
  int passes_max = 30;
  double tolerance = 0.05;  // of the largest step that is left
  std::uint64_t seed = 1;
};

// labels padded to `lanes`, a multiple of four; the last row of weights belongs to a column that is 1 everywhere.
struct LinearModel {
  std::uint32_t labels = 0, lanes = 0, columns = 0;
  std::vector<float> weights;  // (columns + 1) x lanes

  const float* bias() const { return weights.data() + std::size_t{columns} * lanes; }
};

inline std::uint32_t lanes_for(std::uint32_t labels) { return (labels + 3) / 4 * 4; }

// `chosen` names rows, `label` stands for all rows (below `labels`, or no_label), `weight` too (empty: 1 each), `offset`
// (rows x lanes; empty: none) is what is known of each row before: weights learn what remains.
struct Lesson {
  const SparseRows& rows;
  std::span<const std::uint32_t> chosen;
  std::span<const std::int32_t> label;
  std::uint32_t labels = 2;
  std::span<const float> weight = {};
  std::span<const float> offset = {};
};
LinearModel fit_linear(const Lesson& lesson, const LinearSettings& settings);

}  // namespace plaza::ml::text
