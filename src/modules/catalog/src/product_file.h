// A Shopify product file as products: rows that follow each other with one handle are one product.
// Both dialects (the one with "Handle", "Body (HTML)", "Variant SKU", and that of 2024 with "URL
// handle", "Description", "SKU") are columns of one table. A column that is not in the file is told
// apart from an empty cell: it leaves what is there alone. Columns of our own ("Plaza / Attributes")
// carry what the dialects do not: product_sheet.h writes them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "catalog/imports.h"
#include "catalog/product.h"
#include "platform/base/money.h"
#include "platform/csv/reader.h"

namespace plaza::catalog {

inline constexpr int file_options_max = 5;

struct FileVariant {
  std::int64_t line = 0;
  std::vector<std::string> choices;  // as many as the row names
  std::optional<std::string> sku, barcode;
  std::optional<std::int64_t> price;             // minor units; absent: the cell is empty
  std::optional<std::int64_t> compare_at_price;  // 0: none
  std::optional<std::int64_t> weight_grams;
  std::optional<std::int64_t> on_hand;
  std::optional<std::string> image_url;  // empty: none
  std::optional<std::string> title;      // empty: made of the choices
};
struct FileImage {
  std::int64_t line = 0;
  std::string url;
  std::string alt;
  std::int64_t position = 0;  // 0: not said
  std::optional<MediaKind> kind = {};
};
struct FileAttribute {
  std::string key, label, value;  // an empty value takes the attribute away
};
struct FileProduct {
  std::int64_t line = 0;
  std::string handle;
  std::optional<std::string> title, description_html, vendor, product_type;
  std::optional<std::vector<std::string>> tags;
  std::optional<ProductStatus> status;
  std::vector<std::string> option_names;
  std::vector<FileVariant> variants;
  std::optional<std::vector<FileImage>> images;  // in their order, each address once
  std::vector<FileAttribute> attributes;
  std::vector<std::string> collections;  // titles
  // Exactly, by columns of our own.
  std::optional<std::vector<Option>> options;
  std::optional<std::vector<Attribute>> typed_attributes;
  struct NamedCollection {
    std::string handle, title;
  };
  std::vector<NamedCollection> named_collections;
  std::vector<std::string> more;  // cells of ProductColumns, as many as there are names
};

class ProductFile {
 public:
  // Reads the header. Check valid() before next(). `more`: names of ProductColumns.
  ProductFile(csv::Source source, Currency currency, std::span<const char* const> more = {});
  bool empty() const { return !header_; }  // not even a header
  bool valid() const;

  // The next product; what is wrong with its rows goes to `problems`. False at the end.
  bool next(FileProduct& product, std::vector<ImportProblem>& problems);
  std::int64_t rows() const { return rows_; }  // read so far, without the header

 private:
  enum Column {
    handle,
    title,
    body,
    vendor,
    category,
    type,
    tags,
    published,
    status,
    sku,
    grams,
    quantity,
    price,
    compare_at,
    barcode,
    image,
    image_position,
    image_alt,
    variant_image,
    collection,
    own_variant_title,
    own_media_type,
    own_options,
    own_attributes,
    own_tags,
    own_collections,
    columns
  };
  struct AttributeColumn {
    int at;
    std::string key, label;
  };

  void find_columns();
  bool fetch(std::vector<ImportProblem>& problems);
  bool has(Column column) const { return at_[column] >= 0; }
  std::string raw(int at) const;  // as it was written
  std::string cell(int at) const;  // in one line
  std::string cell(Column column) const { return cell(at_[column]); }
  std::optional<std::string> present(Column column) const;
  std::string name(Column column) const;
  std::string row_handle() const;
  void read_first(FileProduct& product, std::vector<ImportProblem>& problems);
  void read_own(FileProduct& product, std::vector<ImportProblem>& problems);
  template <class List>
  std::optional<List> own_list(Column column, std::vector<ImportProblem>& problems) const;
  void read_status(FileProduct& product);
  void read_attributes(FileProduct& product);
  void read_row(FileProduct& product, std::vector<ImportProblem>& problems);
  bool read_variant(FileProduct& product, std::vector<ImportProblem>& problems);
  bool read_price(FileVariant& variant, std::vector<ImportProblem>& problems) const;
  bool read_numbers(FileVariant& variant, std::vector<ImportProblem>& problems) const;
  void read_image(FileProduct& product, std::vector<ImportProblem>& problems);
  static void add_image(FileProduct& product, FileImage fresh);
  static void finish(FileProduct& product);

  csv::Reader reader_;
  const Currency currency_;
  std::optional<csv::Header> header_;
  int at_[columns];
  int option_name_at_[file_options_max];
  int option_value_at_[file_options_max];
  std::vector<AttributeColumn> attribute_columns_;
  std::vector<int> more_at_;
  csv::Record row_;  // the one that is next
  bool row_waits_ = false;
  std::int64_t rows_ = 0;
  std::unordered_set<std::size_t> seen_;  // hashes of handles
};

// "12.50" in the currency's minor units; zeros beyond its digits are fine ("36.00" of a currency
// without any).
std::optional<std::int64_t> parse_price(std::string_view text, Currency currency);

}  // namespace plaza::catalog
