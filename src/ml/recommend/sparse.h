// Weighted relations between two sets of dense indexes, such as people and products, as compressed sparse rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace plaza::ml::recommend {

struct Entry {
  std::uint32_t index;  // of the column
  float value;
};

struct Triple {
  std::uint32_t row;
  std::uint32_t column;
  float value;
};

class SparseRows {
 public:
  SparseRows() = default;
  // Values of the same place are summed. Rows and columns of the triples are below the given sizes.
  SparseRows(std::size_t rows, std::size_t columns, std::vector<Triple> triples);

  std::size_t rows() const { return begins_.empty() ? 0 : begins_.size() - 1; }
  std::size_t columns() const { return columns_; }
  std::size_t size() const { return entries_.size(); }  // stored values
  // By rising column.
  std::span<const Entry> row(std::size_t row) const {
    return {entries_.data() + begins_[row], entries_.data() + begins_[row + 1]};
  }
  SparseRows transposed() const;

 private:
  std::size_t columns_ = 0;
  std::vector<std::size_t> begins_;
  std::vector<Entry> entries_;
};

}  // namespace plaza::ml::recommend
