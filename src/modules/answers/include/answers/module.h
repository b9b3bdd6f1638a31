// How the app opens help. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "care/care.h"
#include "catalog/catalog.h"
#include "answers/articles.h"
#include "answers/experts.h"
#include "answers/group_questions.h"
#include "answers/help.h"
#include "answers/source.h"
#include "identity/accounts.h"
#include "notifications/bell.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/consents.h"
#include "reviews/questions.h"
#include "reviews/reviews.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::answers {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  catalog::Catalog& catalog;
  profiles::Consents& consents;
  notifications::Bell& bell;
  care::Care& care;
  reviews::Reviews& reviews;
  reviews::Questions& questions;
  bool unlimited = false;  // no rate limits: load tests only
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Help& help() = 0;
  virtual Articles& articles() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // For care: by which agents answer questions that stand on products and in groups.
  virtual care::Channel& channel() = 0;
  // Before subscribe(); all must outlive the module.
  virtual void plug(Source& source) = 0;
  virtual void plug(TrustedMembers& members) = 0;
  virtual void plug(GroupQuestions& questions) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Begins to read all answers into memory and gives back at once: until Help::ready() what is read already is found. After subscribe().
  virtual void load() = 0;
  // Until all are read, or stop() was called.
  virtual void wait_until_ready() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::answers
