// What the catalogue announces, in the transaction that made the change. Readers take the product
// itself by its id.
#pragma once

#include <string>
#include <vector>

#include "catalog/ids.h"
#include "catalog/product.h"
#include "platform/base/money.h"
#include "platform/json/describe.h"

namespace plaza::catalog {

struct PriceChange {
  VariantId variant_id;
  Money before;
  Money after;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("before", before);
    v("after", after);
  }
};

// Created, edited, archived, or put into or out of a collection. The aggregate is the product.
struct ProductChanged {
  static constexpr const char* topic = "catalog.product_changed";
  ProductId product_id;
  std::string handle;
  ProductStatus status = ProductStatus::draft;
  std::vector<PriceChange> price_changes;  // of variants that were there before
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("handle", handle);
    v("status", status);
    v("price_changes", price_changes, json::Items{0, 2000});
  }
};

// A collection's name or place changed, or it was made or removed. The aggregate is the collection.
struct CollectionChanged {
  static constexpr const char* topic = "catalog.collection_changed";
  CollectionId collection_id;
  std::string handle;
  bool removed = false;
  template <class V>
  void describe(V& v) {
    v("collection_id", collection_id);
    v("handle", handle);
    v("removed", removed);
  }
};

}  // namespace plaza::catalog
