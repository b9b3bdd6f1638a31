// Hand-made sets of products.
#pragma once

#include "catalog/catalog.h"
#include "writer.h"

namespace plaza::catalog {

class CollectionService final : public Collections {
 public:
  CollectionService(const ProductWriter& writer, IdSource& ids) : writer_(writer), ids_(ids) {}

  std::vector<Collection> all(db::Reader& reader) override;
  std::optional<Collection> collection(db::Reader& reader, CollectionId id) override;
  std::optional<Collection> collection_by_handle(db::Reader& reader,
                                                 std::string_view handle) override;
  std::vector<ProductId> products(db::Reader& reader, CollectionId id) override;
  Result<Collection> create(db::Transaction& tx, const NewCollection& collection) override;
  Result<Collection> update(db::Transaction& tx, CollectionId id,
                            const CollectionPatch& patch) override;
  Status remove(db::Transaction& tx, CollectionId id) override;

 private:
  Status set_members(db::Transaction& tx, CollectionId id, const std::vector<ProductId>& wanted);

  const ProductWriter& writer_;
  IdSource& ids_;
};

}  // namespace plaza::catalog
