// Who bought what and when, as plain values: all that the models learn from.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "orders/orders.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"

namespace plaza::predictions {

struct Purchase {
  double day = 0;       // days since 1970, with their fraction
  double amount = 0;    // minor units, after what was given back
  bool returned = false;
};

// An account, or a guest by their e-mail address (then account is 0).
struct Buyer {
  std::int64_t account = 0;
  std::vector<Purchase> purchases;  // in order; orders of one day are one purchase
  Time last_order_at;
  std::int64_t orders = 0;
  std::int64_t spent = 0;
};

inline double day_number(Time at) { return static_cast<double>(at.micros) / static_cast<double>(days(1)); }

// Collects orders into buyers, one after the other, in any order.
class Ledger {
 public:
  explicit Ledger(Currency currency) : currency_(currency) {}
  // Cancelled ones and those of other currencies do not count.
  void add(const orders::Order& order);
  std::vector<Buyer> buyers() &&;
  std::int64_t foreign() const { return foreign_; }

 private:
  const Currency currency_;
  std::int64_t foreign_ = 0;
  std::vector<std::pair<std::string, Purchase>> all_;
};

inline constexpr std::int64_t orders_max = 1'000'000;  // the newest; enough to learn from

struct Read {
  std::vector<Buyer> buyers;
  std::int64_t foreign = 0;  // orders in other currencies, left out
};
Read read_buyers(db::Database& database, orders::Orders& orders, Currency currency);

}  // namespace plaza::predictions
