// The catalogue's public face. Writes take the caller's transaction and publish
// catalog.product_changed in it; a write that changes nothing publishes nothing. Thread-safe.
//
// Codes: catalog.product_not_found, catalog.variant_not_found, catalog.collection_not_found (404),
// catalog.handle_taken (409), catalog.variant_exists (409: the same choices), request.invalid with
// fields (400).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

struct NewVariant {
  std::string title;  // empty: made of the choices
  std::string sku;
  std::string barcode;
  std::int64_t price = 0;  // minor units of the store's currency
  std::optional<std::int64_t> compare_at_price;
  std::int64_t weight_grams = 0;
  std::vector<std::string> choices;  // one for each option
  int image = -1;
};
struct NewProduct {
  std::string handle;  // empty: made of the title; a taken one gets a number
  std::string title;
  std::string description_html;  // from anywhere: it is cleaned
  std::string vendor;
  std::string product_type;
  std::vector<std::string> tags;
  ProductStatus status = ProductStatus::active;
  std::vector<Option> options;
  std::vector<Attribute> attributes;
  std::vector<ProductMedia> media;
  std::vector<NewVariant> variants;
  std::vector<std::string> collection_handles;
};
// What is absent stays as it is.
struct ProductPatch {
  std::optional<std::string> handle, title, description_html, vendor, product_type;
  std::optional<std::vector<std::string>> tags;
  std::optional<ProductStatus> status;
  std::optional<std::vector<Option>> options;  // only of a product without variants
  std::optional<std::vector<Attribute>> attributes;
  std::optional<std::vector<ProductMedia>> media;
  std::optional<std::vector<std::string>> collection_handles;
};
struct VariantPatch {
  std::optional<std::string> title, sku, barcode;
  std::optional<std::int64_t> price;
  std::optional<std::int64_t> compare_at_price;  // 0: none any more
  std::optional<std::int64_t> weight_grams;
  std::optional<int> image;  // index in the product's media; -1: none
};

// A page of a list that staff read: newest first.
struct ProductQuery {
  std::string q;  // words of titles, handles, vendors, SKUs and barcodes; the last one may be
                  // unfinished
  std::optional<ProductStatus> status;
  ProductId before;  // none: from the start
  int limit = 20;
};

class Catalog {
 public:
  virtual ~Catalog() = default;

  virtual std::optional<Product> product(db::Reader& reader, ProductId id) = 0;
  virtual std::optional<Product> product_by_handle(db::Reader& reader, std::string_view handle) = 0;
  // Those that exist, in the order asked for; whatever the product's status.
  virtual std::vector<SoldVariant> variants(db::Reader& reader, std::span<const VariantId> ids) = 0;
  // At most `query.limit`; the next page begins before the last one's id.
  virtual std::vector<Product> products(db::Reader& reader, const ProductQuery& query) = 0;
  // All active products that have a variant, in the order of their ids, a few hundred in memory at
  // a time. `each` must not use `reader`.
  virtual void for_each_active(db::Reader& reader,
                               const std::function<void(const Product&)>& each) = 0;

  virtual Result<Product> create(db::Transaction& tx, const NewProduct& product) = 0;
  virtual Result<Product> update(db::Transaction& tx, ProductId id, const ProductPatch& patch) = 0;
  // Takes it out of the shop; orders keep what they say. Archiving twice is fine.
  virtual Status archive(db::Transaction& tx, ProductId id) = 0;
  virtual Result<Variant> add_variant(db::Transaction& tx, ProductId id,
                                      const NewVariant& variant) = 0;
  virtual Result<Variant> update_variant(db::Transaction& tx, VariantId id,
                                         const VariantPatch& patch) = 0;
};

struct NewCollection {
  std::string handle;  // empty: made of the title
  std::string title;
  std::string description_html;
  std::optional<std::vector<ProductId>> product_ids;  // in their order
};
struct CollectionPatch {
  std::optional<std::string> handle, title, description_html;
  std::optional<std::vector<ProductId>> product_ids;  // exactly these, in this order
};

// Hand-made sets of products. Thread-safe.
class Collections {
 public:
  virtual ~Collections() = default;

  virtual std::vector<Collection> all(
      db::Reader& reader) = 0;  // in their order; at most 1,000 exist
  virtual std::optional<Collection> collection(db::Reader& reader, CollectionId id) = 0;
  virtual std::optional<Collection> collection_by_handle(db::Reader& reader,
                                                         std::string_view handle) = 0;
  // All its products in their order, whatever their status.
  virtual std::vector<ProductId> products(db::Reader& reader, CollectionId id) = 0;
  virtual Result<Collection> create(db::Transaction& tx, const NewCollection& collection) = 0;
  virtual Result<Collection> update(db::Transaction& tx, CollectionId id,
                                    const CollectionPatch& patch) = 0;
  virtual Status remove(db::Transaction& tx, CollectionId id) = 0;
};

}  // namespace plaza::catalog
