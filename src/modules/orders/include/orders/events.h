// What orders announces; the aggregate is the order. All carry the same facts, so that a subscriber needs no second look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "orders/after_sale_views.h"
#include "orders/ids.h"
#include "orders/views.h"
#include "platform/base/money.h"
#include "platform/json/describe.h"

namespace plaza::orders {

struct EventLine {
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  std::int64_t quantity = 0;
  Money unit_price;
  std::optional<Source> source;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
    v("quantity", quantity);
    v("unit_price", unit_price);
    v("source", source);
  }
};

struct OrderFacts {
  OrderId order_id;
  std::string number;                             // "#1001"
  std::optional<identity::AccountId> account_id;  // nothing: a guest's
  std::string visitor;                            // may be empty
  std::vector<EventLine> lines;
  Money total;
  std::string reason;  // of a cancellation or refund, else empty
  template <class V>
  void describe(V& v) {
    v("order_id", order_id);
    v("number", number);
    v("account_id", account_id);
    v("visitor", visitor);
    v("lines", lines);
    v("total", total);
    v("reason", reason);
  }
};

// Published with the payment: an attempt whose money was refused was never placed.
struct OrderPlaced : OrderFacts {
  static constexpr const char* topic = "orders.order_placed";
};
struct OrderPaid : OrderFacts {
  static constexpr const char* topic = "orders.order_paid";
};
struct OrderFulfilled : OrderFacts {
  static constexpr const char* topic = "orders.order_fulfilled";
};
struct OrderDelivered : OrderFacts {
  static constexpr const char* topic = "orders.order_delivered";
};
struct OrderCancelled : OrderFacts {
  static constexpr const char* topic = "orders.order_cancelled";
};
// The decision; the money itself: payments.payment_refunded.
struct OrderRefunded : OrderFacts {
  static constexpr const char* topic = "orders.order_refunded";
};


struct ShipmentFacts {
  OrderId order_id;
  std::string number;
  FulfilmentId fulfilment_id;
  std::vector<FulfilmentLine> lines;
  bool complete = false;  // nothing of the order is left
  template <class V>
  void describe(V& v) {
    v("order_id", order_id);
    v("number", number);
    v("fulfilment_id", fulfilment_id);
    v("lines", lines);
    v("complete", complete);
  }
};
// A parcel left. With the last one also OrderFulfilled.
struct OrderShipped : ShipmentFacts {
  static constexpr const char* topic = "orders.order_shipped";
};

struct RefundFacts {
  OrderId order_id;
  std::string number;
  std::optional<identity::AccountId> account_id;
  std::string visitor;
  RefundId refund_id;
  RefundKind kind = RefundKind::refund;
  std::vector<RefundedLine> lines;
  Money amount;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("order_id", order_id);
    v("number", number);
    v("account_id", account_id);
    v("visitor", visitor);
    v("refund_id", refund_id);
    v("kind", kind);
    v("lines", lines);
    v("amount", amount);
    v("reason", reason, json::Multiline{});
  }
};
// Some of the money and goods were decided to go back. When nothing is left also OrderRefunded.
struct OrderPartlyRefunded : RefundFacts {
  static constexpr const char* topic = "orders.order_partly_refunded";
};

// Lines or address were changed; `total` is the new one.
struct OrderEdited : OrderFacts {
  static constexpr const char* topic = "orders.order_edited";
};

// What was due since an edit or an exchange has been paid.
struct OrderCharged : OrderFacts {
  static constexpr const char* topic = "orders.order_charged";
};

}  // namespace plaza::orders
