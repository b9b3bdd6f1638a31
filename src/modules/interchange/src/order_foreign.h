// An order of another shop's file, from the columns that such files have: what they do not say is worked out so that it adds up to
// the last minor unit, or the order is refused.
#pragma once

#include <functional>
#include <span>

#include "interchange/module.h"
#include "order_record.h"
#include "sheet.h"

namespace plaza::interchange {

using Complain = std::function<void(std::int64_t line, const char* column, std::string message)>;

// `rows` are one order's. Nothing when it was complained of. Products are found by their SKU; lines of others name none.
std::optional<FiledOrder> foreign_order(db::Reader& reader, const Needs& needs, const Sheet& sheet,
                                        std::span<const csv::Record> rows, const Complain& complain);

}  // namespace plaza::interchange
