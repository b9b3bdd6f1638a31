// One training: reads all orders, learns and tests every kind of prediction, writes reports and numbers.
#pragma once

#include "activity.h"
#include "board.h"
#include "identity/accounts.h"
#include "models.h"
#include "orders/orders.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/db/database.h"
#include "store.h"

namespace plaza::predictions {

inline constexpr double days_ahead = 90;

class Trainer {
 public:
  Trainer(db::Database& database, const Clock& clock, identity::Accounts& accounts, orders::Orders& orders, const Activity& activity,
          const Board& board, Currency currency)
      : database_(database), clock_(clock), accounts_(accounts), orders_(orders), activity_(activity), board_(board), currency_(currency) {}
  // Blocks; publishes Trained. Not from inside a write.
  Status train();

 private:
  Status write(std::int64_t run, Time now, const LifetimeModels& lifetimes, const ChurnModel& churn, std::span<const Buyer> buyers);

  db::Database& database_;
  const Clock& clock_;
  identity::Accounts& accounts_;
  orders::Orders& orders_;
  const Activity& activity_;
  const Board& board_;
  const Currency currency_;
};

// What is told of one buyer.
store::Person predicted(const Buyer& buyer, double now, const LifetimeModels& lifetimes, const ChurnModel& churn, const Views& views);

}  // namespace plaza::predictions
