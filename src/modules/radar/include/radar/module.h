// How the app opens radar. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "classifiers/classifiers.h"
#include "content/posts.h"
#include "content/view.h"
#include "interactions/log.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "radar/desk.h"
#include "radar/radar.h"
#include "radar/signals.h"
#include "radar/worth.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::radar {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  content::Posts& posts;
  content::PostViews& views;
  const classifiers::Classifiers& classifiers;
  std::function<Worth(db::Reader&, identity::AccountId)> worth_of;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Promotions& promotions() = 0;
  virtual Signals& signals() = 0;
  // How posts spread, from the log; added to interactions before they start.
  virtual interactions::Learner& learner() = 0;
  // Before anything runs; borrowed.
  virtual void plug(Desk& desk) = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Reads what is paused into memory; after subscribe() and before serving.
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::radar
