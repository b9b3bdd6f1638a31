// Orders as a file, newest first. Orders whose money is being asked for, and those that came to nothing, are left out.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "interchange/module.h"
#include "order_record.h"
#include "platform/csv/writer.h"

namespace plaza::interchange {

// The names of its columns.
std::span<const char* const> order_names();
void write_order_names(csv::Writer& out);
void write_order(csv::Writer& out, const FiledOrder& filed);
// The same rows: to tell whether an order that is there is the one in a file.
std::string order_rows(const FiledOrder& filed);

// An order with what its file says of it: where it is from, what paid for it.
FiledOrder filed(db::Reader& reader, const Needs& needs, orders::Order order);

struct OrderPage {
  std::string text;                     // with the line of names
  std::optional<orders::OrderId> next;  // there is more behind this order
};
// Some `orders` orders of the query, behind query.before.
OrderPage write_orders(db::Reader& reader, const Needs& needs, orders::OrderQuery query, int orders);

}  // namespace plaza::interchange
