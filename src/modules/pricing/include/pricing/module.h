// Pricing's implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "catalog/columns.h"
#include "identity/accounts.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "pricing/desk.h"
#include "pricing/price.h"
#include "pricing/prices.h"
#include "pricing/shipping.h"
#include "pricing/standing.h"
#include "pricing/taxes.h"

namespace plaza::pricing {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  identity::Accounts& accounts;
  Settings settings = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Prices& prices() = 0;
  virtual Taxes& taxes() = 0;
  virtual Shipping& shipping() = 0;
  virtual Desk& desk() = 0;
  virtual Standings& standings() = 0;
  virtual catalog::ProductColumns& product_columns() = 0;  // for catalog::Module::plug()
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Reads everything into memory; after the migrations and before serving.
  virtual void load() = 0;
  // Tells Prices::on_change what changed, and which sales began or ended, since the last call. start() does it on a thread of its
  // own, at the second it happens, until stop().
  virtual void tell_changes() = 0;
  virtual void start() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::pricing
