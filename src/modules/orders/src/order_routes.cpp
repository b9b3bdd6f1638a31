// What shoppers do with their orders.
#include <algorithm>

#include "paging.h"
#include "routes.h"

namespace plaza::orders {
namespace {

using http::Access;
using http::Call;

struct OrderPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct CancelOrder {
  std::string id;
  std::string reason;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("reason", reason, json::Optional{}, json::Length{0, 500});
    v("version", version);
  }
};

struct ChangeAddress {
  std::string id;
  Address shipping_address;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("shipping_address", shipping_address);
    v("version", version);
  }
};

struct PayOrder {
  std::string id;
  std::string provider;
  std::string token;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("provider", provider, json::Length{1, 50});
    v("token", token, json::Optional{}, json::Length{0, 500});
  }
};

struct PaymentAnswer {
  static constexpr const char* schema_name = "OrderPaymentAnswer";
  OrderView order;
  std::optional<PaymentStep> payment;
  template <class V>
  void describe(V& v) {
    v("order", order);
    v("payment", payment);
  }
};

struct ListOrders {
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 100});
  }
};

}  // namespace

Error order_missing() { return {ErrorKind::not_found, "orders.not_found", "There is no such order."}; }

Result<OrderId> parse_cursor(const std::string& cursor) {
  if (cursor.empty()) return OrderId{};
  if (const auto id = parse_id<OrderId>(cursor)) return *id;
  return invalid_field("cursor", "not_cursor", "is not a cursor of this list");
}

OrderList page(OrderService& orders, db::Reader& reader, OrderQuery query) {
  const auto found = orders.list(reader, query);
  OrderList list;
  for (const auto& order : found) {
    auto view = orders.view(reader, order);
    const bool early = std::any_of(view.lines.begin(), view.lines.end(), [](const auto& line) { return line.preorder; });
    list.items.push_back(early ? orders.with_promises(reader, std::move(view)) : std::move(view));
  }
  if (static_cast<int>(found.size()) == query.limit) list.next_cursor = to_text(found.back().id);
  return list;
}

By customer_of(const Needs& needs, const http::Call& call) {
  By by(Actor::customer, identity::AccountId{call.caller.subject}, {});
  if (by.id && needs.accounts) {
    if (const auto face = needs.accounts->face(by.id)) by.name = face->name;
  }
  return by;
}

Status allowed(const Needs& needs, const http::Call& call, db::Transaction& tx, OrderId id, Money amount, std::string_view reason) {
  if (!needs.allowance || amount.amount <= 0) return done();
  return needs.allowance->take(tx, call.caller, identity::Gift::refund, amount, to_text(id), reason);
}

By staff_of(const Needs& needs, const http::Call& call) {
  By by = customer_of(needs, call);
  by.kind = Actor::staff;
  if (!by.id) by.name = call.caller.key_kind.empty() ? "" : call.caller.key_kind + " key";
  return by;
}

namespace {

template <class Req>
http::RouteBuilder<Req, PaymentAnswer> of_payments(http::RouteBuilder<Req, PaymentAnswer> builder, const char* summary) {
  builder.tag("Orders").access(Access::anyone()).summary(summary);
  builder.error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
      .error("payment.declined", ErrorKind::payment, "The money was refused.")
      .error("payment.provider_failed", ErrorKind::upstream, "The provider broke or was too slow; ask again.")
      .error("payment.amount_mismatch", ErrorKind::upstream, "The provider tells another amount; staff look at it.");
  return builder;
}

PaymentAnswer payment_answer(const Needs& needs, const Placed& placed) {
  std::vector<payments::Payment> payments;
  if (placed.payment) payments.push_back(*placed.payment);
  PaymentAnswer answer{view_of(placed.order, payments, {needs.clock.now(), needs.settings.grace, false}), std::nullopt};
  if (placed.payment) answer.payment = step_of(*placed.payment);
  return answer;
}

}  // namespace

