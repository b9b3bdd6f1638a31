// Pure decisions about lines of stock and what a refusal says.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inventory/stock.h"
#include "platform/base/result.h"

namespace plaza::inventory {

// The lines' indexes in the order in which they are taken: by variant, so that two transactions
// take rows in one order and cannot wait for each other.
std::vector<std::size_t> order_of_taking(std::span<const StockLine> lines);

// request.invalid when a quantity is none.
Status check_lines(std::span<const StockLine> lines);

// Collects the lines that cannot be had.
class Shortage {
 public:
  void add(std::size_t line, std::int64_t left);
  bool any() const { return !fields_.empty(); }
  Error error();  // inventory.out_of_stock, in the order of the lines

 private:
  std::vector<std::pair<std::size_t, FieldError>> fields_;
};

// Lower-case letters, digits, - and _, at most 60.
bool is_location_handle(std::string_view text);

}  // namespace plaza::inventory
