// Gradient boosted trees for yes or no (Chen and Guestrin, "XGBoost", 2016), by the xgboost library. The same rows and options give
// the same trees.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ml/rank/logistic.h"

namespace plaza::ml::rank {

struct TreeOptions {
  int rounds = 100;
  int depth = 5;
  double rate = 0.05;      // how far each tree goes
  double rows = 0.7;       // share of the rows that a tree sees
  double columns = 0.6;    // share of the features that it sees
  double leaf_min = 20;    // least weight of a leaf
  double l2 = 5;
  std::uint64_t seed = 1;
};

class Trees {
 public:
  // `labels` are 0 or 1, one a row. Throws std::runtime_error when the library cannot.
  Trees(const Features& table, std::span<const int> labels, const TreeOptions& options);
  ~Trees();
  Trees(Trees&&) noexcept;
  Trees& operator=(Trees&&) noexcept;
  // The log-odds of each row.
  std::vector<float> log_odds(const Features& table) const;

 private:
  struct Booster;
  std::unique_ptr<Booster> booster_;
};

}  // namespace plaza::ml::rank
