// Inventory's implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "catalog/imports.h"
#include "inventory/levels.h"
#include "inventory/stock.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::inventory {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  // For "tell me when it is back"; without them nobody is told.
  notifications::Mailer* mailer = nullptr;
  notifications::Bell* bell = nullptr;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Stock& stock() = 0;
  virtual Levels& levels() = 0;
  virtual catalog::StockSink& stock_sink() = 0;  // for catalog::Module::plug()
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Loads Levels; after the migrations and before serving.
  virtual void load() = 0;
  // Publishes gathered changes now. start() does it four times a second on a thread of its own
  // until stop().
  virtual void publish_changes() = 0;
  virtual void start() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::inventory
