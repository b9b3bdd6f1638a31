#include "import_store.h"

#include "document.h"
#include "statements.h"

namespace plaza::catalog {

void insert_import(db::Transaction& tx, const ImportReport& report, std::string_view actor,
                   std::string_view file) {
  const db::Value bytes = file.empty() ? db::Value(nullptr) : db::Value(db::Bytes{file});
  tx.send(sql::insert_import, {report.id, "products", static_cast<std::int64_t>(report.status),
                               actor, report.total, bytes, report.started_at});
}

std::optional<StoredImport> find_import(db::Reader& reader, ImportId id) {
  return reader.one(sql::import_by_id, {id}, [](const db::Row& row) {
    ImportReport report;
    report.id = row.id<ImportId>(0);
    report.status = static_cast<ImportStatus>(row.integer(1));
    report.total = row.integer(2);
    report.done = row.integer(3);
    report.created = row.integer(4);
    report.updated = row.integer(5);
    report.unchanged = row.integer(6);
    report.failed = row.integer(7);
    report.problems = read_problems(row.text(8));
    report.started_at = row.time(9);
    return StoredImport{std::move(report), row.string(10)};
  });
}

std::optional<std::string> import_file(db::Reader& reader, ImportId id) {
  return reader.one(sql::import_file, {id},
                    [](const db::Row& row) { return std::string(row.bytes(0)); });
}

void save_import(db::Transaction& tx, const ImportReport& r, Time finished_at) {
  const std::string problems = problems_text(r.problems);
  std::optional<std::int64_t> finished;
  if (finished_at.micros) finished = finished_at.micros;
  tx.send(sql::save_import, {r.id, static_cast<std::int64_t>(r.status), r.total, r.done, r.created,
                             r.updated, r.unchanged, r.failed, problems, finished});
}

void forget_file(db::Transaction& tx, ImportId id) { tx.send(sql::forget_file, {id}); }

void add_problem(db::Transaction& tx, ImportId id, const ImportProblem& problem) {
  const auto list = [](const db::Row& row) { return row.string(8); };
  for (int attempt = 0; attempt < 8; ++attempt) {
    const auto before = tx.one(sql::import_by_id, {id}, list);
    if (!before) return;
    auto problems = read_problems(*before);
    if (problems.size() >= problems_max) return;
    problems.push_back(problem);
    const std::string after = problems_text(problems);
    if (tx.execute(sql::save_problems, {id, after, *before}) == 1) return;
  }
}

}  // namespace plaza::catalog
