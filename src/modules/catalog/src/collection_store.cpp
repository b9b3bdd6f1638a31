#include "collection_store.h"

#include "statements.h"

namespace plaza::catalog {
namespace {

Collection collection_from(const db::Row& row) {
  return {row.id<CollectionId>(0), row.string(1), row.string(2), row.string(3), row.integer(4)};
}

}  // namespace

std::vector<Collection> all_collections(db::Reader& reader) {
  return reader.all(sql::collections, {}, collection_from);
}

std::optional<Collection> find_collection(db::Reader& reader, CollectionId id) {
  return reader.one(sql::collection_by_id, {id}, collection_from);
}

std::optional<Collection> find_collection(db::Reader& reader, std::string_view handle) {
  return reader.one(sql::collection_by_handle, {handle}, collection_from);
}

std::vector<ProductId> members_of(db::Reader& reader, CollectionId id) {
  return reader.all(sql::members, {id}, [](const db::Row& row) { return row.id<ProductId>(0); });
}

bool insert_collection(db::Transaction& tx, const Collection& c) {
  return tx.execute(sql::insert_collection, {c.id, c.handle, c.title, c.description_html}) == 1;
}

void update_collection(db::Transaction& tx, const Collection& c) {
  tx.send(sql::update_collection, {c.id, c.handle, c.title, c.description_html});
}

void delete_collection(db::Transaction& tx, CollectionId id) {
  tx.send(sql::delete_collection, {id});
}

void put_member(db::Transaction& tx, CollectionId id, ProductId product, std::int64_t position) {
  tx.send(sql::put_member, {id, product, position});
}

void delete_member(db::Transaction& tx, CollectionId id, ProductId product) {
  tx.send(sql::delete_member, {id, product});
}

}  // namespace plaza::catalog
