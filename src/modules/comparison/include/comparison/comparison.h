// Products side by side. Thread-safe.
//
// Codes: comparison.too_few, comparison.too_many (400), comparison.product_not_found (404: no such product, or not in the shop);
// each names the field `products`, or the one entry of it (`products[1]`).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "content/view.h"
#include "platform/base/result.h"
#include "platform/base/text.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::comparison {

inline constexpr std::size_t products_min = 2;
inline constexpr std::size_t products_max = 4;
inline constexpr std::size_t rows_max = 1'000;

// What one product states in one row. Without a text: it says nothing, a gap.
struct ComparisonCell {
  std::optional<std::string> text;  // "350 ml"; in the row's unit where it has one
  std::optional<double> number;     // 350, in the row's unit; only where the row's numbers can be compared
  template <class V>
  void describe(V& v) {
    v("text", text);
    v("number", number);
  }
};

struct ComparisonRow {
  std::string section;  // "facts": stated by the products; else the name of the evidence
  std::string key;
  std::string label;
  std::optional<std::string> unit;  // of every number of the row
  catalog::Direction direction = catalog::Direction::neutral;
  std::vector<ComparisonCell> cells;  // by product
  std::vector<std::int64_t> best;     // places of the products with the best value; empty: none is, or all are
  bool differs = false;               // at least two products state different things
  bool gaps = false;                  // at least one says nothing
  template <class V>
  void describe(V& v) {
    v("section", section);
    v("key", key);
    v("label", label);
    v("unit", unit);
    v("direction", direction);
    v("cells", cells, json::Items{products_min, products_max});
    v("best", best, json::Items{0, products_max});
    v("differs", differs);
    v("gaps", gaps);
  }
};

struct ComparisonView {
  std::vector<content::ProductChip> products;  // in the order asked for
  std::vector<std::int64_t> lowest_price;      // places; empty when all cost the same
  std::vector<ComparisonRow> rows;
  template <class V>
  void describe(V& v) {
    v("products", products, json::Items{products_min, products_max});
    v("lowest_price", lowest_price, json::Items{0, products_max});
    v("rows", rows, json::Items{0, rows_max});
  }
};

// "a,b,c" -> each handle once, in its order; spaces and empty entries do not count. At most products_max + 1 are read.
inline std::vector<std::string> handles_of(std::string_view list) {
  std::vector<std::string> handles;
  while (!list.empty() && handles.size() <= products_max) {
    const auto end = std::min(list.find(','), list.size());
    const std::string handle(trimmed(list.substr(0, end)));
    if (!handle.empty() && std::find(handles.begin(), handles.end(), handle) == handles.end()) handles.push_back(handle);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return handles;
}

class Comparison {
 public:
  virtual ~Comparison() = default;
  // Each handle once. `locale` ("en", "vi"): of what is not the products' own words.
  virtual Result<ComparisonView> compare(db::Reader& reader, std::span<const std::string> handles, const content::PriceViewer& viewer,
                                         std::string_view locale) const = 0;
};

}  // namespace plaza::comparison
