// The numbers of everybody in memory, for rules that ask of anybody at any time. Thread-safe.
#pragma once

#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "platform/base/money.h"
#include "predictions/predictions.h"
#include "store.h"

namespace plaza::predictions {

class Board final : public Predictions {
 public:
  explicit Board(Currency currency);
  std::vector<std::string> names() const override;
  std::optional<double> number(std::string_view name, identity::AccountId account) const override;

  void plug(const Allowance& allowance) { allowance_ = &allowance; }
  bool may_predict(std::int64_t account) const { return !allowance_ || allowance_->may_predict(identity::AccountId{account}); }

  // All of it anew.
  void load(db::Database& database);
  void forget(std::int64_t account);

 private:
  struct Numbers {
    float churn, orders, spend, days;  // below zero: not known
  };
  const Allowance* allowance_ = nullptr;
  const double whole_;  // minor units in one
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, Numbers> people_;
};

}  // namespace plaza::predictions
