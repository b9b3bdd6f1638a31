#pragma once

#include "platform/base/id.h"

namespace plaza::catalog {

// A product.
struct ProductTag {
  static constexpr const char* prefix = "prd";
};
using ProductId = Id<ProductTag>;

// What is sold: one choice of a product's options.
struct VariantTag {
  static constexpr const char* prefix = "var";
};
using VariantId = Id<VariantTag>;

// A named set of products.
struct CollectionTag {
  static constexpr const char* prefix = "col";
};
using CollectionId = Id<CollectionTag>;

// One run of an import.
struct ImportTag {
  static constexpr const char* prefix = "imp";
};
using ImportId = Id<ImportTag>;

}  // namespace plaza::catalog
