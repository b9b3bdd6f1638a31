// The implementation of drops, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "drops/drops.h"
#include "drops/gate.h"
#include "inventory/levels.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::drops {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  inventory::Levels& levels;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Gate& gate() = 0;
  virtual Drops& drops() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Every second, on one node of the cluster: opens what is due, lets people in, ends what is over.
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Loads the drops and their tickets into memory; after subscribe() and before serving.
  virtual void load() = 0;
  // The thread that feeds open pages; until stop().
  virtual void start() = 0;
  virtual void stop() = 0;
  // One turn of the job, now.
  virtual Status tick() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::drops
