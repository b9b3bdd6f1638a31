#include "rules.h"

#include <algorithm>
#include <numeric>

namespace plaza::inventory {
namespace {

std::string quantity_of(std::size_t line) { return "lines[" + std::to_string(line) + "].quantity"; }

}  // namespace

std::vector<std::size_t> order_of_taking(std::span<const StockLine> lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return lines[a].variant_id < lines[b].variant_id;
  });
  return order;
}

Status check_lines(std::span<const StockLine> lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].quantity <= 0 || lines[i].quantity > on_hand_max) {
      return invalid_field(quantity_of(i), "out_of_range", "must be 1 or more");
    }
  }
  return done();
}

void Shortage::add(std::size_t line, std::int64_t left) {
  const std::string message = left <= 0 ? "is sold out"
                              : left == 1
                                  ? "is more than the one that is left"
                                  : "is more than the " + std::to_string(left) + " that are left";
  fields_.push_back({line, {quantity_of(line), "out_of_stock", message}});
}

Error Shortage::error() {
  std::sort(fields_.begin(), fields_.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Error error{ErrorKind::conflict, "inventory.out_of_stock", "Fewer are left than asked for.", {}};
  for (auto& [line, field] : fields_) error.fields.push_back(std::move(field));
  return error;
}

bool is_location_handle(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace plaza::inventory
