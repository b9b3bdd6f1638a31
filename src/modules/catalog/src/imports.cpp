#include "imports.h"

#include "image_job.h"
#include "import_store.h"
#include "platform/json/codec.h"

namespace plaza::catalog {
namespace {

constexpr int attempts_max = 3;

struct RunImport {
  static constexpr const char* kind = "catalog.import";
  ImportId import_id;
  bool look = false;  // ImportMode::look
  template <class V>
  void describe(V& v) {
    v("import_id", import_id);
    v("look", look, json::Optional{});
  }
};

std::int64_t count_rows(std::string_view csv) {
  csv::Reader reader(csv::from_text(csv));
  csv::Record record;
  std::int64_t rows = -1;  // the header
  while (reader.next(record)) ++rows;
  return std::max<std::int64_t>(rows, 0);
}

Status check(std::string_view csv, Currency currency) {
  const ProductFile file(csv::from_text(csv), currency);
  if (file.empty()) return Error{ErrorKind::invalid, "catalog.import_empty", "The file is empty."};
  if (!file.valid()) {
    return Error{
        ErrorKind::invalid, "catalog.import_unknown_columns",
        "The first line names no columns of a product file (Handle or URL handle, Title, ...)."};
  }
  return done();
}

}  // namespace

Result<ImportReport> ImportService::start(db::Transaction& tx, std::string_view kind,
                                          std::string_view csv, std::string_view actor,
                                          ImportMode mode) {
  if (kind != "products") {
    return Error{ErrorKind::invalid,
                 "catalog.import_kind_unknown",
                 "Only products can be imported here.",
                 {{"kind", "not_allowed", "must be products"}}};
  }
  TRY_DONE(check(csv, parts_.currency));
  ImportReport report;
  report.id = parts_.ids.make<ImportId>();
  report.started_at = parts_.clock.now();
  insert_import(tx, report, actor, csv);
  jobs::enqueue(tx, {.kind = RunImport::kind, .payload = json::encode(RunImport{report.id, mode == ImportMode::look})});
  return report;
}

std::optional<ImportReport> ImportService::report(db::Reader& reader, ImportId id) {
  auto stored = find_import(reader, id);
  if (!stored) return std::nullopt;
  return std::move(stored->report);
}

Result<ImportReport> ImportService::run(
    csv::Source source, std::int64_t rows_total, std::string_view actor,
    const std::function<void(const ImportProgress&)>& progress) {
  ImportReport report;
  report.id = parts_.ids.make<ImportId>();
  report.started_at = parts_.clock.now();
  report.status = ImportStatus::running;
  report.total = rows_total;
  const auto begin = [&](db::Transaction& tx) -> Status {
    insert_import(tx, report, actor, "");
    return done();
  };
  TRY_DONE(parts_.database.write_now(begin));
  auto finished = importer_.run(report, std::move(source), actor, progress);
  if (finished.ok()) return finished;
  report.status = ImportStatus::failed;
  report.problems.push_back({0, "", finished.error().detail});
  const auto fail = [&](db::Transaction& tx) -> Status {
    save_import(tx, report, parts_.clock.now());
    return done();
  };
  TRY_DONE(parts_.database.write_now(fail));
  return finished;
}

void ImportService::add_jobs(jobs::Runner& runner) {
  runner.handle(RunImport::kind,
                {.attempts_max = attempts_max, .first_pause = seconds(10), .threads = 1},
                [this](const jobs::Job& job) { return run_stored(job); });
  add_image_job(runner, parts_);
}

// A run that was cut off begins anew: what it did already is found unchanged.
Status ImportService::run_stored(const jobs::Job& job) const {
  TRY(auto order, json::decode<RunImport>(job.payload));
  const auto find = [&](db::Reader& reader) { return find_import(reader, order.import_id); };
  const auto stored = parts_.database.read_now(find);
  const auto load = [&](db::Reader& reader) { return import_file(reader, order.import_id); };
  const auto file = parts_.database.read_now(load);
  if (!stored || !file) return done();  // it has ended
  ImportReport report;
  report.id = stored->report.id;
  report.started_at = stored->report.started_at;
  report.total = count_rows(*file);
  try {
    const auto finished = importer_.run(report, csv::from_text(*file), stored->actor, nullptr,
                                        order.look ? ImportMode::look : ImportMode::take);
    if (finished.ok() || job.attempt < attempts_max)
      return finished.ok() ? done() : Status(finished.error());
    report.problems.push_back({0, "", finished.error().detail});
  } catch (const std::exception&) {
    if (job.attempt < attempts_max) throw;
    report.problems.push_back({0, "", "The import broke; what it had done until then stays."});
  }
  report.status = ImportStatus::failed;
  const auto fail = [&](db::Transaction& tx) -> Status {
    save_import(tx, report, parts_.clock.now());
    forget_file(tx, report.id);
    return done();
  };
  return parts_.database.write_now(fail);
}

}  // namespace plaza::catalog
