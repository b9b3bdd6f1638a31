#include <cblas.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ml/recommend/item_model.h"
#include "platform/base/check.h"

// LAPACK: Cholesky factor, and the inverse from it, of a symmetric matrix (one triangle is read and written).
extern "C" void spotrf_(const char* triangle, const int* size, float* matrix, const int* stride, int* failed);
extern "C" void spotri_(const char* triangle, const int* size, float* matrix, const int* stride, int* failed);

namespace plaza::ml::recommend {
namespace {

class Dense final : public ItemModel {
 public:
  Dense(std::size_t items, std::vector<std::uint32_t> chosen, std::vector<float> weights)
      : items_(items), chosen_(std::move(chosen)), place_(items, absent), weights_(std::move(weights)) {
    for (std::uint32_t i = 0; i < chosen_.size(); ++i) place_[chosen_[i]] = i;
  }
  std::size_t items() const override { return items_; }
  void score(std::span<const Entry> history, std::span<float> scores) const override {
    const std::size_t n = chosen_.size();
    thread_local std::vector<float> sums;
    sums.assign(n, 0);
    for (const Entry& done : history) {
      if (place_[done.index] == absent) continue;
      const float* row = weights_.data() + place_[done.index] * n;
      for (std::size_t i = 0; i < n; ++i) sums[i] += done.value * row[i];
    }
    for (std::size_t i = 0; i < n; ++i) scores[chosen_[i]] += sums[i];
  }

 private:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};
  std::size_t items_;
  std::vector<std::uint32_t> chosen_;
  std::vector<std::uint32_t> place_;
  std::vector<float> weights_;  // row: of the history; column: of what is scored
};

// Items that nobody chose have no weights, unless something is known of them.
enum class Unchosen { left_out, kept };

std::vector<std::uint32_t> most_frequent(const SparseRows& items_by_people, std::size_t count, Unchosen unchosen) {
  std::vector<std::uint32_t> items(items_by_people.rows());
  std::iota(items.begin(), items.end(), 0U);
  if (unchosen == Unchosen::left_out) std::erase_if(items, [&](std::uint32_t item) { return items_by_people.row(item).empty(); });
  if (items.size() <= count) return items;
  std::stable_sort(items.begin(), items.end(), [&](std::uint32_t a, std::uint32_t b) {
    return items_by_people.row(a).size() > items_by_people.row(b).size();
  });
  items.resize(count);
  std::sort(items.begin(), items.end());
  return items;
}

// Adds the products of all pairs of items to the triangle right of the diagonal.
void add_products(const SparseRows& people_by_items, const std::vector<std::uint32_t>& place, std::size_t n, std::vector<float>& gram) {
  for (std::size_t person = 0; person < people_by_items.rows(); ++person) {
    const auto row = people_by_items.row(person);
    for (const Entry& a : row) {
      if (place[a.index] >= n) continue;
      for (const Entry& b : row) {
        if (place[b.index] <= place[a.index]) gram[place[b.index] * n + place[a.index]] += a.value * b.value;
      }
    }
  }
}

void add_description(const Description& description, const std::vector<std::uint32_t>& chosen, double weight, std::vector<float>& gram) {
  const std::size_t n = chosen.size(), width = description.dimensions;
  std::vector<float> rows(n * width);
  std::vector<double> mean(width, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t d = 0; d < width; ++d) mean[d] += description.vectors[chosen[i] * width + d] / static_cast<double>(n);
  }
  for (std::size_t i = 0; i < n; ++i) {
    double length = 0;
    for (std::size_t d = 0; d < width; ++d) {
      rows[i * width + d] = description.vectors[chosen[i] * width + d] - static_cast<float>(mean[d]);
      length += rows[i * width + d] * rows[i * width + d];
    }
    const auto scale = length > 0 ? static_cast<float>(weight / std::sqrt(length)) : 0.0F;
    for (std::size_t d = 0; d < width; ++d) rows[i * width + d] *= scale;
  }
  const auto size = static_cast<int>(n), depth = static_cast<int>(width);
  cblas_ssyrk(CblasRowMajor, CblasUpper, CblasNoTrans, size, depth, 1, rows.data(), depth, 1, gram.data(), size);
}

}  // namespace

std::unique_ptr<ItemModel> fit_ease(const SparseRows& people_by_items, const EaseOptions& options,
                                    std::span<const Description> descriptions) {
  const auto chosen = most_frequent(people_by_items.transposed(), options.items_max,
                                    descriptions.empty() ? Unchosen::left_out : Unchosen::kept);
  const std::size_t n = chosen.size();
  std::vector<std::uint32_t> place(people_by_items.columns(), ~std::uint32_t{0});
  for (std::uint32_t i = 0; i < n; ++i) place[chosen[i]] = i;
  std::vector<float> gram(n * n, 0);
  add_products(people_by_items, place, n, gram);
  for (const Description& description : descriptions) add_description(description, chosen, options.description_weight, gram);
  for (std::size_t i = 0; i < n; ++i) gram[i * n + i] += static_cast<float>(options.l2);
  // Row-major, filled where the column is not left of the row; for LAPACK that is the lower triangle by columns.
  const auto size = static_cast<int>(n);
  int failed = 0;
  const char lower = 'L';
  spotrf_(&lower, &size, gram.data(), &size, &failed);
  CHECK(failed == 0);
  spotri_(&lower, &size, gram.data(), &size, &failed);
  CHECK(failed == 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) gram[j * n + i] = gram[i * n + j];
  }
  std::vector<float> diagonal(n);
  for (std::size_t i = 0; i < n; ++i) diagonal[i] = gram[i * n + i];
  for (std::size_t i = 0; i < n; ++i) {
    float* row = gram.data() + i * n;
    for (std::size_t j = 0; j < n; ++j) row[j] = i == j ? 0.0F : -row[j] / diagonal[j];
  }
  return std::make_unique<Dense>(people_by_items.columns(), chosen, std::move(gram));
}

}  // namespace plaza::ml::recommend
