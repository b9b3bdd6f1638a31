// The catalogue's public class over its store.
#pragma once

#include "catalog/catalog.h"
#include "platform/base/money.h"
#include "product_words.h"
#include "writer.h"

namespace plaza::catalog {

class CatalogService final : public Catalog {
 public:
  // `words`: of the staff's search, which outlives it.
  CatalogService(const ProductWriter& writer, ProductWords& words, Currency currency)
      : writer_(writer), words_(words), currency_(currency) {}

  std::optional<Product> product(db::Reader& reader, ProductId id) override;
  std::optional<Product> product_by_handle(db::Reader& reader, std::string_view handle) override;
  std::vector<SoldVariant> variants(db::Reader& reader, std::span<const VariantId> ids) override;
  std::vector<Product> products(db::Reader& reader, const ProductQuery& query) override;
  void for_each_active(db::Reader& reader,
                       const std::function<void(const Product&)>& each) override;
  Result<Product> create(db::Transaction& tx, const NewProduct& product) override;
  Result<Product> update(db::Transaction& tx, ProductId id, const ProductPatch& patch) override;
  Status archive(db::Transaction& tx, ProductId id) override;
  Result<Variant> add_variant(db::Transaction& tx, ProductId id,
                              const NewVariant& variant) override;
  Result<Variant> update_variant(db::Transaction& tx, VariantId id,
                                 const VariantPatch& patch) override;

 private:
  Variant variant_from(const NewVariant& variant) const;

  const ProductWriter& writer_;
  ProductWords& words_;
  const Currency currency_;
};

}  // namespace plaza::catalog
