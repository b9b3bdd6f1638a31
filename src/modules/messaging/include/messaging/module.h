// How the app opens messaging. Not for other modules.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "content/view.h"
#include "identity/accounts.h"
#include "identity/sessions.h"
#include "media/media.h"
#include "messaging/desk.h"
#include "messaging/messages.h"
#include "moderation/content.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "orders/orders.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/blocks.h"
#include "profiles/personal_data.h"

namespace plaza::messaging {

struct Settings {
  std::string brand_name = "Plaza";
  bool secure_cookie = false;  // the shop's address begins with https
  bool unlimited = false;      // no rate limits: load tests only
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  identity::Sessions& sessions;
  media::Media& media;
  orders::Orders& orders;
  profiles::Blocks& blocks;
  const content::Relations& relations;
  notifications::Bell& bell;
  notifications::Mailer& mailer;
  Settings settings = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Messages& messages() = 0;
  virtual Presence& presence() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // For moderation: what members report of direct messages (Kind::message).
  virtual moderation::Content& moderated() = 0;
  // Blocks above, plugged in before the first request. Borrowed; without chips no product is shown as a card.
  virtual void plug(const Desk& desk) = 0;
  virtual void plug(const content::ProductChips& chips) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Every node pushes what was written to its open pages; once: who is away is told by the bell or by mail.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Closes the open sockets; before the server stops.
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::messaging
