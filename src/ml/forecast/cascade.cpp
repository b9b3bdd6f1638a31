#include "ml/forecast/cascade.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace plaza::ml::forecast {
namespace {

// The paper's memory kernel: constant for five minutes, then a power law; its integral over all time is one.
constexpr double kernel_flat = 300, kernel_decay = 0.242;
constexpr double kernel_height = kernel_decay / (kernel_flat * (1 + kernel_decay));
// Infectiousness is of the last half of the time, but of no more than two hours and no less than five minutes.
constexpr double window_least = 300, window_most = 7200;
constexpr double followers_usual = 20;   // the paper's n*: mean followers of those who share
constexpr double still_damped = 0.05;    // a post that would spread for ever is taken to stop at twenty times
constexpr double reach_most = 1e9;
constexpr double default_spread = 1.2;   // of the logarithm of what is to come, without examples
constexpr double tail = 0.1;             // of final sizes below the interval, and above
constexpr double penalty = 3;            // as strong as three examples for each feature; a few dozen examples cannot choose it
constexpr double leverage_most = 0.95;

double reach_of(const Share& share) {
  return std::isfinite(share.reach) ? std::clamp(share.reach, 1.0, reach_most) : 1.0;
}

double count_of(const Share& share) {
  return std::isfinite(share.count) ? std::clamp(share.count, 0.0, reach_most) : 0.0;
}

double reacted(double seconds) {
  if (seconds <= kernel_flat) return kernel_height * std::max(0.0, seconds);
  return kernel_height * kernel_flat * (1 + (1 - std::pow(seconds / kernel_flat, -kernel_decay)) / kernel_decay);
}

// The integral of delay times kernel, from nothing to `seconds`.
double delayed(double seconds) {
  const double flat = std::min(seconds, kernel_flat);
  double sum = kernel_height * flat * flat / 2;
  if (seconds > kernel_flat) {
    const double rest = 1 - kernel_decay;
    sum += kernel_height * kernel_flat * kernel_flat * (std::pow(seconds / kernel_flat, rest) - 1) / rest;
  }
  return sum;
}

// The followers' reactions that fall into the window, weighted as the shares in it are: latest most.
double weighed_reactions(double age, double window) {
  const double from = std::max(0.0, age - window);
  const double weight = 1 - age / window;  // of a reaction without delay
  return weight * (reacted(age) - reacted(from)) + (delayed(age) - delayed(from)) / window;
}

struct Quantiles {
  double low, high;
};

// Of `errors` as if one more had come (split conformal: Lei et al. 2018).
Quantiles outer(std::vector<double> errors) {
  std::sort(errors.begin(), errors.end());
  const auto count = static_cast<double>(errors.size());
  const auto at = [&](double place) {
    const double clamped = std::clamp(place, 1.0, count) - 1;
    const auto below = static_cast<std::size_t>(clamped);
    const auto above = std::min(below + 1, errors.size() - 1);
    return errors[below] + (clamped - std::floor(clamped)) * (errors[above] - errors[below]);
  };
  return {at((count + 1) * tail), at((count + 1) * (1 - tail))};
}

}  // namespace

Contagion self_exciting(std::span<const Share> shares, double now) {
  Contagion result;
  const double window = std::clamp(now / 2, window_least, window_most);
  double seen = 0, done = 0, shared = 0, due = 0;
  for (std::size_t i = 0; i < shares.size() && shares[i].seconds <= now; ++i) {
    const double age = now - shares[i].seconds, count = count_of(shares[i]), reach = count * reach_of(shares[i]);
    if (i > 0) result.so_far += count;
    seen += reach;
    done += reach * reacted(age);
    if (age < window && i > 0) shared += count * (1 - age / window);
    due += reach * weighed_reactions(age, window);
  }
  result.unreacted = std::max(0.0, seen - done);
  result.infectiousness = due > 0 ? std::min(1.0, shared / due) : 0;
  const double damped = std::max(still_damped, 1 - result.infectiousness * followers_usual);
  result.final_size = result.so_far + result.infectiousness * result.unreacted / damped;
  return result;
}

