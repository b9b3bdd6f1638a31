#include "evaluate/retail.h"

#include <cstdio>

#include "evaluate/calendar.h"

namespace plaza::app::evaluate {

std::vector<RetailLine> read_retail(const Folder& folder) {
  const std::string file = "online_retail.csv", text = folder.read(file);
  CsvRows rows(file, text, {"InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"});
  std::vector<RetailLine> lines;
  while (rows.next()) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;
    const int found = std::sscanf(rows.text(4).c_str(), "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute);
    const auto date = found == 5 ? day_of(year, month, day) : std::nullopt;
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59) rows.refuse("InvoiceDate: '" + rows.text(4) + "' is not a time like 2010-12-01 08:26");
    const double quantity = rows.real(3), price = rows.real(5);
    if (rows.text(6).empty() || rows.text(0).empty() || rows.text(0).front() == 'C') continue;
    RetailLine line;
    line.invoice = rows.text(0);
    line.stock_code = rows.text(1);
    line.description = rows.text(2);
    line.quantity = quantity;
    line.price = price;
    line.minute = (*date * 24 + hour) * 60 + minute;
    line.customer = static_cast<std::int64_t>(rows.real(6));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace plaza::app::evaluate
