// Runs of imports in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/imports.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

inline constexpr std::size_t problems_max = 1'000;

struct StoredImport {
  ImportReport report;
  std::string actor;
};

// `file` may be empty: the caller holds it.
void insert_import(db::Transaction& tx, const ImportReport& report, std::string_view actor,
                   std::string_view file);
std::optional<StoredImport> find_import(db::Reader& reader, ImportId id);
std::optional<std::string> import_file(db::Reader& reader, ImportId id);
// `finished_at` of a run that goes on is 0.
void save_import(db::Transaction& tx, const ImportReport& report, Time finished_at);
void forget_file(db::Transaction& tx, ImportId id);
// Adds to the list of a run that may have ended; silently nothing when the list is full.
void add_problem(db::Transaction& tx, ImportId id, const ImportProblem& problem);

}  // namespace plaza::catalog
