// Stock as CSV, out and in: what comes out goes in again unchanged. The writer keeps spreadsheets from running
// text as formulas (platform/csv), and what it put in front of such text is taken away again here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "platform/base/result.h"
#include "service.h"

namespace plaza::inventory {

inline constexpr int csv_rows_max = 100'000;

struct CsvPage {
  std::string text;
  std::optional<catalog::VariantId> next;  // there is more behind this variant
};
CsvPage write_stock_csv(db::Reader& reader, catalog::Catalog& catalog,
                        const std::vector<Location>& places, catalog::VariantId after);

// One line of a file that says how much there is.
struct CsvCount {
  std::int64_t line = 0;
  catalog::VariantId variant_id;
  std::string location;
  std::int64_t on_hand = 0;
  std::optional<std::int64_t> safety;
};
// All lines, or all that is wrong with them (at most 100, fields `lines[7].on_hand` by the file's line):
// request.invalid. Columns: variant_id or sku, location (main), on_hand, safety; others are not read.
Result<std::vector<CsvCount>> read_stock_csv(db::Reader& reader, catalog::Catalog& catalog,
                                             const std::vector<Location>& places,
                                             std::string_view text);

}  // namespace plaza::inventory
