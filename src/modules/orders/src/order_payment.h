// Payments of orders that are there already: a browser that comes back from its provider, and what is due after an edit.
#pragma once

#include "checkout_service.h"
#include "orders/module.h"
#include "payments/events.h"

namespace plaza::orders {

class OrderPayments {
 public:
  OrderPayments(const Needs& needs, CheckoutService& checkout) : needs_(needs), checkout_(checkout) {}

  // The browser says that it has done what the provider asked for. Errors: orders.not_found, payment.declined (402: the order is
  // given up and its cart open again; or what was due is still due), payment.provider_failed, orders.cancelled. The order comes
  // back paid, or as it was if the provider still waits.
  Task<Result<Placed>> confirm(Shopper shopper, OrderId id);
  // The shopper gives a payment up that waits for the browser: the order comes back dropped, its cart open again (or as it was,
  // with its due still due); or paid, if it was after all. Errors: orders.not_found, payment.provider_failed,
  // orders.payment_in_flight.
  Task<Result<Placed>> give_up(Shopper shopper, OrderId id);
  // Pays what is due. Errors: orders.not_found, orders.nothing_due, orders.payment_in_flight (409), payment.declined,
  // payment.provider_failed, request.invalid.
  Task<Result<Placed>> pay_due(Shopper shopper, OrderId id, ChosenPayment payment);

  // Money for what was due has come (or will never): counted once however often it is told.
  Status received(db::Transaction& tx, const payments::Payment& payment, bool captured);
  // Somebody gave money back at the provider: it counts as given back by the order, as far as the order has not done so itself.
  Status refunded_there(db::Transaction& tx, const payments::PaymentRefunded& news);
  // Such money came back after all.
  Status refund_failed_there(db::Transaction& tx, const payments::RefundFailed& news);

 private:
  Task<Result<Placed>> settle(Placed placed, payments::Outcome outcome);
  Task<Result<Placed>> settle_due(Placed placed, payments::Outcome outcome);
  Result<Placed> waiting(db::Reader& reader, const Shopper& shopper, OrderId id);

  const Needs needs_;
  CheckoutService& checkout_;
};

}  // namespace plaza::orders
