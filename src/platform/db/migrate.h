// Applies migrations on either engine: what Database::migrate() does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/database.h"

namespace plaza::db {

// Each missing one in a transaction of its own, in the order given; remembered in `platform_migrations`.
void apply_migrations(Database& database, std::span<const Migration> migrations);

// The statements of a script: separated by ';' at the end of a line, outside quotes and comments.
std::vector<std::string> split_statements(std::string_view script);
// `x BIGINT [NOT NULL] PRIMARY KEY` names SQLite's rowid only when it is spelt INTEGER.
std::string sqlite_schema_text(std::string_view statement);
// 64-bit FNV-1a in hexadecimal: notices an edited file, protects from nobody.
std::string checksum_of(std::string_view script);

}  // namespace plaza::db
