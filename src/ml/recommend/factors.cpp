#include "ml/recommend/factors.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "ml/retrieval/dot.h"
#include "platform/base/check.h"

namespace plaza::ml::recommend {
namespace {

using retrieval::add_scaled;
using retrieval::dot;

constexpr float drawn = 3;  // how many items the broader kind counts as

// Cholesky's factor of the lower triangle, in place, then the solution. Rows of `left` are `rank` numbers long.
void solve_in_place(float* left, float* right, std::size_t rank) {
  for (std::size_t i = 0; i < rank; ++i) {
    float* row = left + i * rank;
    for (std::size_t j = 0; j < i; ++j) row[j] = (row[j] - dot(row, left + j * rank, j)) / left[j * rank + j];
    row[i] = std::sqrt(std::max(row[i] - dot(row, row, i), 1e-12F));
    right[i] = (right[i] - dot(row, right, i)) / row[i];
  }
  for (std::size_t i = rank; i-- > 0;) {
    right[i] /= left[i * rank + i];
    add_scaled(right, left + i * rank, -right[i], i);
  }
}

// The best vectors of all rows, the other side held still. False when it shall stop.
bool improve(const SparseRows& rows, const std::vector<float>& others, const IalsOptions& options, std::vector<float>& into,
             const std::function<bool()>& go_on) {
  constexpr std::size_t asks_each = 256;
  const FoldIn fold(others, options);
  std::vector<Pull> history;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    if (i % asks_each == 0 && !go_on()) return false;
    history.clear();
    for (const Entry& entry : rows.row(i)) history.push_back({others.data() + entry.index * options.rank, entry.value});
    fold.solve(history, std::span(into).subspan(i * options.rank, options.rank));
  }
  return true;
}

}  // namespace

FoldIn::FoldIn(std::span<const float> others, const IalsOptions& options)
    : options_(options), others_(options.rank ? others.size() / options.rank : 0), gram_(options.rank * options.rank, 0) {
  const std::size_t rank = options_.rank;
  for (std::size_t at = 0; at < others_; ++at) {
    const float* vector = others.data() + at * rank;
    for (std::size_t i = 0; i < rank; ++i) add_scaled(gram_.data() + i * rank, vector, vector[i], i + 1);
  }
  for (float& product : gram_) product *= static_cast<float>(options_.unobserved);
}

//   (V'V·everything + Σ weight v v' + λ (seen + everything·others)^ν) u = Σ weight v
void FoldIn::solve(std::span<const Pull> history, std::span<float> into) const {
  thread_local std::vector<float> left;
  const std::size_t rank = options_.rank;
  CHECK(into.size() == rank);
  std::fill(into.begin(), into.end(), 0.0F);
  if (history.empty()) return;
  left = gram_;
  for (const Pull& pull : history) {
    for (std::size_t i = 0; i < rank; ++i) add_scaled(left.data() + i * rank, pull.vector, pull.weight * pull.vector[i], i + 1);
    add_scaled(into.data(), pull.vector, pull.weight, rank);
  }
  const double size = static_cast<double>(history.size()) + options_.unobserved * static_cast<double>(others_);
  const auto ridge = static_cast<float>(options_.l2 * std::pow(size, options_.frequency_scaling));
  for (std::size_t i = 0; i < rank; ++i) left[i * rank + i] += ridge;
  solve_in_place(left.data(), into.data(), rank);
}

std::optional<std::vector<float>> fit_factors(const SparseRows& people_by_items, const IalsOptions& options,
                                              const std::function<bool()>& go_on) {
  const SparseRows items_by_people = people_by_items.transposed();
  std::vector<float> people(people_by_items.rows() * options.rank), items(people_by_items.columns() * options.rank);
  std::mt19937_64 random(options.seed);
  std::normal_distribution<float> gauss(0, static_cast<float>(0.1 / std::sqrt(static_cast<double>(options.rank))));
  for (float& number : items) number = gauss(random);
  for (int round = 0; round < options.rounds; ++round) {
    if (!improve(people_by_items, items, options, people, go_on)) return std::nullopt;
    if (!improve(items_by_people, people, options, items, go_on)) return std::nullopt;
  }
  return items;
}

void KindVectors::add(std::span<const std::uint64_t> kinds, std::span<const float> vector) {
  CHECK(vector.size() == rank_);
  const auto count_in = [&](Mean& mean) {
    add_scaled(mean.sum.data(), vector.data(), 1, rank_);
    mean.count += 1;
  };
  count_in(all_);
  for (const auto kind : kinds) count_in(of_kind_.try_emplace(kind, Mean{std::vector<float>(rank_), 0}).first->second);
}

std::size_t KindVectors::place(std::span<const std::uint64_t> kinds, std::span<float> into) const {
  CHECK(into.size() == rank_);
  std::fill(into.begin(), into.end(), 0.0F);
  if (all_.count > 0) add_scaled(into.data(), all_.sum.data(), 1 / all_.count, rank_);
  std::size_t known = 0;
  for (const auto kind : kinds) {
    const auto found = of_kind_.find(kind);
    if (found == of_kind_.end()) continue;
    ++known;
    const auto& [sum, count] = found->second;
    for (std::size_t i = 0; i < rank_; ++i) into[i] = (sum[i] + drawn * into[i]) / (count + drawn);
  }
  return known;
}

void KindVectors::broadest_first(std::vector<std::uint64_t>& kinds) const {
  std::vector<std::pair<float, std::uint64_t>> known;
  for (const auto kind : kinds) {
    if (const auto found = of_kind_.find(kind); found != of_kind_.end()) known.emplace_back(-found->second.count, kind);
  }
  std::sort(known.begin(), known.end());
  kinds.clear();
  for (const auto& [count, kind] : known) kinds.push_back(kind);
}

}  // namespace plaza::ml::recommend
