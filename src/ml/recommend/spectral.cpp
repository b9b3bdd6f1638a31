#include <cmath>
#include <random>

#define EIGEN_USE_BLAS
#include <Eigen/Dense>

#include "ml/recommend/item_model.h"

namespace plaza::ml::recommend {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class Spectral final : public ItemModel {
 public:
  Spectral(Matrix reads, Matrix writes) : reads_(std::move(reads)), writes_(std::move(writes)) {}
  std::size_t items() const override { return static_cast<std::size_t>(reads_.rows()); }
  void score(std::span<const Entry> history, std::span<float> scores) const override {
    Eigen::RowVectorXf taste = Eigen::RowVectorXf::Zero(reads_.cols());
    for (const Entry& done : history) taste += done.value * reads_.row(done.index);
    Eigen::Map<Eigen::VectorXf> into(scores.data(), static_cast<Eigen::Index>(scores.size()));
    into.noalias() += writes_ * taste.transpose();
  }

 private:
  Matrix reads_, writes_;
};

Matrix times(const SparseRows& rows, const Matrix& by) {
  Matrix result = Matrix::Zero(static_cast<Eigen::Index>(rows.rows()), by.cols());
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    auto into = result.row(static_cast<Eigen::Index>(i));
    for (const Entry& entry : rows.row(i)) into += entry.value * by.row(entry.index);
  }
  return result;
}

// An orthonormal base of the columns, by the Cholesky factor of their products (twice, for accuracy).
void orthonormalise(Matrix& columns) {
  for (int pass = 0; pass < 2; ++pass) {
    Eigen::MatrixXf products = columns.transpose() * columns;
    products.diagonal().array() += 1e-6F * products.diagonal().maxCoeff();
    const Eigen::LLT<Eigen::MatrixXf> factor(products);
    Eigen::MatrixXf rows = columns.transpose();
    factor.matrixL().solveInPlace(rows);
    columns = rows.transpose();
  }
}

std::vector<float> inverse_roots(const SparseRows& rows) {
  std::vector<float> result(rows.rows());
  for (std::size_t i = 0; i < result.size(); ++i) {
    double degree = 0;
    for (const Entry& entry : rows.row(i)) degree += entry.value;
    result[i] = degree > 0 ? static_cast<float>(1 / std::sqrt(degree)) : 0;
  }
  return result;
}

}  // namespace

std::unique_ptr<ItemModel> fit_spectral(const SparseRows& people_by_items, const SpectralOptions& options) {
  const auto of_people = inverse_roots(people_by_items);
  const auto of_items = inverse_roots(people_by_items.transposed());
  std::vector<Triple> triples;
  triples.reserve(people_by_items.size());
  for (std::uint32_t i = 0; i < people_by_items.rows(); ++i) {
    for (const Entry& e : people_by_items.row(i)) triples.push_back({i, e.index, e.value * of_people[i] * of_items[e.index]});
  }
  const SparseRows normal(people_by_items.rows(), people_by_items.columns(), std::move(triples));
  const SparseRows turned = normal.transposed();
  const auto items = static_cast<Eigen::Index>(people_by_items.columns());
  const auto wanted = static_cast<Eigen::Index>(std::min(options.rank, std::min(normal.rows(), normal.columns())));
  const auto width = std::min<Eigen::Index>(wanted + 32, items);
  Matrix base(items, width);
  std::mt19937_64 random(options.seed);
  std::normal_distribution<float> gauss;
  for (Eigen::Index i = 0; i < items; ++i) {
    for (Eigen::Index j = 0; j < width; ++j) base(i, j) = gauss(random);
  }
  orthonormalise(base);
  for (int i = 0; i < options.iterations; ++i) {
    base = times(turned, times(normal, base));
    orthonormalise(base);
  }
  // Rayleigh-Ritz: the directions of the base by their strength.
  const Matrix image = times(normal, base);
  const Eigen::MatrixXf strength = image.transpose() * image;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solved(strength);
  const Matrix directions = base * solved.eigenvectors().rightCols(wanted);
  Matrix reads = directions, writes = directions;
  for (Eigen::Index i = 0; i < items; ++i) {
    const float root = of_items[static_cast<std::size_t>(i)];
    reads.row(i) *= root;
    writes.row(i) *= root > 0 ? 1 / root : 0;
  }
  return std::make_unique<Spectral>(std::move(reads), std::move(writes));
}

}  // namespace plaza::ml::recommend
