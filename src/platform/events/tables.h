// The tables of the outbox: what the app migrates, and what a test prepares on both engines.
#pragma once

#include <span>

#include "platform/db/connection.h"
#include "platform/db/migration.h"

namespace plaza::events {

std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::events
