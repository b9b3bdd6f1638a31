#include <algorithm>
#include <cmath>
#include <random>

#define EIGEN_USE_BLAS
#include <Eigen/Dense>

#include "ml/recommend/factors.h"
#include "ml/recommend/item_model.h"

namespace plaza::ml::recommend {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One side of the alternation: the best vector for each row, the other side held still.
//   (V'V·everything + Σ weight v v' + λ (seen + everything·others)^ν) u = Σ weight v
class Solver {
 public:
  Solver(const Matrix& others, const IalsOptions& options) : others_(others), options_(options) {
    gram_ = static_cast<float>(options.unobserved) * (others.transpose() * others);
  }
  Eigen::VectorXf solve(std::span<const Entry> row) const {
    const Eigen::Index k = others_.cols();
    Eigen::MatrixXf left = gram_;
    Eigen::VectorXf right = Eigen::VectorXf::Zero(k);
    Eigen::MatrixXf seen(k, static_cast<Eigen::Index>(row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const float weight = row[i].value;
      seen.col(static_cast<Eigen::Index>(i)) = std::sqrt(weight) * others_.row(row[i].index).transpose();
      right += weight * others_.row(row[i].index).transpose();
    }
    left.selfadjointView<Eigen::Lower>().rankUpdate(seen);
    const double size = static_cast<double>(row.size()) + options_.unobserved * static_cast<double>(others_.rows());
    left.diagonal().array() += static_cast<float>(options_.l2 * std::pow(size, options_.frequency_scaling));
    return left.selfadjointView<Eigen::Lower>().llt().solve(right);
  }

 private:
  const Matrix& others_;
  const IalsOptions& options_;
  Eigen::MatrixXf gram_;
};

class Factors final : public ItemModel {
 public:
  Factors(Matrix items, const IalsOptions& options) : items_(std::move(items)), options_(options), solver_(items_, options_) {}
  std::size_t items() const override { return static_cast<std::size_t>(items_.rows()); }
  void score(std::span<const Entry> history, std::span<float> scores) const override {
    if (history.empty()) return;
    Eigen::Map<Eigen::VectorXf> into(scores.data(), static_cast<Eigen::Index>(scores.size()));
    into.noalias() += items_ * solver_.solve(history);
  }

 private:
  const Matrix items_;
  const IalsOptions options_;
  const Solver solver_;
};

void improve(const SparseRows& rows, const Matrix& others, const IalsOptions& options, Matrix& into) {
  const Solver solver(others, options);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    if (rows.row(i).empty()) into.row(static_cast<Eigen::Index>(i)).setZero();
    else into.row(static_cast<Eigen::Index>(i)) = solver.solve(rows.row(i)).transpose();
  }
}

// What items of the same kind have in common, for those that nobody has chosen.
void place_new_items(const SparseRows& items_by_people, std::span<const std::vector<std::uint32_t>> kinds, Matrix& items) {
  const auto rank = static_cast<std::size_t>(items.cols());
  KindVectors known(rank);
  const auto kinds_of = [&](std::size_t item) {
    std::vector<std::uint64_t> of;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      if (kinds[kind][item] != no_kind) of.push_back(static_cast<std::uint64_t>(kind) << 32 | kinds[kind][item]);
    }
    return of;
  };
  const auto row = [&](std::size_t item) { return std::span<float>(items.row(static_cast<Eigen::Index>(item)).data(), rank); };
  for (std::size_t i = 0; i < items_by_people.rows(); ++i) {
    if (!items_by_people.row(i).empty()) known.add(kinds_of(i), row(i));
  }
  for (std::size_t i = 0; i < items_by_people.rows(); ++i) {
    if (items_by_people.row(i).empty()) known.place(kinds_of(i), row(i));
  }
}

}  // namespace

std::unique_ptr<ItemModel> fit_ials(const SparseRows& people_by_items, const IalsOptions& options,
                                    std::span<const std::vector<std::uint32_t>> kinds) {
  const SparseRows items_by_people = people_by_items.transposed();
  const auto k = static_cast<Eigen::Index>(options.rank);
  Matrix people(static_cast<Eigen::Index>(people_by_items.rows()), k);
  Matrix items(static_cast<Eigen::Index>(people_by_items.columns()), k);
  std::mt19937_64 random(options.seed);
  std::normal_distribution<float> gauss(0, static_cast<float>(0.1 / std::sqrt(static_cast<double>(k))));
  for (Eigen::Index i = 0; i < items.size(); ++i) items.data()[i] = gauss(random);
  for (int round = 0; round < options.rounds; ++round) {
    improve(people_by_items, items, options, people);
    improve(items_by_people, people, options, items);
  }
  if (!kinds.empty()) place_new_items(items_by_people, kinds, items);
  return std::make_unique<Factors>(std::move(items), options);
}

}  // namespace plaza::ml::recommend
