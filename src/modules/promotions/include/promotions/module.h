// Promotions' implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "promotions/discounts.h"
#include "promotions/ports.h"
#include "promotions/promotions.h"

namespace plaza::promotions {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  catalog::Collections& collections;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Promotions& promotions() = 0;
  virtual Discounts& discounts() = 0;
  // Ports, before anything runs; borrowed. Null: nobody is in a segment, nobody ordered before.
  virtual void plug(const Audience* audience, FirstOrders* first_orders) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Reads the discounts into memory; after subscribe() and before serving.
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::promotions
