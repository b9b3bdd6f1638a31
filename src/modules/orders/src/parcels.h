// What may leave in a parcel, and what is told of it. Pure.
#pragma once

#include <string>

#include "orders/events.h"
#include "orders/module.h"

namespace plaza::orders {

// Units that are still to leave: those of the request, or all that are left. Errors: orders.wrong_status, orders.payment_due,
// orders.line_not_found, orders.too_many_units, request.invalid.
Result<Fulfilment> pack_parcel(const Order& order, const FulfilmentRequest& request);
bool all_delivered(const Order& order);
// "2 × Vase, 1 × Bowl; GHN 123456".
std::string text_of(const Order& order, const Fulfilment& parcel);

// Nothing is left to be sent: a paid order of which something left is fulfilled then.
Status close_if_sent(Order& order, const By& by, Time now);

// Whether money may be given back in its status. orders.wrong_status.
Status may_refund(const Order& order);

ShipmentFacts shipped_facts(const Order& order, const Fulfilment& parcel);
RefundFacts refund_facts(const Order& order, const Refund& refund);

}  // namespace plaza::orders
