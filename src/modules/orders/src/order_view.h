// An order as it is shown.
#pragma once

#include <vector>

#include "orders/module.h"

namespace plaza::orders {

// What a shopper may still do depends on the time; staff may do more.
struct Viewer {
  Time now;
  Micros grace = 0;
  bool staff = false;
};

OrderView view_of(const Order& order, const std::vector<payments::Payment>& payments, const Viewer& viewer);

// A payment's next step for the browser, beside the order.
struct PaymentStep {
  static constexpr const char* schema_name = "OrderPaymentStep";
  payments::PaymentId id;
  std::string provider;
  payments::PaymentStatus status = payments::PaymentStatus::processing;
  Money amount;
  std::optional<payments::Action> action;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("provider", provider);
    v("status", status);
    v("amount", amount);
    v("action", action);
  }
};
PaymentStep step_of(const payments::Payment& payment);

}  // namespace plaza::orders
