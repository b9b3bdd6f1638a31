// How the app opens predictions. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "identity/accounts.h"
#include "interactions/log.h"
#include "orders/orders.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "predictions/predictions.h"

namespace plaza::predictions {

struct Needs {
  db::Database& database;
  const Clock& clock;
  identity::Accounts& accounts;
  orders::Orders& orders;
  Currency currency;  // orders in others are left out
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Predictions& predictions() = 0;
  // Before the first request; borrowed.
  virtual void plug(const Allowance& allowance) = 0;
  // When and how accounts come by; added to interactions before they start.
  virtual interactions::Learner& learner() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Trains every night, and when somebody asks.
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Reads the numbers into memory; after subscribe().
  virtual void load() = 0;
  // Trains on the calling thread: for tests and the command line. Not from inside a write.
  virtual Status train() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::predictions
