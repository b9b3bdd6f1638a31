// The small table that the tests of this block work on.
#pragma once

#include <string>
#include <vector>

#include "platform/db/database.h"
#include "platform/testing/database.h"

namespace plaza::db {

inline constexpr Migration shop_tables[] = {{"shop", 1, "0001_shop", R"sql(
-- One semicolon; in a comment, and one in a text.
CREATE TABLE shop_stock (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL DEFAULT 'a;
b',
  units BIGINT NOT NULL CHECK (units >= 0),
  weight DOUBLE PRECISION,
  picture BYTEA
);
CREATE UNIQUE INDEX shop_stock_name ON shop_stock (name);
CREATE TABLE shop_line (
  id BIGINT PRIMARY KEY,
  stock BIGINT NOT NULL REFERENCES shop_stock (id)
);
)sql"}};

inline constexpr Statement put_stock{
    "shop.put",
    "INSERT INTO shop_stock (id, name, units, weight, picture) VALUES ($1, $2, $3, $4, $5)"};
inline constexpr Statement put_line{"shop.put_line",
                                    "INSERT INTO shop_line (id, stock) VALUES ($1, $2)"};
inline constexpr Statement take_units{
    "shop.take", "UPDATE shop_stock SET units = units - $2 WHERE id = $1 AND units >= $2"};
// The second parameter is written before the first.
inline constexpr Statement set_units{"shop.set", "UPDATE shop_stock SET units = $2 WHERE id = $1"};
inline constexpr Statement get_units{"shop.units", "SELECT units FROM shop_stock WHERE id = $1"};
inline constexpr Statement get_row{
    "shop.row", "SELECT id, name, units, weight, picture FROM shop_stock WHERE id = $1"};
inline constexpr Statement count_stock{"shop.count", "SELECT COUNT(*), SUM(units) FROM shop_stock"};
inline constexpr Statement list_ids{"shop.ids", "SELECT id FROM shop_stock ORDER BY id"};

inline std::int64_t units_of(Reader& reader, std::int64_t id) {
  const auto units = [](const Row& row) { return row.integer(0); };
  return reader.one(get_units, {id}, units).value_or(-1);
}
inline std::int64_t units_of(Database& database, std::int64_t id) {
  return database.read_now([&](Reader& reader) { return units_of(reader, id); });
}
inline std::vector<std::int64_t> ids_in(Database& database) {
  return database.read_now([](Reader& reader) {
    return reader.all(list_ids, {}, [](const Row& row) { return row.integer(0); });
  });
}
inline void put(Transaction& tx, std::int64_t id, std::int64_t units) {
  tx.execute(put_stock, {id, "item " + std::to_string(id), units, nullptr, nullptr});
}
inline void put(Database& database, std::int64_t id, std::int64_t units) {
  (void)database.write_now([&](Transaction& tx) -> Status {
    put(tx, id, units);
    return done();
  });
}
inline Error refusal(const char* code) { return Error{ErrorKind::conflict, code, "Refused."}; }

// A database with the table in it.
class ShopTest : public testing::OnEachEngine {
 protected:
  ShopTest() { database().migrate(shop_tables); }
};

}  // namespace plaza::db
