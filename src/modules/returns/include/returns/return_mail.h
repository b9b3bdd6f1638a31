// Port: tells the buyer. Called in the transaction that makes the change, so a mail leaves if and only if it happened.
#pragma once

#include <string>

#include "orders/orders.h"
#include "platform/db/connection.h"
#include "returns/return.h"
#include "returns/warranties.h"

namespace plaza::returns {

class ReturnMail {
 public:
  virtual ~ReturnMail() = default;
  // What its status says now. `text`: what to do next, or why. Enqueue only: no outside call.
  virtual void tell(db::Transaction& tx, const Return& each, const orders::Order& order, const std::string& text) = 0;
  virtual void tell(db::Transaction& tx, const Claim& claim, const orders::Order& order, const std::string& text) = 0;
};

}  // namespace plaza::returns
