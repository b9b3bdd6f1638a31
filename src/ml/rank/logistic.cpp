#include "ml/rank/logistic.h"

#include <Eigen/Dense>
#include <cmath>

#include "platform/base/check.h"

namespace plaza::ml::rank {
namespace {

double sigmoid(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

}  // namespace

double LogisticModel::probability(std::span<const float> row) const {
  double sum = intercept;
  for (std::size_t i = 0; i < row.size(); ++i) sum += weights[i] * row[i];
  return sigmoid(sum);
}

LogisticModel fit_logistic(const Features& table, std::span<const int> labels, double l2) {
  CHECK(table.rows() == labels.size() && table.rows() > 0);
  const auto rows = static_cast<Eigen::Index>(table.rows()), width = static_cast<Eigen::Index>(table.width);
  Eigen::MatrixXd x(rows, width + 1);
  Eigen::VectorXd y(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    x(i, 0) = 1;
    const auto row = table.row(static_cast<std::size_t>(i));
    for (Eigen::Index j = 0; j < width; ++j) x(i, j + 1) = row[static_cast<std::size_t>(j)];
    y(i) = labels[static_cast<std::size_t>(i)];
  }
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(width + 1, l2);
  penalty(0) = 1e-9;
  const auto loss_at = [&](const Eigen::VectorXd& w) {
    double loss = 0.5 * w.dot(penalty.cwiseProduct(w));
    const Eigen::VectorXd scores = x * w;
    for (Eigen::Index i = 0; i < rows; ++i) {
      const double score = scores(i);
      loss += (score > 0 ? score + std::log1p(std::exp(-score)) : std::log1p(std::exp(score))) - y(i) * score;
    }
    return loss;
  };
  Eigen::VectorXd w = Eigen::VectorXd::Zero(width + 1);
  double loss = loss_at(w);
  for (int step = 0; step < 50; ++step) {
    const Eigen::VectorXd p = (x * w).unaryExpr(&sigmoid);
    const Eigen::VectorXd slope = x.transpose() * (p - y) + penalty.cwiseProduct(w);
    const Eigen::VectorXd curve = p.cwiseProduct((1 - p.array()).matrix()).cwiseMax(1e-9);
    Eigen::MatrixXd hessian = x.transpose() * curve.asDiagonal() * x;
    hessian.diagonal() += penalty;
    const Eigen::VectorXd move = hessian.ldlt().solve(slope);
    double size = 1;
    double next = loss_at(w - move);
    while (next > loss && size > 1e-4) next = loss_at(w - (size /= 2) * move);
    if (next > loss) break;
    w -= size * move;
    const bool rest = loss - next < 1e-10 * (1 + std::abs(loss));
    loss = next;
    if (rest) break;
  }
  LogisticModel model;
  model.intercept = w(0);
  model.weights.assign(w.data() + 1, w.data() + w.size());
  return model;
}

}  // namespace plaza::ml::rank
