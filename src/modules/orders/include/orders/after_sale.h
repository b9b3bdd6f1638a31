// What happens to an order after it was paid: goods leave in parts, come back in parts, the order is changed or exchanged, and the
// money follows exactly. Thread-safe.
//
// Money rules: a line's share is what was paid for it, after its discount and with its tax; units refunded one after the other get
// together exactly the line's share. The refunds of an order never exceed what was paid for it. Money goes back to what paid:
// cards first, then the gift cards and store credit that were used; or as store credit; or both.
//
// Every change is guarded by the order's version. Errors: orders.not_found (404), orders.wrong_status, orders.stale (409: the order
// is not the version it was decided on), orders.line_not_found (404), orders.too_many_units (409: more than there are to ship
// or to refund), orders.refund_above_paid (409), orders.no_account (409: store credit needs an account), orders.payment_due (409),
// request.invalid (400). An error changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "orders/after_sale_views.h"
#include "orders/ids.h"
#include "orders/orders.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::orders {

struct RefundRequest {
  struct Line {
    LineId line_id;
    std::int64_t quantity = 1;
    bool restock = true;  // of units that had left: they are for sale again. Units that never left always are
  };
  std::vector<Line> lines;
  RefundKind kind = RefundKind::refund;  // returned, exchange: the units are ones that had left
  std::int64_t shipping = 0;             // of what was paid for shipping, minor units
  std::int64_t extra = 0;                // goodwill on top
  std::int64_t fee = 0;                  // kept back; never more than the rest
  std::int64_t exchange_value = 0;       // so much of it pays for an exchange order; the rest goes where `to` says
  enum class To { original, store_credit, split, exchange } to = To::original;  // exchange: all of it is exchange_value
  std::int64_t store_credit = 0;         // of a split: so much of the rest as store credit, the other part to what paid
  std::string reason;
  By by;
  std::optional<std::int64_t> version = {};  // refuse if the order is not this version any more
};

// Exact amounts: estimate() and refund() of the same request give the same ones.
struct RefundDone {
  Refund refund;           // of an estimate it has no id
  Money refundable_after;  // what could still be refunded
  std::int64_t version = 0;
};

struct FulfilmentRequest {
  std::vector<FulfilmentLine> lines;  // none: all that is left
  std::string carrier;
  std::string tracking;
  By by;
  std::optional<std::int64_t> version = {};
};

struct EditRequest {
  struct Line {
    LineId line_id;                  // of the order; or
    catalog::VariantId variant_id;   // something new
    std::int64_t quantity = 0;       // 0 removes a line
  };
  std::vector<Line> lines;           // what is not named stays
  std::optional<Address> shipping_address;
  std::string reason;
  bool notify = true;
  By by;
  std::optional<std::int64_t> version = {};
};

struct EditDone {
  Order order;              // as it is after the edit
  std::int64_t difference = 0;  // of the totals, minor units: negative when it costs less
  std::int64_t refunded = 0;    // given back by this edit
  std::int64_t due = 0;         // to be paid by the shopper before it is shipped
};

struct ExchangeRequest {
  struct Line {
    catalog::VariantId variant_id;
    std::int64_t quantity = 1;
  };
  OrderId original;
  std::vector<Line> lines;
  std::int64_t value = 0;  // minor units of the original's currency: the `exchange_value` of a refund of the original
  std::string reason;
  By by;
  // What it costs more than the value: the shopper's, or taken off by a discount.
  enum class Dearer { due, waived } dearer = Dearer::due;
};

struct ExchangeDone {
  Order order;             // paid by the value; ships when nothing is due
  std::int64_t due = 0;    // what the shopper has still to pay for it
  std::int64_t left = 0;   // of the value, that it does not need
};

class AfterSale {
 public:
  virtual ~AfterSale() = default;

  virtual Result<Order> fulfil(db::Transaction& tx, OrderId id, const FulfilmentRequest& request) = 0;
  virtual Result<Order> deliver(db::Transaction& tx, OrderId id, FulfilmentId fulfilment, const By& by) = 0;

  // What refund() would do.
  virtual Result<RefundDone> estimate(db::Reader& reader, OrderId id, const RefundRequest& request) = 0;
  // Decides it; the money itself leaves by jobs after the commit.
  virtual Result<RefundDone> refund(db::Transaction& tx, OrderId id, const RefundRequest& request) = 0;

  // Also inventory.out_of_stock, orders.line_unavailable (409).
  virtual Result<EditDone> preview(db::Reader& reader, OrderId id, const EditRequest& request) = 0;
  virtual Result<EditDone> edit(db::Transaction& tx, OrderId id, const EditRequest& request) = 0;

  // What ExchangeRequest says would cost: due and left, without an order's id.
  virtual Result<ExchangeDone> preview_exchange(db::Reader& reader, const ExchangeRequest& request) = 0;
  // A new order for the same person and address, at today's prices, without shipping costs. In the same transaction the
  // caller refunds the goods that came back, with exchange_value = value - left (as preview_exchange() told).
  virtual Result<ExchangeDone> exchange(db::Transaction& tx, const ExchangeRequest& request) = 0;

  // Oldest first, at most 500.
  virtual std::vector<AuditEntry> audit(db::Reader& reader, const Order& order) = 0;
};

}  // namespace plaza::orders
