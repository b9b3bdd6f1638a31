// Rows of API keys.
#pragma once

#include <vector>

#include "identity/api_keys.h"
#include "memory.h"
#include "platform/db/connection.h"

namespace plaza::identity::store {

void insert_key(db::Transaction& tx, const ApiKey& key, const Digest& digest);
std::int64_t count_keys(db::Reader& reader);  // in use
std::vector<ApiKey> list_keys(db::Reader& reader);
std::vector<LoadedKey> load_keys(db::Reader& reader);
bool has_key(db::Reader& reader, ApiKeyId id);
void revoke_key(db::Transaction& tx, ApiKeyId id, Time now);

}  // namespace plaza::identity::store
