// What returns announces. The aggregate is the order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "orders/ids.h"
#include "platform/base/money.h"
#include "platform/json/describe.h"
#include "returns/ids.h"

namespace plaza::returns {

struct ReturnedUnits {
  catalog::ProductId product_id;
  catalog::VariantId variant_id;
  std::int64_t quantity = 0;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("variant_id", variant_id);
    v("quantity", quantity);
    v("reason", reason);
  }
};

struct ReturnFacts {
  ReturnId return_id;
  orders::OrderId order_id;
  std::optional<identity::AccountId> account_id;
  std::vector<ReturnedUnits> lines;
  template <class V>
  void describe(V& v) {
    v("return_id", return_id);
    v("order_id", order_id);
    v("account_id", account_id);
    v("lines", lines);
  }
};
struct ReturnRequested : ReturnFacts {
  static constexpr const char* topic = "returns.return_requested";
};
// Its money: orders.money_refunded.
struct ReturnSettled : ReturnFacts {
  static constexpr const char* topic = "returns.return_settled";
};

struct ClaimFacts {
  ClaimId claim_id;
  orders::OrderId order_id;
  catalog::ProductId product_id;
  std::optional<identity::AccountId> account_id;
  std::string status;
  template <class V>
  void describe(V& v) {
    v("claim_id", claim_id);
    v("order_id", order_id);
    v("product_id", product_id);
    v("account_id", account_id);
    v("status", status);
  }
};
struct ClaimChanged : ClaimFacts {
  static constexpr const char* topic = "returns.claim_changed";
};

}  // namespace plaza::returns
