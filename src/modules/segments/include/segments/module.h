// How the app opens segments. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "identity/accounts.h"
#include "interactions/log.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "segments/ports.h"
#include "segments/segments.h"

namespace plaza::segments {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  catalog::Collections& collections;
  interactions::Log& log;
  // The account that a visitor is linked to (profiles::Profiles::account_of): what the log does not tell of it is written there.
  std::function<identity::AccountId(std::string_view visitor)> account_of;
};

struct NewSegment {
  std::string handle, name, description;
  std::string text;  // the rule, as it is typed
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Segments& segments() = 0;
  // Null: there are no predictions, nobody was ever asked. Before anything runs.
  virtual void plug(const Predictions* predictions, const Consents* consents) = 0;
  // Codes: segments.rule_invalid with fields, segments.handle_taken, segments.too_many, request.invalid.
  virtual Result<SegmentId> create(db::Transaction& tx, const NewSegment& segment) = 0;
  // What its members see of the shop page. Codes: segments.not_found, request.invalid with fields.
  virtual Result<Variant> show(db::Transaction& tx, const Variant& variant) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Reads the segments and their members into memory; after subscribe().
  virtual void load() = 0;
  // Keeps what everybody did; added to interactions before it starts.
  virtual interactions::Learner& learner() = 0;
  // After interactions have started: evaluates what was missed, then follows live, writes who came and went, and lets time pass.
  virtual void start() = 0;
  virtual void stop() = 0;
  // One turn of that by hand: evaluates what waits, lets time pass to the clock's, and writes. For tests and the demo's loader.
  virtual void settle() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::segments