CascadeModel::Row CascadeModel::describe(const Cascade& cascade, double now) {
  const Contagion contagion = self_exciting(cascade.shares, now);
  double half = 0, quarter = 0;
  for (std::size_t i = 1; i < cascade.shares.size() && cascade.shares[i].seconds <= now; ++i) {
    const double count = count_of(cascade.shares[i]);
    half += cascade.shares[i].seconds > now / 2 ? count : 0;
    quarter += cascade.shares[i].seconds > now * 3 / 4 ? count : 0;
  }
  const double hour = cascade.hour_of_day.value_or(0) + now / 3600;
  const double turn = 2 * std::numbers::pi * hour / 24;
  return {1,
          std::log1p(contagion.so_far),
          std::log1p(half),
          std::log1p(quarter),
          std::log1p(contagion.final_size - contagion.so_far),
          cascade.hour_of_day ? std::sin(turn) : 0,
          cascade.hour_of_day ? std::cos(turn) : 0};
}

namespace {

double size_of(const Cascade& cascade) {
  double size = 0;
  for (std::size_t i = 1; i < cascade.shares.size(); ++i) size += count_of(cascade.shares[i]);
  return size;
}

}  // namespace

double CascadeModel::remaining(const Row& row) const {
  double sum = 0;
  for (std::size_t i = 0; i < features; ++i) sum += weights_[i] * (row[i] - mean_[i]) / scale_[i];
  return sum;
}

CascadeModel CascadeModel::fit(std::span<const Cascade> ended, double now) {
  CascadeModel model;
  model.now_ = now;
  if (ended.size() < examples_min) return model;
  const auto count = static_cast<Eigen::Index>(ended.size());
  Eigen::MatrixXd x(count, features);
  Eigen::VectorXd y(count);
  std::vector<Row> rows;
  std::vector<double> so_far;
  for (const Cascade& cascade : ended) {
    rows.push_back(describe(cascade, now));
    so_far.push_back(std::expm1(rows.back()[1]));
    y[std::ssize(rows) - 1] = std::log1p(std::max(0.0, size_of(cascade) - so_far.back()));
  }
  model.largest_ = y.maxCoeff();
  for (std::size_t f = 0; f < features; ++f) {
    const auto column = static_cast<Eigen::Index>(f);
    for (Eigen::Index i = 0; i < count; ++i) x(i, column) = rows[static_cast<std::size_t>(i)][f];
    model.mean_[f] = f == 0 ? 0 : x.col(column).mean();
    const double deviation = std::sqrt((x.col(column).array() - model.mean_[f]).square().mean());
    model.scale_[f] = f == 0 || deviation < 1e-9 ? 1 : deviation;
    x.col(column) = (x.col(column).array() - model.mean_[f]) / model.scale_[f];
  }
  Eigen::VectorXd ridge = Eigen::VectorXd::Constant(features, penalty);
  ridge[0] = 0;
  const Eigen::MatrixXd gram = x.transpose() * x + Eigen::MatrixXd(ridge.asDiagonal());
  const Eigen::LDLT<Eigen::MatrixXd> solver(gram);
  const Eigen::VectorXd weights = solver.solve(x.transpose() * y);
  for (std::size_t f = 0; f < features; ++f) model.weights_[f] = weights[static_cast<Eigen::Index>(f)];
  // Each example's error as if it had been left out: exact for ridge, by its leverage.
  std::vector<double> errors;
  for (Eigen::Index i = 0; i < count; ++i) {
    const Eigen::VectorXd row = x.row(i);
    const double leverage = std::min(leverage_most, row.dot(solver.solve(row)));
    errors.push_back((y[i] - row.dot(weights)) / (1 - leverage));
  }
  const Quantiles quantiles = outer(std::move(errors));
  model.low_ = std::min(0.0, quantiles.low);
  model.high_ = std::max(0.0, quantiles.high);
  model.learnt_ = true;
  return model;
}

CascadeForecast CascadeModel::forecast(const Cascade& cascade) const {
  const Row row = describe(cascade, now_);
  const double so_far = std::expm1(row[1]);
  const double most = learnt_ ? largest_ + 2 : row[4] + default_spread;
  const double to_come = learnt_ ? remaining(row) : row[4];
  const auto size = [&](double logarithm) { return so_far + std::expm1(std::clamp(logarithm, 0.0, std::max(0.0, most))); };
  if (!learnt_) return {size(to_come), size(to_come - default_spread), size(to_come + default_spread)};
  return {size(to_come), size(to_come + low_), size(to_come + high_)};
}

}  // namespace plaza::ml::forecast
