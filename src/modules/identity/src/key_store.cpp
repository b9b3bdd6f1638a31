#include "key_store.h"

#include "platform/json/describe.h"
#include "statements.h"

namespace plaza::identity::store {
namespace {

KeyKind kind_from(std::string_view text) {
  const auto kind = json::parse_enum<KeyKind>(text);
  CHECK(kind.has_value());
  return *kind;
}

}  // namespace

void insert_key(db::Transaction& tx, const ApiKey& key, const Digest& digest) {
  tx.execute(sql::insert_key,
             {key.id, json::enum_text(key.kind), key.name, key.hint, digest.value(), key.created_at});
}

std::int64_t count_keys(db::Reader& reader) {
  return *reader.one(sql::count_keys, {}, [](const db::Row& row) { return row.integer(0); });
}

std::vector<ApiKey> list_keys(db::Reader& reader) {
  return reader.all(sql::list_keys, {}, [](const db::Row& row) {
    return ApiKey{row.id<ApiKeyId>(0), kind_from(row.text(1)), row.string(2), row.string(3), row.time(4), row.time(5)};
  });
}

std::vector<LoadedKey> load_keys(db::Reader& reader) {
  return reader.all(sql::load_keys, {}, [](const db::Row& row) {
    return LoadedKey{row.id<ApiKeyId>(0), kind_from(row.text(1)), digest_from(row.bytes(2))};
  });
}

bool has_key(db::Reader& reader, ApiKeyId id) {
  return reader.one(sql::find_key, {id}, [](const db::Row&) { return true; }).has_value();
}

void revoke_key(db::Transaction& tx, ApiKeyId id, Time now) { tx.execute(sql::revoke_key, {id, now}); }

}  // namespace plaza::identity::store
