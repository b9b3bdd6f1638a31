// The sheet of paper that lies in the parcel: a PDF, A4, any script (Vietnamese included). Pure: an order in, bytes out.
#pragma once

#include <string>

#include "orders/orders.h"

namespace plaza::orders {

// What is packed: one parcel, or null: all that is still to be sent (all of it, if nothing is). `brand` is the shop's name.
std::string packing_slip(const Order& order, const Fulfilment* parcel, std::string_view brand);

}  // namespace plaza::orders
