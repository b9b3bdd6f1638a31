// Imports of Shopify product CSV, both of its dialects. Products are found again by their handle:
// importing a file twice changes nothing. A row that cannot be understood is reported by its line
// and the rest goes on.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "media/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/csv/reader.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

// Where the quantities of a product file go. A port: the app plugs inventory in.
struct VariantQuantity {
  VariantId variant_id;
  ProductId product_id;
  std::int64_t on_hand = 0;
};
class StockSink {
 public:
  virtual ~StockSink() = default;
  // Sets what is on hand at the default location; says how many really changed.
  virtual Result<int> set_on_hand(db::Transaction& tx, std::span<const VariantQuantity> quantities,
                                  std::string_view actor) = 0;
};

// Takes a picture from elsewhere into the media store. A port: the app plugs a fetcher and the
// media module in. Blocking, with a deadline; called from a job, once or again for the same
// address.
struct FetchedImage {
  media::MediaId media_id;
  int width = 0;
  int height = 0;
};
class ImageFetcher {
 public:
  virtual ~ImageFetcher() = default;
  virtual Result<FetchedImage> fetch(std::string_view url, std::string_view alt) = 0;
};

enum class ImportStatus { waiting, running, finished, failed };
constexpr auto enum_names(ImportStatus*) {
  return std::array{"waiting", "running", "finished", "failed"};
}

struct ImportProblem {
  std::int64_t line = 0;  // of the file, from 1; 0: the whole file
  std::string field;      // the column, or empty
  std::string message;
};
struct ImportReport {
  ImportId id;
  ImportStatus status = ImportStatus::waiting;
  std::int64_t total = 0;    // rows; 0 while not known
  std::int64_t done = 0;     // rows
  std::int64_t created = 0;  // products
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t failed = 0;
  std::vector<ImportProblem> problems;  // the first 1,000
  Time started_at;
};

struct ImportProgress {
  std::int64_t rows_done = 0;
  std::int64_t rows_total = 0;  // 0 when not known
};

enum class ImportMode { take, look };  // look: says what it would do, and does nothing

// Thread-safe.
class Imports {
 public:
  virtual ~Imports() = default;
  // Keeps the file and enqueues the job that imports it. Codes: catalog.import_empty,
  // catalog.import_unknown_columns (400), catalog.import_kind_unknown (400).
  virtual Result<ImportReport> start(db::Transaction& tx, std::string_view kind,
                                     std::string_view csv, std::string_view actor,
                                     ImportMode mode = ImportMode::take) = 0;
  virtual std::optional<ImportReport> report(db::Reader& reader, ImportId id) = 0;
  // Imports at once, on the calling thread, in transactions of some 50 products; for the command
  // line and the demo. `rows_total` is only for progress. The error is catalog.import_empty or
  // catalog.import_unknown_columns.
  virtual Result<ImportReport> run(csv::Source source, std::int64_t rows_total,
                                   std::string_view actor,
                                   const std::function<void(const ImportProgress&)>& progress) = 0;
};

}  // namespace plaza::catalog
