// Columns of product files that say what modules above keep of a product. A port: the app plugs
// pricing in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

class ProductColumns {
 public:
  virtual ~ProductColumns() = default;
  // Behind the catalogue's own columns; always the same. "Plaza / Tax class".
  virtual std::span<const char* const> names() const = 0;
  // A cell for each name, of the product's first row.
  virtual std::vector<std::string> cells(db::Reader& reader, ProductId product) const = 0;

  struct Said {
    ProductId product;
    std::vector<std::string> cells;  // one for each name, in one line; empty: stays as it is
  };
  // What a file says of products that this transaction has written. An answer to each: whether
  // anything changed, or why not; its fields are names of columns, and nothing of it was changed.
  virtual std::vector<Result<bool>> put(db::Transaction& tx, std::span<const Said> said) = 0;
};

}  // namespace plaza::catalog
