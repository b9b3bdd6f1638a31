// What became of an order after it was paid, as it is stored with the order and shown outside.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::orders {

inline constexpr std::size_t fulfilments_max = 100;  // of one order
inline constexpr std::size_t refunds_max = 200;

struct FulfilmentLine {
  LineId line_id;
  std::int64_t quantity = 0;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{1, 1'000'000});
  }
};

// A parcel.
struct Fulfilment {
  FulfilmentId id;
  std::vector<FulfilmentLine> lines;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking;
  Time shipped_at;
  std::optional<Time> delivered_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("lines", lines);
    v("carrier", carrier);
    v("tracking", tracking);
    v("shipped_at", shipped_at);
    v("delivered_at", delivered_at);
  }
};

enum class FulfilmentStatus { unfulfilled, partial, fulfilled };
constexpr auto enum_names(FulfilmentStatus*) {
  return std::array<std::string_view, 3>{"unfulfilled", "partial", "fulfilled"};
}

// Why money went back. Stored by name.
enum class RefundKind {
  refund,       // staff decided so
  cancelled,    // the order was cancelled
  edit,         // it costs less since it was changed
  returned,     // goods came back
  exchange,     // goods came back, and their worth pays for another order
  at_provider,  // somebody gave it back at the payment provider, and not here
};
constexpr auto enum_names(RefundKind*) {
  return std::array<std::string_view, 6>{"refund", "cancelled", "edit", "returned", "exchange", "at_provider"};
}

struct RefundedLine {
  LineId line_id;
  std::int64_t quantity = 0;
  Money amount;                // what was paid for these units: after discounts, with tax
  Money tax;                   // inside `amount`
  std::int64_t unshipped = 0;  // units of it that had not left: they never will
  bool restocked = false;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity);
    v("amount", amount);
    v("tax", tax);
    v("unshipped", unshipped);
    v("restocked", restocked);
  }
};

struct Refund {
  static constexpr const char* schema_name = "OrderRefund";
  RefundId id;
  RefundKind kind = RefundKind::refund;
  Time at;
  std::vector<RefundedLine> lines;
  Money shipping;
  Money extra;            // goodwill on top
  Money fee;              // kept back
  Money amount;           // lines + shipping + extra - fee
  Money to_original;      // to the cards and credit that paid
  Money to_store_credit;
  Money to_exchange;      // pays for the order that replaces the goods
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("at", at);
    v("lines", lines);
    v("shipping", shipping);
    v("extra", extra);
    v("fee", fee);
    v("amount", amount);
    v("to_original", to_original);
    v("to_store_credit", to_store_credit);
    v("to_exchange", to_exchange);
    v("reason", reason, json::Multiline{});
  }
};

// The order's money. paid - refunded is what the shop holds; due is still to be paid (after an edit made it dearer).
struct OrderAmounts {
  Money paid;         // with money and credit
  Money credit_used;  // of it by gift card or store credit
  Money refunded;
  Money due;
  template <class V>
  void describe(V& v) {
    v("paid", paid);
    v("credit_used", credit_used);
    v("refunded", refunded);
    v("due", due);
  }
};

struct AuditActor {
  std::string kind;  // "customer", "staff", "system"
  std::optional<std::string> id;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("id", id);
    v("name", name);
  }
};

// Who did what, when and why. For staff.
struct AuditEntry {
  static constexpr const char* schema_name = "OrderAuditEntry";
  Time at;
  AuditActor actor;
  std::string action;  // placed, paid, fulfilled, shipped, delivered, edited, address_changed, cancelled, refunded, charged, …
  std::string text;    // what, in words
  std::string reason;  // why, as they gave it
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("actor", actor);
    v("action", action);
    v("text", text);
    v("reason", reason);
  }
};

}  // namespace plaza::orders
