// The routes of orders, by whom they serve.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "after_sale_service.h"
#include "cart_service.h"
#include "checkout_service.h"
#include "order_payment.h"
#include "order_service.h"
#include "orders/module.h"
#include "platform/http/route.h"

namespace plaza::orders {

void add_cart_routes(http::Routes& routes, const Needs& needs, CartService& carts);
void add_cart_extras_routes(http::Routes& routes, const Needs& needs, CartService& carts);
void add_checkout_route(http::Routes& routes, CheckoutService& checkout);
void add_order_routes(http::Routes& routes, const Needs& needs, OrderService& orders);
void add_payment_routes(http::Routes& routes, const Needs& needs, OrderPayments& payments);
void add_admin_routes(http::Routes& routes, const Needs& needs, OrderService& orders);
void add_after_sale_routes(http::Routes& routes, const Needs& needs, OrderService& orders, AfterSaleService& after_sale);

Shopper shopper_of(const http::Call& call);
// The caller as a customer, or as staff.
By customer_of(const Needs& needs, const http::Call& call);
By staff_of(const Needs& needs, const http::Call& call);
// Counts against what the caller may give back of that order; refuses what is more.
Status allowed(const Needs& needs, const http::Call& call, db::Transaction& tx, OrderId id, Money amount, std::string_view reason);

// What buying something that is sold by a drop, or with a limit, may be refused with.
template <class Req, class Res>
http::RouteBuilder<Req, Res> drop_errors(http::RouteBuilder<Req, Res> builder) {
  builder.error("drops.not_open", ErrorKind::conflict, "It is not sold yet.")
      .error("drops.closed", ErrorKind::conflict, "The drop is over.")
      .error("drops.ticket_needed", ErrorKind::forbidden, "It is sold to those who waited in its queue.")
      .error("drops.not_admitted", ErrorKind::forbidden, "It is not their turn, or not any more.")
      .error("drops.ticket_used", ErrorKind::conflict, "This place in the queue has bought already.")
      .error("drops.limit_reached", ErrorKind::conflict, "One person may not buy so many, or so many are not left.")
      .error("inventory.limit_reached", ErrorKind::conflict, "More than one order or one person may have.");
  return builder;
}

// Ids in paths: what is no id is not there.
template <class I>
Result<I> id_in_path(std::string_view text, Error missing) {
  if (auto id = parse_id<I>(text)) return *id;
  return missing;
}
Error cart_missing();
Error order_missing();

}  // namespace plaza::orders
