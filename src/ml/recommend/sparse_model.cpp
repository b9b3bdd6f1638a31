#include <algorithm>
#include <cmath>

#include "ml/recommend/item_model.h"

namespace plaza::ml::recommend {
namespace {

class Sparse final : public ItemModel {
 public:
  explicit Sparse(SparseRows weights) : weights_(std::move(weights)) {}
  std::size_t items() const override { return weights_.columns(); }
  void score(std::span<const Entry> history, std::span<float> scores) const override {
    for (const Entry& done : history) {
      for (const Entry& to : weights_.row(done.index)) scores[to.index] += done.value * to.value;
    }
  }

 private:
  SparseRows weights_;
};

class Constant final : public ItemModel {
 public:
  explicit Constant(std::vector<float> scores) : scores_(std::move(scores)) {}
  std::size_t items() const override { return scores_.size(); }
  void score(std::span<const Entry>, std::span<float> scores) const override {
    for (std::size_t i = 0; i < scores_.size(); ++i) scores[i] += scores_[i];
  }

 private:
  std::vector<float> scores_;
};

std::vector<double> powers(const SparseRows& rows, double exponent) {
  std::vector<double> result(rows.rows());
  for (std::size_t i = 0; i < result.size(); ++i) {
    double degree = 0;
    for (const Entry& entry : rows.row(i)) degree += entry.value;
    result[i] = degree > 0 ? std::pow(degree, -exponent) : 0;
  }
  return result;
}

}  // namespace

std::unique_ptr<ItemModel> sparse_model(SparseRows item_by_item) {
  return std::make_unique<Sparse>(std::move(item_by_item));
}

std::unique_ptr<ItemModel> constant_model(std::vector<float> scores) { return std::make_unique<Constant>(std::move(scores)); }

SparseRows path_neighbours(const SparseRows& people_by_items, const PathOptions& options) {
  const SparseRows items_by_people = people_by_items.transposed();
  const auto from = powers(items_by_people, options.from);
  const auto to = powers(items_by_people, options.to);
  const auto through = powers(people_by_items, options.through);
  std::vector<double> sums(items_by_people.rows(), 0);
  std::vector<std::uint32_t> touched;
  std::vector<Triple> result;
  for (std::uint32_t item = 0; item < items_by_people.rows(); ++item) {
    touched.clear();
    for (const Entry& person : items_by_people.row(item)) {
      for (const Entry& other : people_by_items.row(person.index)) {
        if (other.index == item) continue;
        if (sums[other.index] == 0) touched.push_back(other.index);
        sums[other.index] += person.value * other.value * through[person.index] * to[other.index];
      }
    }
    const auto stronger = [&](std::uint32_t a, std::uint32_t b) {
      return sums[a] != sums[b] ? sums[a] > sums[b] : a < b;
    };
    if (touched.size() > options.keep) {
      std::nth_element(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(options.keep), touched.end(), stronger);
    }
    for (std::size_t i = 0; i < std::min(options.keep, touched.size()); ++i) {
      result.push_back({item, touched[i], static_cast<float>(sums[touched[i]] * from[item])});
    }
    for (const auto other : touched) sums[other] = 0;
  }
  return SparseRows(items_by_people.rows(), items_by_people.rows(), std::move(result));
}

SparseRows nearest_by_cosine(std::span<const float> vectors, std::size_t dimensions, std::size_t keep) {
  const std::size_t count = vectors.size() / dimensions;
  std::vector<float> unit(vectors.begin(), vectors.end());
  for (std::size_t i = 0; i < count; ++i) {
    double length = 0;
    for (std::size_t d = 0; d < dimensions; ++d) length += unit[i * dimensions + d] * unit[i * dimensions + d];
    const auto scale = length > 0 ? static_cast<float>(1 / std::sqrt(length)) : 0.0F;
    for (std::size_t d = 0; d < dimensions; ++d) unit[i * dimensions + d] *= scale;
  }
  std::vector<Triple> result;
  std::vector<std::pair<float, std::uint32_t>> likeness(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::uint32_t j = 0; j < count; ++j) {
      float dot = 0;
      for (std::size_t d = 0; d < dimensions; ++d) dot += unit[i * dimensions + d] * unit[j * dimensions + d];
      likeness[j] = {i == j ? -2.0F : dot, j};
    }
    const std::size_t kept = std::min(keep, count - 1);
    std::partial_sort(likeness.begin(), likeness.begin() + static_cast<std::ptrdiff_t>(kept), likeness.end(),
                      [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    for (std::size_t k = 0; k < kept; ++k) {
      if (likeness[k].first > 0) result.push_back({i, likeness[k].second, likeness[k].first});
    }
  }
  return SparseRows(count, count, std::move(result));
}

}  // namespace plaza::ml::recommend
