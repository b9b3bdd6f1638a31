// Products in the database: read whole, written by their differences. The only SQL of products and
// variants.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/product.h"
#include "platform/db/connection.h"
#include "product_words.h"

namespace plaza::catalog {

std::optional<Product> find_product(db::Reader& reader, ProductId id);
std::optional<Product> find_product(db::Reader& reader, std::string_view handle);
std::optional<SoldVariant> find_sold_variant(db::Reader& reader, VariantId id);
std::optional<ProductId> product_of(db::Reader& reader, VariantId id);
// Takes what was committed since the last time. `reader` is no transaction.
void refresh(db::Reader& reader, ProductWords& words);
std::vector<Product> list_products(db::Reader& reader, ProductWords& words,
                                   const ProductQuery& query);
// Oldest first, behind `after`.
std::vector<Product> products_after(db::Reader& reader, std::optional<ProductStatus> status,
                                    ProductId after, int limit);
void each_active(db::Reader& reader, const std::function<void(const Product&)>& each);
// The product that has it, or none.
ProductId handle_owner(db::Reader& reader, std::string_view handle);

// The product's and its variants' ids are set. False: the handle is taken, and nothing was written.
bool insert_product(db::Transaction& tx, const Product& product);
// From `before`, as it was read, to `after`, whose new variants have ids too. False: somebody was
// faster, nothing was written.
bool update_product(db::Transaction& tx, const Product& before, const Product& after);

}  // namespace plaza::catalog
