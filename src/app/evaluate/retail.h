// The lines of online_retail.csv (UCI Online Retail): InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice,
// CustomerID, Country. Lines without a customer and cancelled invoices (C…) are left out.
#pragma once

#include "evaluate/files.h"

namespace plaza::app::evaluate {

struct RetailLine {
  std::string invoice, stock_code, description;
  double quantity = 0, price = 0;
  std::int64_t minute = 0;  // since 1970
  std::int64_t customer = 0;
};

std::vector<RetailLine> read_retail(const Folder& folder);

}  // namespace plaza::app::evaluate
