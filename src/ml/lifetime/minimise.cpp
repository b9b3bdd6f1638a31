#include "ml/lifetime/minimise.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plaza::ml::lifetime {
namespace {

constexpr double very_bad = 1e300;
constexpr int evaluations_max = 20'000;
constexpr double spread_min = 1e-12;  // of the values, relative; below it the simplex is at rest

struct Corner {
  std::vector<double> at;
  double value;
};

class Simplex {
 public:
  Simplex(const Objective& objective, const std::vector<double>& start, double step) : objective_(objective) {
    corners_.push_back(corner(start));
    for (std::size_t i = 0; i < start.size(); ++i) {
      auto moved = start;
      moved[i] += step;
      corners_.push_back(corner(std::move(moved)));
    }
    sort();
  }

  bool rest() {
    while (evaluations_ < evaluations_max) {
      const double spread = corners_.back().value - corners_.front().value;
      if (spread <= spread_min * (1 + std::abs(corners_.front().value)) && size() < 1e-7) return true;
      step();
    }
    return false;
  }
  const Corner& best() const { return corners_.front(); }

 private:
  Corner corner(std::vector<double> at) {
    ++evaluations_;
    const double value = objective_(at);
    return {std::move(at), std::isfinite(value) ? value : very_bad};
  }
  void sort() {
    std::stable_sort(corners_.begin(), corners_.end(), [](const Corner& a, const Corner& b) { return a.value < b.value; });
  }
  double size() const {
    double largest = 0;
    for (const Corner& c : corners_) {
      for (std::size_t i = 0; i < c.at.size(); ++i) largest = std::max(largest, std::abs(c.at[i] - corners_.front().at[i]));
    }
    return largest;
  }
  // The worst corner, moved along the line through the middle of the others.
  Corner along(const std::vector<double>& middle, double factor) {
    auto at = middle;
    for (std::size_t i = 0; i < at.size(); ++i) at[i] += factor * (corners_.back().at[i] - middle[i]);
    return corner(std::move(at));
  }
  void step() {
    const std::size_t n = corners_.size() - 1;
    std::vector<double> middle(n, 0);
    for (std::size_t c = 0; c < n; ++c) {
      for (std::size_t i = 0; i < n; ++i) middle[i] += corners_[c].at[i] / static_cast<double>(n);
    }
    Corner reflected = along(middle, -1);
    if (reflected.value < corners_.front().value) {
      Corner further = along(middle, -2);
      corners_.back() = further.value < reflected.value ? further : reflected;
    } else if (reflected.value < corners_[n - 1].value) {
      corners_.back() = reflected;
    } else {
      const bool outside = reflected.value < corners_.back().value;
      Corner nearer = along(middle, outside ? -0.5 : 0.5);
      if (nearer.value < std::min(reflected.value, corners_.back().value)) {
        corners_.back() = nearer;
      } else {
        for (std::size_t c = 1; c < corners_.size(); ++c) {
          for (std::size_t i = 0; i < n; ++i) corners_[c].at[i] = (corners_[c].at[i] + corners_.front().at[i]) / 2;
          corners_[c] = corner(std::move(corners_[c].at));
        }
      }
    }
    sort();
  }

  const Objective& objective_;
  std::vector<Corner> corners_;
  int evaluations_ = 0;
};

}  // namespace

Minimum minimise(const Objective& objective, std::vector<double> start, double step) {
  Minimum result{std::move(start), very_bad, false};
  for (int round = 0; round < 8; ++round) {
    Simplex simplex(objective, result.at, step);
    const bool rested = simplex.rest();
    const bool better = simplex.best().value < result.value - 1e-9 * (1 + std::abs(result.value));
    if (simplex.best().value <= result.value) {
      result.at = simplex.best().at;
      result.value = simplex.best().value;
    }
    result.converged = rested;
    if (!better) break;
  }
  return result;
}

}  // namespace plaza::ml::lifetime
