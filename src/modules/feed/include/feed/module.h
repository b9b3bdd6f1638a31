// Feed's implementation, for the app and tests.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "content/posts.h"
#include "content/visibility.h"
#include "feed/feed.h"
#include "feed/ports.h"
#include "feed/tastes.h"
#include "interactions/log.h"
#include "inventory/levels.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"

namespace plaza::feed {

struct Settings {
  double exploration = 0.1;      // share of places that are given to exploration, until staff decide otherwise
  std::uint64_t seed = 0;        // 0: a random one; tests fix it
  std::size_t viewers_max = 1'000'000;  // beyond it the longest unseen anonymous viewers are forgotten
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  interactions::Log& log;
  content::Posts& posts;
  catalog::Catalog& catalog;
  inventory::Levels& levels;
  Currency currency = {};  // the shop's: what outcomes are worth is in it
  Settings settings = {};
  const content::Visibility* visibility = nullptr;  // null: no post is kept among some
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Feed& feed() = 0;
  virtual Tastes& tastes() = 0;
  // Segments for rules with an audience; before anything runs, borrowed. Null: nobody is in one.
  virtual void plug(const Audience* audience) = 0;
  // As above. Null: nobody is held out.
  virtual void plug(const HoldOut* hold_out) = 0;
  virtual void plug(const Allowance* allowance) = 0;
  // As above. Null: every product is promoted.
  virtual void plug(const Promotion* promotion) = 0;
  // What viewers did, from the log: to be added to interactions before it starts.
  virtual interactions::Learner& learner() = 0;
  // Reads posts, follows and availability into memory; after the migrations, before the log is replayed.
  virtual void load() = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Page records are appended to the log a few times a second on a thread of its own.
  virtual void start() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::feed
