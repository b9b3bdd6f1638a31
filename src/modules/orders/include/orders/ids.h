#pragma once

#include "platform/base/id.h"

namespace plaza::orders {

// A cart.
struct CartTag {
  static constexpr const char* prefix = "crt";
};
using CartId = Id<CartTag>;

// A line of a cart or order.
struct LineTag {
  static constexpr const char* prefix = "lin";
};
using LineId = Id<LineTag>;

// An order.
struct OrderTag {
  static constexpr const char* prefix = "ord";
};
using OrderId = Id<OrderTag>;

// Goods of an order that left together.
struct FulfilmentTag {
  static constexpr const char* prefix = "ful";
};
using FulfilmentId = Id<FulfilmentTag>;

// Money of an order that went back, by one decision.
struct RefundTag {
  static constexpr const char* prefix = "rfd";
};
using RefundId = Id<RefundTag>;

}  // namespace plaza::orders
