// How the app opens classifiers. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "care/lessons.h"
#include "classifiers/classifiers.h"
#include "moderation/examples.h"
#include "moderation/screen.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::classifiers {

struct Needs {
  db::Database& database;
  const Clock& clock;
  moderation::Examples& decisions;
  care::Lessons& lessons;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Classifiers& classifiers() = 0;
  virtual const moderation::Screen& screen() const = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Models into memory; after the migrations and subscribe().
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::classifiers
