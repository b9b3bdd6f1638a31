// The jobs that carry out at the provider what was decided in a transaction: their kinds, their payload, how one is enqueued.
#pragma once

#include <optional>

#include "payments/ids.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::payments {

inline constexpr const char* refund_kind = "payments.refund";
inline constexpr const char* capture_kind = "payments.capture";
inline constexpr const char* void_kind = "payments.void";
inline constexpr const char* look_kind = "payments.look";
inline constexpr const char* look_for_refunds_kind = "payments.look_for_refunds";

struct WorkPayload {
  PaymentId payment_id;
  std::optional<RefundId> refund_id;  // of a refund; none in those of before there were parts: the payment's number
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("refund_id", refund_id);
  }
};

void enqueue_refund(db::Transaction& tx, PaymentId payment, RefundId refund);
void enqueue_capture(db::Transaction& tx, PaymentId payment);
void enqueue_look(db::Transaction& tx, PaymentId payment);
void enqueue_look_for_refunds(db::Transaction& tx, PaymentId payment);
void enqueue_void(db::Transaction& tx, PaymentId payment);

}  // namespace plaza::payments
