// Port: tells the buyer. Called in the transaction that makes the change, so a mail leaves if and only if it happened.
#pragma once

#include <optional>
#include <string>

#include "orders/orders.h"
#include "platform/base/money.h"
#include "platform/db/connection.h"

namespace plaza::orders {

enum class OrderNews {
  paid,
  fulfilled,
  delivered,
  cancelled,
  refunded,          // money went back
  partly_fulfilled,  // a parcel left, more will follow
  edited,            // lines or address were changed; `amount`, if any, was given back
  payment_due,       // the same, and `amount` is to be paid before it leaves
  store_credit,      // `amount` was given as store credit
  charged,           // `amount`, which was due since an edit or an exchange, has been paid
};

struct News {
  OrderNews kind = OrderNews::paid;
  std::string text;             // a reason, or empty
  std::optional<Money> amount;  // what it is about; nothing: the order's total
  std::string key;              // tells several of a kind apart ("rfd_…"); empty: there is one for an order
};

class OrderMail {
 public:
  virtual ~OrderMail() = default;
  // To order.email, in order.locale. Enqueue only: no outside call.
  virtual void tell(db::Transaction& tx, const News& news, const Order& order) = 0;
};

}  // namespace plaza::orders
