// A copy of a SQLite database while it is in use.
#pragma once

#include <string>

#include "platform/db/database.h"

namespace plaza::db {

// Writes a consistent, compacted copy to `path`, synced to the disk when this returns; writers and readers go on meanwhile.
// `path` must not exist. Blocks; SQLite only (CHECKed: PostgreSQL has pg_dump). Throws DatabaseError; then nothing is
// left at `path`.
void copy_sqlite(Database& database, const std::string& path);

}  // namespace plaza::db
