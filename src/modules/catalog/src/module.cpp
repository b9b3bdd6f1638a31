#include "catalog/module.h"

#include "collections.h"
#include "imports.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "store.h"
#include "writer.h"

namespace plaza::catalog {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        writer_(needs.ids, needs.clock),
        catalog_(writer_, words_, needs.currency),
        collections_(writer_, needs.ids),
        imports_({needs.database, writer_, ports_, needs.ids, needs.clock, needs.currency,
                  needs.media, needs.public_url}) {}

  Catalog& catalog() override { return catalog_; }
  Collections& collections() override { return collections_; }
  Imports& imports() override { return imports_; }
  void plug(StockSink* stock, ImageFetcher* images) override {
    ports_.stock = stock;
    ports_.images = images;
  }
  void plug(ProductColumns& columns) override { ports_.columns = &columns; }
  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, catalog_,     collections_,
                           imports_,        needs_.media, needs_.currency,
                           needs_.public_url, ports_.columns};
    add_product_routes(routes, parts);
    add_collection_routes(routes, parts);
    add_import_routes(routes, parts);
    add_export_routes(routes, parts);
  }
  void load() override {
    needs_.database.read_now([this](db::Reader& reader) {
      refresh(reader, words_);
      return true;
    });
  }
  void add_jobs(jobs::Runner& runner) override { imports_.add_jobs(runner); }

 private:
  const Needs needs_;
  Ports ports_;
  ProductWriter writer_;
  ProductWords words_;
  CatalogService catalog_;
  CollectionService collections_;
  ImportService imports_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::catalog
