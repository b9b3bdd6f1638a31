// What an order becomes when it is changed: its lines and address, its totals, and what of the difference is given back or due. Reads
// the catalogue for what is added; decides, writes nothing.
#pragma once

#include <vector>

#include "orders/module.h"

namespace plaza::orders {

struct Rework {
  Order order;                  // with its new lines, address and totals
  std::int64_t difference = 0;  // of the totals
  std::int64_t refund = 0;      // of what was paid: too much now
  std::int64_t due = 0;         // still to be paid
  std::vector<inventory::StockLine> more, fewer;  // units to be taken from stock, and to be put back; of a variant one or the other
  std::vector<inventory::StockLine> kept;         // units that the order had before and keeps, of what it gets more of
  std::vector<credit::GiftCardId> cards;          // unused gift cards to be taken back
  std::string text;             // what was done, in words
};

// Errors: orders.wrong_status, orders.payment_in_flight, orders.line_not_found, orders.too_many_units, orders.line_unavailable,
// orders.not_delivered_there, credit.card_used, request.invalid.
Result<Rework> rework(const Needs& needs, db::Reader& reader, const Order& order, const EditRequest& request);

// A new order that replaces goods of another one: at today's prices, for the same person and address, without shipping
// costs. Without id and number. orders.line_unavailable, request.invalid.
Result<Order> replacement(const Needs& needs, db::Reader& reader, const Order& original, const ExchangeRequest& request);

}  // namespace plaza::orders
