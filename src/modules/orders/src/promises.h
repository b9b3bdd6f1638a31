// Units that were sold before they were there: what their buyer was promised.
#pragma once

#include <span>
#include <vector>

#include "inventory/stock.h"
#include "orders/views.h"

namespace plaza::orders {

// Says it on the lines: those whose units have not come yet are pre-orders, the others not any more.
template <class Line>
void note_promises(std::vector<Line>& lines, std::span<const inventory::Presale> presales) {
  for (auto& line : lines) {
    line.preorder = false;
    line.promised_at.reset();
    for (const auto& early : presales) {
      if (early.filled || early.variant_id != line.variant_id) continue;
      line.preorder = true;
      if (early.promised_at) line.promised_at = early.promised_at;
    }
  }
}

}  // namespace plaza::orders
