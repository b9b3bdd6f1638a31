// Stripe's objects as far as we read them, and what they mean. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outbound.h"
#include "payments/provider.h"
#include "platform/json/describe.h"
#include "rules.h"

namespace plaza::payments::stripe {

struct Redirect {
  std::string url;
  template <class V>
  void describe(V& v) {
    v("url", url, json::Optional{});
  }
};
struct NextAction {
  std::string type;
  std::optional<Redirect> redirect_to_url;
  template <class V>
  void describe(V& v) {
    v("type", type, json::Optional{});
    v("redirect_to_url", redirect_to_url);
  }
};

struct Intent {  // "payment_intent"
  std::string id, status, currency, client_secret, capture_method;
  std::int64_t amount = 0, amount_received = 0, amount_capturable = 0;
  std::optional<NextAction> next_action;
  std::map<std::string, std::string> metadata;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("currency", currency);
    v("amount", amount);
    v("amount_received", amount_received, json::Optional{});
    v("amount_capturable", amount_capturable, json::Optional{});
    v("client_secret", client_secret, json::Optional{});
    v("capture_method", capture_method, json::Optional{});
    v("next_action", next_action);
    v("metadata", metadata, json::Optional{});
  }
};

struct RefundObject {  // "refund"
  std::string id, status, currency, payment_intent;
  std::int64_t amount = 0;
  std::map<std::string, std::string> metadata;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status, json::Optional{});
    v("currency", currency);
    v("amount", amount);
    v("payment_intent", payment_intent, json::Optional{});
    v("metadata", metadata, json::Optional{});
  }
};

struct ChargeObject {  // "charge"
  std::string currency, payment_intent;
  std::int64_t amount_refunded = 0;
  template <class V>
  void describe(V& v) {
    v("currency", currency);
    v("payment_intent", payment_intent, json::Optional{});
    v("amount_refunded", amount_refunded);
  }
};

template <class T>
struct List {
  static constexpr const char* schema_name = "StripeList";
  std::vector<T> data;
  bool has_more = false;
  template <class V>
  void describe(V& v) {
    v("data", data);
    v("has_more", has_more, json::Optional{});
  }
};

struct ErrorObject {
  std::string type, code, decline_code, message, param;
  template <class V>
  void describe(V& v) {
    v("type", type, json::Optional{});
    v("code", code, json::Optional{});
    v("decline_code", decline_code, json::Optional{});
    v("message", message, json::Optional{}, json::Multiline{});
    v("param", param, json::Optional{});
  }
};
struct ErrorBody {
  ErrorObject error;
  template <class V>
  void describe(V& v) {
    v("error", error);
  }
};

// Stripe's own minor units: most are ISO's, some are not (ISK and UGX are told with two digits, of which the last are 00;
// thousandths end in 0). Nothing if Stripe cannot take this amount.
std::optional<std::int64_t> to_stripe(Money money);
// Nothing if it is no amount of ours.
std::optional<Money> from_stripe(std::int64_t amount, std::string_view currency);

// The payment that a PaymentIntent was made for; nothing if it is not one of ours.
std::optional<PaymentId> payment_of(const std::map<std::string, std::string>& metadata);
std::optional<RefundId> refund_of(const std::map<std::string, std::string>& metadata);

ListedRefund listed(const RefundObject& object);

// How it stands. An error of ErrorKind::payment: cancelled, or refused (then it must still be cancelled to be certain).
Result<Paid> answer_of(const Intent& intent);
// Nothing while it is open.
std::optional<Settlement> settlement_of(const Intent& intent);

// What went wrong with a call. ErrorKind::payment only where Stripe says that the money was refused. The code is Stripe's own
// ("card_declined"); without one param.amount (what it complains of), or http.status_500 and the like.
Error error_of(const Reply& reply);

}  // namespace plaza::payments::stripe
