// What staff do with orders.
#include "identity/roles.h"
#include "paging.h"
#include "refund_share.h"
#include "routes.h"

namespace plaza::orders {
namespace {

using http::Call;

struct AdminOrderPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct DeliverOrder {
  std::string id;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
  }
};

struct AdminListOrders {
  std::optional<OrderStatus> status;
  std::optional<FulfilmentStatus> fulfilment;
  bool waiting = false;
  std::optional<identity::AccountId> account_id;
  std::string q;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("fulfilment", fulfilment, json::Doc{"unfulfilled, partial: paid, and nothing or some of it has left; fulfilled: all has."});
    v("waiting", waiting, json::Optional{}, json::Doc{"Only those with pre-ordered units that have not come yet."});
    v("account_id", account_id, json::Doc{"Of one member; then no other filter is looked at."});
    v("q", q, json::Optional{}, json::Length{0, 200});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 100});
  }
};

struct FulfilOrder {
  std::string id;
  std::string tracking;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("tracking", tracking, json::Optional{}, json::Length{0, 200});
  }
};

struct AdminReason {
  static constexpr const char* schema_name = "OrderReason";
  std::string id;
  std::string reason;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("reason", reason, json::Optional{}, json::Length{0, 500});
  }
};

// Shopkeepers and those who help customers.
http::Access who() { return identity::staff_access(identity::merchandiser | identity::agent); }

template <class Req, class Res>
http::RouteBuilder<Req, Res> staff(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: orders").access(who()).summary(summary);
  return builder;
}

// A move of one order: its request has an `id`, `move` gives Result<Order>.
template <class Req, class Move>
void add_move(http::Routes& routes, const Needs& needs, OrderService& orders, const char* verb, const char* operation,
              const char* summary, Move move) {
  routes.add(staff(http::post<Req, OrderView>(std::string("/v1/admin/orders/{id}/") + verb, operation), summary)
                 .idempotent()
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .error("orders.wrong_status", ErrorKind::conflict, "The order's status does not allow it.")
                 .error("orders.stale", ErrorKind::conflict, "The order is not the version it was decided on.")
                 .write(needs.database, [needs, &orders, move](Call& call, db::Transaction& tx,
                                                               const Req& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   TRY(const auto order, move(tx, id, request, staff_of(needs, call)));
                   return orders.staff_view(tx, order, true);
                 }));
}

// A move that gives money back: what it gives counts against what the caller may.
template <class Move>
void add_giving(http::Routes& routes, const Needs& needs, OrderService& orders, const char* verb, const char* operation, const char* summary, Move move) {
  routes.add(staff(http::post<AdminReason, OrderView>(std::string("/v1/admin/orders/{id}/") + verb, operation), summary)
                 .idempotent()
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .error("orders.wrong_status", ErrorKind::conflict, "The order's status does not allow it.")
                 .error("orders.stale", ErrorKind::conflict, "The order is not the version it was decided on.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give: ask for approval.")
                 .write(needs.database, [needs, &orders, move](Call& call, db::Transaction& tx, const AdminReason& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   const auto before = orders.find(tx, id);
                   TRY(const auto order, move(tx, id, request, staff_of(needs, call)));
                   const std::int64_t given = amounts_of(order).refunded.amount - (before ? amounts_of(*before).refunded.amount : 0);
                   TRY_DONE(allowed(needs, call, tx, id, Money{given, order.totals.total.currency}, request.reason));
                   return orders.staff_view(tx, order, true);
                 }));
}

}  // namespace

void add_admin_routes(http::Routes& routes, const Needs& needs, OrderService& orders) {
  routes.add(staff(http::get<AdminListOrders, OrderList>("/v1/admin/orders", "adminListOrders"),
                   "All orders, newest first; `q` is a number, or words of e-mail address and name, the last one also by how it begins.")
                 .read(needs.database, [&orders](Call&, db::Reader& reader,
                                                 const AdminListOrders& request) -> Result<OrderList> {
                   OrderQuery query;
                   query.status = request.status;
                   query.fulfilment = request.fulfilment;
                   query.waiting = request.waiting;
                   query.account_id = request.account_id.value_or(identity::AccountId{});
                   query.q = request.q;
                   query.limit = request.limit;
                   TRY(query.before, parse_cursor(request.cursor));
                   return page(orders, reader, query);
                 }));
  routes.add(staff(http::get<AdminOrderPath, OrderView>("/v1/admin/orders/{id}", "adminGetOrder"), "Any order.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .read(needs.database, [&orders](Call&, db::Reader& reader,
                                                 const AdminOrderPath& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   const auto order = orders.find(reader, id);
                   if (!order) return order_missing();
                   return orders.with_promises(reader, orders.staff_view(reader, *order, true));
                 }));
  add_move<FulfilOrder>(routes, needs, orders, "fulfil", "adminFulfilOrder", "All that is left of the goods has left.",
                        [&orders](db::Transaction& tx, OrderId id, const FulfilOrder& request, const By& by) {
                          return orders.fulfil(tx, id, request.tracking, by, request.version);
                        });
  add_move<DeliverOrder>(routes, needs, orders, "deliver", "adminDeliverOrder", "The goods have arrived.",
                         [&orders](db::Transaction& tx, OrderId id, const DeliverOrder& request, const By& by) {
                           return orders.deliver(tx, id, by, request.version);
                         });
  add_giving(routes, needs, orders, "cancel", "adminCancelOrder", "Cancels an order that has not left; goods and money go back.",
             [&orders](db::Transaction& tx, OrderId id, const AdminReason& request, const By& by) {
               return orders.cancel(tx, id, by, request.reason, request.version);
             });
  add_giving(routes, needs, orders, "refund", "adminRefundOrder", "Gives all of the money back.",
             [&orders](db::Transaction& tx, OrderId id, const AdminReason& request, const By& by) {
               return orders.refund(tx, id, request.reason, by, request.version);
             });
}

}  // namespace plaza::orders
