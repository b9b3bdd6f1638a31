#include "ml/recommend/sparse.h"

#include <algorithm>

#include "platform/base/check.h"

namespace plaza::ml::recommend {

SparseRows::SparseRows(std::size_t rows, std::size_t columns, std::vector<Triple> triples)
    : columns_(columns), begins_(rows + 1, 0) {
  std::sort(triples.begin(), triples.end(), [](const Triple& a, const Triple& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
  entries_.reserve(triples.size());
  std::size_t row = 0;
  for (std::size_t i = 0; i < triples.size(); ++i) {
    const Triple& triple = triples[i];
    CHECK(triple.row < rows && triple.column < columns);
    if (i > 0 && triples[i - 1].row == triple.row && triples[i - 1].column == triple.column) {
      entries_.back().value += triple.value;
      continue;
    }
    while (row < triple.row) begins_[++row] = entries_.size();
    entries_.push_back({triple.column, triple.value});
  }
  while (row < rows) begins_[++row] = entries_.size();
}

SparseRows SparseRows::transposed() const {
  SparseRows result;
  result.columns_ = rows();
  result.begins_.assign(columns_ + 1, 0);
  result.entries_.resize(entries_.size());
  for (const Entry& entry : entries_) ++result.begins_[entry.index + 1];
  for (std::size_t i = 0; i < columns_; ++i) result.begins_[i + 1] += result.begins_[i];
  std::vector<std::size_t> next(result.begins_.begin(), result.begins_.end() - 1);
  for (std::size_t i = 0; i < rows(); ++i) {
    for (const Entry& entry : row(i)) {
      result.entries_[next[entry.index]++] = {static_cast<std::uint32_t>(i), entry.value};
    }
  }
  return result;
}

}  // namespace plaza::ml::recommend
