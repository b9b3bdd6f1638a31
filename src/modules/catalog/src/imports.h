// Runs of imports: started by staff and done by a job, or done at once for the command line.
#pragma once

#include "catalog/imports.h"
#include "importer.h"
#include "platform/jobs/jobs.h"

namespace plaza::catalog {

class ImportService final : public Imports {
 public:
  explicit ImportService(const ImporterParts& parts) : parts_(parts), importer_(parts) {}

  Result<ImportReport> start(db::Transaction& tx, std::string_view kind, std::string_view csv,
                             std::string_view actor, ImportMode mode) override;
  std::optional<ImportReport> report(db::Reader& reader, ImportId id) override;
  Result<ImportReport> run(csv::Source source, std::int64_t rows_total, std::string_view actor,
                           const std::function<void(const ImportProgress&)>& progress) override;

  void add_jobs(jobs::Runner& runner);

 private:
  Status run_stored(const jobs::Job& job) const;

  const ImporterParts parts_;
  const Importer importer_;
};

}  // namespace plaza::catalog
