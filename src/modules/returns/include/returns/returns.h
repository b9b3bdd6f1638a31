// Returns and exchanges: what may come back, how long, for how much; what came, and what became of it. A return promises nothing in
// money until it is settled: then the amounts are those that the order computes, taxes, discounts and shipping shared
// exactly (orders/after_sale.h). Goods may be settled without having arrived: lost on the way, or not worth sending.
//
// Units under way are counted per order line, so two requests at once never ask for the same unit. Every change is guarded by the
// return's version. Errors: returns.not_found (404), returns.wrong_status, returns.stale (409), returns.window_over,
// returns.final_sale, returns.not_shipped, returns.too_many_units, returns.not_offered (409), returns.photos_needed (400),
// request.invalid (400), orders.not_found (404), and those of orders::AfterSale when it is settled. An error changes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/cart.h"
#include "orders/orders.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "returns/policy.h"
#include "returns/return.h"

namespace plaza::returns {

// A page of a list, newest first.
struct ReturnQuery {
  orders::OrderId order_id = {};             // none: of all orders
  identity::AccountId account_id = {};       // none: of everybody; else `status` and `q` are not looked at
  std::optional<ReturnStatus> status = {};   // nothing: all
  std::string q = {};                        // an order's number, or its buyer's whole e-mail address
  ReturnId before = {};
  int limit = 20;                            // 1..100
};

struct ReturnOptions {
  std::vector<ReturnableLine> lines;
  std::vector<ReturnReason> reasons;
  bool store_credit = false;
  bool exchanges = false;
  template <class V>
  void describe(V& v) {
    v("lines", lines);
    v("reasons", reasons);
    v("store_credit", store_credit);
    v("exchanges", exchanges);
  }
};

// What staff decide when they settle.
struct Settlement {
  std::optional<std::int64_t> fee;       // minor units; nothing: as the policy says
  std::optional<std::int64_t> shipping;  // nothing: as the policy says
  std::int64_t extra = 0;                // goodwill on top
  std::optional<Resolution> resolution;  // nothing: what the shopper asked for
  bool without_goods = false;            // of an approved one: as if all had arrived, nothing is for sale again
  std::string reason;
};

class Returns {
 public:
  virtual ~Returns() = default;

  virtual Policy policy(db::Reader& reader) = 0;
  virtual Result<Policy> set_policy(db::Transaction& tx, const Policy& policy) = 0;

  virtual ReturnOptions options(db::Reader& reader, const orders::Order& order) = 0;
  virtual Result<ReturnMoney> estimate(db::Reader& reader, const orders::Order& order, const ReturnRequest& request) = 0;
  virtual Result<Return> request(db::Transaction& tx, const orders::Order& order, const ReturnRequest& request,
                                 const orders::By& by) = 0;

  virtual std::optional<Return> find(db::Reader& reader, ReturnId id) = 0;
  virtual std::vector<Return> list(db::Reader& reader, const ReturnQuery& query) = 0;
  virtual ReturnView view(db::Reader& reader, const Return& each) = 0;

  // To approved, declined or cancelled. `text`: what to do next, or why.
  virtual Result<Return> decide(db::Transaction& tx, ReturnId id, ReturnStatus to, const orders::By& by, std::string_view text,
                                std::optional<std::int64_t> version) = 0;
  virtual Result<Return> receive(db::Transaction& tx, ReturnId id, const std::vector<ReceivedLine>& lines,
                                 const orders::By& by, std::optional<std::int64_t> version) = 0;
  virtual Result<Return> settle(db::Transaction& tx, ReturnId id, const Settlement& settlement, const orders::By& by,
                                std::optional<std::int64_t> version) = 0;
  // What of it would be a gift of `by` rather than owed: all that is more than the policy gives for goods that arrived. All of it is one
  // for goods that did not arrive, that the policy would not have taken back, or of which nobody but `by` says that they came.
  virtual Result<Money> gift_of(db::Reader& reader, ReturnId id, const Settlement& settlement, const orders::By& by) = 0;
};

}  // namespace plaza::returns
