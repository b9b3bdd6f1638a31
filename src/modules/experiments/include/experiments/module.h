// How the app opens experiments. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "experiments/experiments.h"
#include "experiments/planning.h"
#include "experiments/ports.h"
#include "interactions/log.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"

namespace plaza::experiments {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  interactions::Log& log;
  Currency currency;  // the shop's: what was paid in others is not counted, and said so
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Experiments& experiments() = 0;
  virtual Planning& planning() = 0;
  // What people did since they were exposed; added to interactions before they start.
  virtual interactions::Learner& learner() = 0;
  // Before the first request; borrowed. Without it experiments with an audience reach nobody.
  virtual void plug(const Audience& audience) = 0;
  // As above. Who may not be measured is in no experiment, and shown what is always shown.
  virtual void plug(const Allowance& allowance) = 0;
  // The feed asks is_held_out(): the uplift report then compares personalised people with others, else it says that it does not.
  virtual void say_feed_asks() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Reads the experiments into memory; after subscribe() and before serving.
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::experiments
