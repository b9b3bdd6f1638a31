#include "ml/rank/trees.h"

#include <xgboost/c_api.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace plaza::ml::rank {
namespace {

void check(int code) {
  if (code != 0) throw std::runtime_error(std::string("xgboost: ") + XGBGetLastError());
}

class Matrix {
 public:
  explicit Matrix(const Features& table) {
    check(XGDMatrixCreateFromMat(table.values.data(), table.rows(), table.width, std::numeric_limits<float>::quiet_NaN(), &handle_));
  }
  ~Matrix() { XGDMatrixFree(handle_); }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

}  // namespace

struct Trees::Booster {
  BoosterHandle handle = nullptr;
  Booster(const DMatrixHandle matrix) { check(XGBoosterCreate(&matrix, 1, &handle)); }
  ~Booster() { XGBoosterFree(handle); }
  void set(const char* name, const std::string& value) { check(XGBoosterSetParam(handle, name, value.c_str())); }
};

Trees::Trees(const Features& table, std::span<const int> labels, const TreeOptions& options) {
  const Matrix matrix(table);
  const std::vector<float> wanted(labels.begin(), labels.end());
  check(XGDMatrixSetFloatInfo(matrix.handle(), "label", wanted.data(), wanted.size()));
  booster_ = std::make_unique<Booster>(matrix.handle());
  booster_->set("objective", "binary:logistic");
  booster_->set("tree_method", "hist");
  booster_->set("verbosity", "0");
  booster_->set("nthread", "1");  // sums in one order
  booster_->set("max_depth", std::to_string(options.depth));
  booster_->set("eta", std::to_string(options.rate));
  booster_->set("subsample", std::to_string(options.rows));
  booster_->set("colsample_bytree", std::to_string(options.columns));
  booster_->set("min_child_weight", std::to_string(options.leaf_min));
  booster_->set("lambda", std::to_string(options.l2));
  booster_->set("seed", std::to_string(options.seed % 1'000'000'007));
  for (int round = 0; round < options.rounds; ++round) check(XGBoosterUpdateOneIter(booster_->handle, round, matrix.handle()));
}

Trees::~Trees() = default;
Trees::Trees(Trees&&) noexcept = default;
Trees& Trees::operator=(Trees&&) noexcept = default;

std::vector<float> Trees::log_odds(const Features& table) const {
  if (table.rows() == 0) return {};
  const Matrix matrix(table);
  constexpr int margin = 1;
  bst_ulong count = 0;
  const float* values = nullptr;
  check(XGBoosterPredict(booster_->handle, matrix.handle(), margin, 0, 0, &count, &values));
  return {values, values + count};
}

}  // namespace plaza::ml::rank
