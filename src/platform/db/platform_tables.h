// The tables that belong to the platform itself. `platform_migrations` is made by Database::migrate().
#pragma once

#include <span>

#include "platform/db/connection.h"
#include "platform/db/migration.h"

namespace plaza::db {

// `platform_nodes`: see node.h.
std::span<const Migration> platform_migrations();
std::span<const Statement* const> platform_statements();

}  // namespace plaza::db
