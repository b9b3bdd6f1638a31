#pragma once

#include "platform/base/id.h"

namespace plaza::payments {

// One payment intent.
struct PaymentTag {
  static constexpr const char* prefix = "pay";
};
using PaymentId = Id<PaymentTag>;

// One giving back of a payment, in part or as a whole.
struct RefundTag {
  static constexpr const char* prefix = "ref";
};
using RefundId = Id<RefundTag>;

}  // namespace plaza::payments
