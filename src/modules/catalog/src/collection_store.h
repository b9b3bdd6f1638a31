// Collections and their members in the database.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

std::vector<Collection> all_collections(db::Reader& reader);
std::optional<Collection> find_collection(db::Reader& reader, CollectionId id);
std::optional<Collection> find_collection(db::Reader& reader, std::string_view handle);
std::vector<ProductId> members_of(db::Reader& reader, CollectionId id);

// False: the handle is taken (or a thousand exist).
bool insert_collection(db::Transaction& tx, const Collection& collection);
void update_collection(db::Transaction& tx, const Collection& collection);
void delete_collection(db::Transaction& tx, CollectionId id);
void put_member(db::Transaction& tx, CollectionId id, ProductId product, std::int64_t position);
void delete_member(db::Transaction& tx, CollectionId id, ProductId product);

}  // namespace plaza::catalog
