// Takes a file of reviews in, a hundred rows to a transaction. Taken in again it changes nothing: rows are found by a keyed digest.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "import_sheet.h"
#include "picture_fetcher.h"
#include "platform/jobs/jobs.h"
#include "reviews/module.h"

namespace plaza::reviews {

enum class ImportStatus { waiting, running, finished, failed };
constexpr auto enum_names(ImportStatus*) {
  return std::array<std::string_view, 4>{"waiting", "running", "finished", "failed"};
}

struct ImportProblem {
  static constexpr const char* schema_name = "ReviewImportProblem";
  std::int64_t line = 0;
  std::string message;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("message", message);
  }
};

inline constexpr std::size_t import_problems_max = 1'000;

struct Import {
  static constexpr const char* schema_name = "ReviewImport";
  ImportId id;
  ImportStatus status = ImportStatus::waiting;
  std::string format;
  std::int64_t total = 0, done = 0, created = 0, updated = 0, unchanged = 0, failed = 0;
  std::vector<ImportProblem> problems;  // the first 1,000
  ImportPictures pictures;
  Time started_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("format", format);
    v("total", total);
    v("done", done);
    v("created", created);
    v("updated", updated);
    v("unchanged", unchanged);
    v("failed", failed);
    v("problems", problems, json::Items{0, import_problems_max});
    v("pictures", pictures);
    v("started_at", started_at);
  }
};

class Importer {
 public:
  explicit Importer(const Needs& needs) : needs_(needs), pictures_(needs) {}
  PictureFetcher& pictures() { return pictures_; }
  const PictureFetcher& pictures() const { return pictures_; }

  // Keeps the file and enqueues its job.
  Result<Import> start(db::Transaction& tx, std::string_view file) const;
  std::optional<Import> find(db::Reader& reader, ImportId id) const;
  void add_jobs(jobs::Runner& runner);
  // All of it, on this thread.
  Status take(Import& run, std::string_view file, const std::function<void(db::Transaction&, const Import&)>& save) const;

 private:
  Status take_job(const jobs::Job& job) const;
  void write(db::Transaction& tx, const FileReview& row, const std::string& format, Import& run) const;
  void complain(Import& run, std::int64_t line, std::string message) const;
  const Needs& needs_;
  PictureFetcher pictures_;
};

}  // namespace plaza::reviews
