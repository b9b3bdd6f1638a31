// What customers are to the shop, in money: what they paid and got back, and what the shop's model expects of them. Thread-safe.
#pragma once

#include <functional>
#include <mutex>

#include "orders/orders.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "predictions/predictions.h"
#include "radar/worth.h"

namespace plaza::app {

class CustomerWorth {
 public:
  CustomerWorth(orders::Orders& orders, predictions::Predictions& predictions, Currency currency, const Clock& clock)
      : orders_(orders), predictions_(predictions), currency_(currency), clock_(clock) {}
  radar::Worth of(db::Reader& reader, identity::AccountId account);

 private:
  // The middle one of the latest paid orders in the shop's currency; asked once an hour.
  std::int64_t usual_order(db::Reader& reader);

  orders::Orders& orders_;
  predictions::Predictions& predictions_;
  const Currency currency_;  // the shop's: what was paid in others is not added to it
  const Clock& clock_;
  std::mutex mutex_;
  std::int64_t usual_ = 0;
  Time asked_at_;
};

}  // namespace plaza::app
