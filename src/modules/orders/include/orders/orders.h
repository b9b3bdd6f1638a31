// Orders: what was bought, by whom, for how much, and what became of it. Thread-safe.
//
//   placed -> paid -> fulfilled -> delivered        placed, paid -> cancelled
//   placed -> dropped (the money was refused)       paid, fulfilled, delivered -> refunded
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/ids.h"
#include "orders/after_sale_views.h"
#include "orders/cart.h"
#include "orders/ids.h"
#include "orders/views.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::orders {

// Who did something, for the history: never a name.
enum class Actor { customer, staff, system };

// Who did something, for the audit trail. An Actor alone is one, too: then nobody knows who exactly.
struct By {
  Actor kind = Actor::system;
  identity::AccountId id = {};
  std::string name = {};  // as it was then
  By() = default;
  By(Actor actor) : kind(actor) {}  // NOLINT implicit
  By(Actor actor, identity::AccountId account, std::string called) : kind(actor), id(account), name(std::move(called)) {}
};

// Money that came in after the order was paid: for an edit that made it dearer.
struct ReceivedPayment {
  payments::PaymentId payment_id;
  std::int64_t amount = 0;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("amount", amount);
  }
};

// What became of an order after it was paid; nothing of it for most. Refunds name units that will never leave as `unshipped`.
struct AfterSaleRecord {
  std::vector<Fulfilment> fulfilments;
  std::vector<Refund> refunds;
  std::optional<std::int64_t> paid;  // minor units; nothing: the total, once it is paid
  std::vector<ReceivedPayment> received;
  std::optional<payments::PaymentId> pending;  // a payment of what is due that is being asked for
  std::int64_t edits = 0;
  template <class V>
  void describe(V& v) {
    v("fulfilments", fulfilments, json::Optional{}, json::Items{0, fulfilments_max});
    v("refunds", refunds, json::Optional{}, json::Items{0, refunds_max});
    v("paid", paid);
    v("received", received, json::Optional{}, json::Items{0, 1'000});
    v("pending", pending);
    v("edits", edits, json::Optional{});
  }
};

// How it was taxed beyond its lines' own rates. Nothing for orders of an earlier version.
struct Taxed {
  std::int64_t shipping_ppm = 0;
  bool exempt = false;
  template <class V>
  void describe(V& v) {
    v("shipping_ppm", shipping_ppm);
    v("exempt", exempt);
  }
};

struct Order {
  OrderId id;
  std::int64_t number = 0;  // 1001, 1002, …; unique, with gaps
  OrderStatus status = OrderStatus::placed;
  identity::AccountId account_id;  // none: a guest's
  std::string visitor;
  std::string email;
  std::string locale;
  std::string access_token;
  CartId cart_id;
  std::vector<OrderLine> lines;
  pricing::Totals totals;
  Address shipping_address;
  ChosenShipping shipping_option;
  std::string note;
  std::string tracking;
  std::vector<HistoryEntry> history;
  Time placed_at;
  Time paid_at;  // micros 0: never
  std::int64_t version = 1;  // counts the changes
  std::vector<OrderDiscount> discounts;
  std::vector<Tender> tenders;  // gift cards, store credit, the value of an exchange: what of the total was not paid with money
  OrderId exchange_of;          // none: no exchange
  std::optional<Taxed> taxed;
  AfterSaleRecord after;
};

inline std::string number_text(std::int64_t number) { return "#" + std::to_string(number); }  // "#1001"
inline OrderCard card_of(const Order& order) { return {order.id, number_text(order.number), order.status, order.totals.total, order.placed_at}; }

// A page of a list, newest first.
struct OrderQuery {
  identity::AccountId account_id = {};      // none: of everybody
  std::optional<OrderStatus> status = {};   // nothing: all but dropped ones
  // Nothing: however far it is. unfulfilled, partial: paid, and nothing or some of it has left; fulfilled: all has.
  std::optional<FulfilmentStatus> fulfilment = {};
  bool waiting = false;                     // only those with pre-ordered units that have not come yet
  std::string q = {};                       // "#1001", or words of e-mail and name, the last one also by how it begins
  std::string email = {};                   // with this whole address and no other; q is not looked at then
  OrderId before = {};                      // none: from the newest
  int limit = 20;                           // 1..100
};

// Moves are guarded: of two at once one wins and the other gets orders.wrong_status (409), with nothing changed.
// Other errors: orders.not_found (404), request.invalid (400).
class Orders {
 public:
  virtual ~Orders() = default;

  virtual std::optional<Order> find(db::Reader& reader, OrderId id) = 0;
  // The account's own, or one whose token the shopper holds; anything else is orders.not_found.
  virtual Result<Order> find_for(db::Reader& reader, const Shopper& shopper, OrderId id) = 0;
  virtual std::vector<Order> list(db::Reader& reader, const OrderQuery& query) = 0;
  // Orders of an account that were paid, cancelled and refunded ones included.
  virtual std::int64_t count_of(db::Reader& reader, identity::AccountId account) = 0;
  // Whether the account (none: nobody's) or the address (empty: no one's) has paid for an order that was not cancelled.
  virtual bool has_bought(db::Reader& reader, identity::AccountId account, std::string_view email) = 0;

  // Before anything of it leaves: stock returns now, money by a job after the commit. By a customer within the grace time only
  // (orders.too_late, 409). With a version: orders.stale (409) if the order is another one.
  virtual Result<Order> cancel(db::Transaction& tx, OrderId id, const By& by, std::string_view reason,
                               std::optional<std::int64_t> version = {}) = 0;
  // All that is left of it. For parcels and shares see AfterSale.
  virtual Result<Order> fulfil(db::Transaction& tx, OrderId id, std::string_view tracking,
                               const By& by = Actor::staff, std::optional<std::int64_t> version = {}) = 0;
  virtual Result<Order> deliver(db::Transaction& tx, OrderId id, const By& by = Actor::staff,
                                std::optional<std::int64_t> version = {}) = 0;
  // All of the money that was not given back yet. Stock returns only if the goods had not left.
  virtual Result<Order> refund(db::Transaction& tx, OrderId id, std::string_view reason,
                               const By& by = Actor::staff, std::optional<std::int64_t> version = {}) = 0;

  virtual OrderView view(db::Reader& reader, const Order& order) = 0;
};

}  // namespace plaza::orders
