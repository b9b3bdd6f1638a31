// How the app opens moderation. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "identity/accounts.h"
#include "identity/staff.h"
#include "moderation/content.h"
#include "moderation/decisions.h"
#include "moderation/examples.h"
#include "moderation/group_desk.h"
#include "moderation/screen.h"
#include "moderation/submissions.h"
#include "notifications/bell.h"
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

namespace plaza::moderation {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  identity::Staff& staff;
  notifications::Bell& bell;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Submissions& submissions() = 0;
  virtual Examples& examples() = 0;
  virtual Decisions& decisions() = 0;
  virtual GroupDesk& group_desk() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // Both borrowed, before anything is served.
  virtual void plug(Kind kind, Content& content) = 0;
  virtual void plug(const Screen& screen) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // The rules into memory; after the migrations and subscribe().
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::moderation
