// Products as a file that goes in again without loss: the product file of other shops (the dialect of
// 2024) and columns of our own behind it (product_columns.h). One product takes as many rows as it
// has variants or pictures.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/columns.h"
#include "media/media.h"
#include "platform/csv/writer.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

// Where a picture is found from outside: where it came from, else in this shop; empty: nowhere.
std::string media_address(const ProductMedia& media, const media::Media& library,
                          const std::string& public_url);

class ProductSheet {
 public:
  // `out` grows; take it away in pieces.
  ProductSheet(std::string& out, const std::vector<Collection>& collections,
               const media::Media& library, std::string public_url);
  // `more`: names and cells of ProductColumns.
  void header(std::span<const char* const> more);
  void add(const Product& product, const std::vector<std::string>& more);

 private:
  void row(const Product& product, const std::vector<std::string>& addresses, std::size_t index);
  void variant_cells(const Product& product, const Variant* variant,
                     const std::vector<std::string>& addresses);
  void own_cells(const Product& product, bool first);
  std::string collections_of(const Product& product) const;

  csv::Writer out_;
  const std::vector<Collection>& collections_;
  const media::Media& library_;
  const std::string public_url_;
};

struct SheetSource {
  Catalog& catalog;
  Collections& collections;
  const media::Media& media_library;
  const std::string& public_url;
  const ProductColumns* columns = nullptr;
};
struct SheetPage {
  std::string text;                // with the header
  std::optional<ProductId> next;   // there is more behind this product
};
// Some `products` products behind `query.before`: oldest first, so that a shop filled from the file
// writes the same bytes; those of a search newest first, as the list shows them.
SheetPage write_products(db::Reader& reader, const SheetSource& source, const ProductQuery& query,
                         int products);

}  // namespace plaza::catalog
