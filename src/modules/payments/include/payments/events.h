// What payments announces. The aggregate is the subject: the order that is paid for.
#pragma once

#include <cstdint>
#include <string>

#include "payments/ids.h"
#include "platform/base/money.h"
#include "platform/json/describe.h"

namespace plaza::payments {

// The outcome of a payment that nobody knew (a crash, a provider too slow, a browser that did not come back) is known now, by a
// webhook or by reconciliation. Not published for payments whose outcome their own request recorded. May come for a payment that
// was declined or given up before: money that nobody waits for any more and that the owner of the subject gives back.
struct PaymentReconciled {
  static constexpr const char* topic = "payments.payment_reconciled";
  PaymentId payment_id;
  std::int64_t subject = 0;
  bool captured = false;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("captured", captured);
  }
};

// The same, for a payment that turned out to be reserved: the subject may be served, and capture() takes the money.
struct PaymentAuthorised {
  static constexpr const char* topic = "payments.payment_authorised";
  PaymentId payment_id;
  std::int64_t subject = 0;
  Money amount;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("amount", amount);
  }
};

// What capture() asked for was taken.
struct PaymentCaptured {
  static constexpr const char* topic = "payments.payment_captured";
  PaymentId payment_id;
  std::int64_t subject = 0;
  Money amount;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("amount", amount);
  }
};

// What capture() asked for will never be taken (the reservation ended), or the payment was parked because the provider tells
// another amount. A PaymentReconciled that is not captured comes with it if anybody may still wait for the money.
struct PaymentFailed {
  static constexpr const char* topic = "payments.payment_failed";
  PaymentId payment_id;
  std::int64_t subject = 0;
  std::string code;  // payment.capture_refused, payment.amount_mismatch
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("code", code);
  }
};

// A reservation was let go.
struct PaymentVoided {
  static constexpr const char* topic = "payments.payment_voided";
  PaymentId payment_id;
  std::int64_t subject = 0;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
  }
};

// Money went back: one for each refund. `at_provider`: somebody gave it back at the provider, and not through us.
struct PaymentRefunded {
  static constexpr const char* topic = "payments.payment_refunded";
  PaymentId payment_id;
  std::int64_t subject = 0;
  Money amount;
  RefundId refund_id = {};
  bool at_provider = false;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("amount", amount);
    v("refund_id", refund_id, json::Optional{});
    v("at_provider", at_provider, json::Optional{});
  }
};

// The provider will never carry a refund out (the card is closed): the amount counts as not given back again, and staff decide.
struct RefundFailed {
  static constexpr const char* topic = "payments.refund_failed";
  PaymentId payment_id;
  std::int64_t subject = 0;
  Money amount;
  RefundId refund_id;
  bool at_provider = false;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("amount", amount);
    v("refund_id", refund_id);
    v("at_provider", at_provider, json::Optional{});
  }
};

// Staff closed a payment that nobody could settle: they looked at the provider and say what became of the money. What follows
// from it is announced besides, as ever.
struct PaymentSettledByHand {
  static constexpr const char* topic = "payments.payment_settled_by_hand";
  PaymentId payment_id;
  std::int64_t subject = 0;
  Money captured;           // nothing: it was never paid
  std::string reference;    // the provider's
  std::string reason;
  std::int64_t account = 0;  // whose decision it was
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("subject", subject);
    v("captured", captured);
    v("reference", reference);
    v("reason", reason);
    v("account", account);
  }
};

}  // namespace plaza::payments
