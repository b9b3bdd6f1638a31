// The catalogue's implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "catalog/columns.h"
#include "catalog/imports.h"
#include "media/media.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::catalog {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  media::Media& media;
  Currency currency;  // of all prices
  std::string public_url = {};  // "https://shop.example": of pictures in exports
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Catalog& catalog() = 0;
  virtual Collections& collections() = 0;
  virtual Imports& imports() = 0;
  // The ports, whose implementations stand above this module; before anything runs, borrowed.
  // Without them no quantities are taken from imports, and pictures stay where they are.
  virtual void plug(StockSink* stock, ImageFetcher* images) = 0;
  virtual void plug(ProductColumns& columns) = 0;  // before add_routes()
  // Takes the words of all products for the staff's search; without it the first question does.
  virtual void load() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
// Fetches by HTTP and gives what came to `media`, which must outlive it.
std::unique_ptr<ImageFetcher> web_image_fetcher(media::Media& media);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::catalog