void add_payment_routes(http::Routes& routes, const Needs& needs, OrderPayments& payments) {
  routes.add(of_payments(http::post<OrderPath, PaymentAnswer>("/v1/orders/{id}/payment/confirm", "confirmOrderPayment"),
                         "The browser has done what the payment asked for: how does it stand? May be asked again and again.")
                 .error("orders.cancelled", ErrorKind::conflict, "The order was cancelled; the money goes back.")
                 .task([needs, &payments](Call& call, const OrderPath& request) -> Task<Result<PaymentAnswer>> {
                   const auto id = parse_id<OrderId>(request.id);
                   if (!id) co_return order_missing();
                   Shopper shopper = shopper_of(call);
                   auto placed = co_await payments.confirm(std::move(shopper), *id);
                   if (!placed.ok()) co_return std::move(placed).error();
                   co_return payment_answer(needs, *placed);
                 }));
  routes.add(of_payments(http::post<OrderPath, PaymentAnswer>("/v1/orders/{id}/payment/cancel", "cancelOrderPayment"),
                         "The shopper does not want to pay any more: a payment that waits for the browser is ended, and the order that "
                         "waited for it given up; its cart is open again. Paid after all: the order comes back paid.")
                 .error("orders.payment_in_flight", ErrorKind::conflict, "The provider is being asked for it right now.")
                 .task([needs, &payments](Call& call, const OrderPath& request) -> Task<Result<PaymentAnswer>> {
                   const auto id = parse_id<OrderId>(request.id);
                   if (!id) co_return order_missing();
                   Shopper shopper = shopper_of(call);
                   auto placed = co_await payments.give_up(std::move(shopper), *id);
                   if (!placed.ok()) co_return std::move(placed).error();
                   co_return payment_answer(needs, *placed);
                 }));
  routes.add(of_payments(http::post<PayOrder, PaymentAnswer>("/v1/orders/{id}/payment", "payOrder"),
                         "Pays what is due since the order was changed.")
                 .error("orders.nothing_due", ErrorKind::conflict, "Nothing is to be paid.")
                 .error("orders.payment_in_flight", ErrorKind::conflict, "A payment is being asked for right now.")
                 .task([needs, &payments](Call& call, const PayOrder& request) -> Task<Result<PaymentAnswer>> {
                   const auto id = parse_id<OrderId>(request.id);
                   if (!id) co_return order_missing();
                   Shopper shopper = shopper_of(call);
                   ChosenPayment chosen{request.provider, request.token};
                   auto placed = co_await payments.pay_due(std::move(shopper), *id, std::move(chosen));
                   if (!placed.ok()) co_return std::move(placed).error();
                   co_return payment_answer(needs, *placed);
                 }));
}

void add_order_routes(http::Routes& routes, const Needs& needs, OrderService& orders) {
  routes.add(http::get<OrderPath, OrderView>("/v1/orders/{id}", "getOrder")
                 .tag("Orders")
                 .access(Access::anyone())
                 .summary("An order: the account's own, or one that the access token opens.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .read(needs.database, [&orders](Call& call, db::Reader& reader,
                                                 const OrderPath& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   TRY(const auto order, orders.find_for(reader, shopper_of(call), id));
                   return orders.with_promises(reader, orders.view(reader, order));
                 }));
  routes.add(http::post<CancelOrder, OrderView>("/v1/orders/{id}/cancel", "cancelOrder")
                 .tag("Orders")
                 .access(Access::anyone())
                 .summary("Cancels an order that has not left; the money goes back.")
                 .idempotent()
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .error("orders.wrong_status", ErrorKind::conflict, "The order has left already.")
                 .error("orders.too_late", ErrorKind::conflict, "The time to cancel it is over.")
                 .error("orders.stale", ErrorKind::conflict, "The order is not the version it was decided on.")
                 .write(needs.database, [needs, &orders](Call& call, db::Transaction& tx,
                                                         const CancelOrder& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   TRY_DONE(orders.find_for(tx, shopper_of(call), id));
                   TRY(const auto order, orders.cancel(tx, id, customer_of(needs, call), request.reason, request.version));
                   return orders.view(tx, order);
                 }));
  routes.add(http::patch<ChangeAddress, OrderView>("/v1/orders/{id}", "changeOrder")
                 .tag("Orders")
                 .access(Access::anyone())
                 .summary("Changes the address of an order that has not left, within the grace time. Taxes follow it.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .error("orders.wrong_status", ErrorKind::conflict, "The order has left already.")
                 .error("orders.too_late", ErrorKind::conflict, "The time to change it is over.")
                 .error("orders.stale", ErrorKind::conflict, "The order is not the version it was decided on.")
                 .error("orders.not_delivered_there", ErrorKind::conflict, "Its way of delivery does not go there.")
                 .write(needs.database, [needs, &orders](Call& call, db::Transaction& tx,
                                                         const ChangeAddress& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   TRY_DONE(orders.find_for(tx, shopper_of(call), id));
                   TRY(const auto order, orders.move_address(tx, id, request.shipping_address, customer_of(needs, call),
                                                             request.version));
                   return orders.view(tx, order);
                 }));
  routes.add(http::get<ListOrders, OrderList>("/v1/orders", "listOrders")
                 .tag("Orders")
                 .access(Access::signed_in())
                 .summary("The account's own orders, newest first.")
                 .read(needs.database, [&orders](Call& call, db::Reader& reader,
                                                 const ListOrders& request) -> Result<OrderList> {
                   OrderQuery query;
                   query.account_id = identity::AccountId{call.caller.subject};
                   // A secret key is signed in as nobody: it has no orders of its own.
                   if (!query.account_id) return OrderList{};
                   TRY(query.before, parse_cursor(request.cursor));
                   query.limit = request.limit;
                   return page(orders, reader, query);
                 }));
}

}  // namespace plaza::orders
