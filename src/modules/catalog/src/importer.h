// Brings a product file into the catalogue, some fifty products to a transaction. What a
// transaction did and what the run's row says of it are committed together, so a killed run can be
// started again.
#pragma once

#include <functional>
#include <string_view>

#include "catalog/columns.h"
#include "catalog/imports.h"
#include "media/media.h"
#include "merge.h"
#include "platform/base/money.h"
#include "platform/db/database.h"
#include "product_file.h"
#include "writer.h"

namespace plaza::catalog {

// Plugged in after the module was opened.
struct Ports {
  StockSink* stock = nullptr;
  ImageFetcher* images = nullptr;
  ProductColumns* columns = nullptr;
};

struct ImporterParts {
  db::Database& database;
  const ProductWriter& writer;
  const Ports& ports;
  IdSource& ids;
  const Clock& clock;
  Currency currency;
  const media::Media& media_library;
  std::string public_url;  // of this shop: its own pictures are known again by their addresses
};

class Importer {
 public:
  explicit Importer(const ImporterParts& parts) : parts_(parts) {}

  // `report` is the run's, with its id and total; its row exists.
  Result<ImportReport> run(ImportReport report, csv::Source source, std::string_view actor,
                           const std::function<void(const ImportProgress&)>& progress,
                           ImportMode mode = ImportMode::take) const;

 private:
  struct Batch {
    std::vector<FileProduct> products;
    std::vector<ImportProblem> problems;  // of reading
    std::int64_t rows = 0;                // read when it was full
  };
  struct Taken {
    const FileProduct* file = nullptr;
    ProductId id;
    bool created = false, changed = false;
  };
  bool gather(ProductFile& file, Batch& batch) const;
  void write(db::Transaction& tx, const Batch& batch, std::string_view actor,
             ImportReport& report, ImportMode mode) const;
  // Nothing: it was refused, and complained of.
  std::optional<Taken> write_product(db::Transaction& tx, const FileProduct& file,
                                     std::string_view actor, ImportReport& report,
                                     ImportMode mode) const;
  void put_columns(db::Transaction& tx, std::vector<Taken>& taken, ImportReport& report) const;
  void show_addresses(Product& product) const;
  void hide_addresses(Product& product, const Product& before) const;
  Result<CollectionId> collection_of(db::Transaction& tx, const std::string& handle,
                                     const std::string& title) const;
  std::vector<CollectionId> collections_of(db::Transaction& tx, const FileProduct& file) const;
  int set_quantities(db::Transaction& tx, const Product& product,
                     const std::vector<Merged::Quantity>& quantities, std::string_view actor,
                     ImportReport& report) const;
  void enqueue_images(db::Transaction& tx, const FileProduct& file, const Product& product,
                      ImportId run) const;

  const ImporterParts parts_;
};

}  // namespace plaza::catalog
