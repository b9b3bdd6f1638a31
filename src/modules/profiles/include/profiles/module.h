// How the app opens profiles. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "identity/accounts.h"
#include "identity/farewell.h"
#include "interactions/keeping.h"
#include "interactions/log.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/blocks.h"
#include "profiles/consents.h"
#include "profiles/customers.h"
#include "profiles/order_summary.h"
#include "profiles/personal_data.h"
#include "profiles/profiles.h"
#include "profiles/suggestions.h"

namespace plaza::profiles {

// What the shop's law asks for. False: allowed until somebody says no.
struct Privacy {
  bool analytics_needs_consent = false;  // and sharing
  bool personalization_needs_consent = false;
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  interactions::Log& log;
  Privacy privacy = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Profiles& profiles() = 0;
  virtual Customers& customers() = 0;
  virtual Suggestions& suggestions() = 0;
  virtual Consents& consents() = 0;
  virtual Blocks& blocks() = 0;
  // Plugged into interactions: what somebody does is kept while they allow it.
  virtual interactions::Keeping& keeping() = 0;
  // Keeps what is known of visitors and accounts; added to interactions before it starts.
  virtual interactions::Learner& learner() = 0;
  // Plugged into identity: an account that goes is erased everywhere.
  virtual identity::Farewell& farewell() = 0;
  // Blocks above, plugged in before the first request. Borrowed.
  virtual void plug(PersonalData& data) = 0;
  virtual void plug(OrderSummaries& orders) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Sign-up and sign-in link the visitor; erasure forgets; on every node: links made by other nodes.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Looks for people who are likely the same.
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Writes what the learner gathered at least every two seconds, also when nothing more happens. After interactions have started;
  // stopped before them.
  virtual void start() = 0;
  virtual void stop() = 0;
};

// Reads the links into memory; the schema must be migrated.
std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::profiles
