// How the app opens community. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "catalog/catalog.h"
#include "community/discussions.h"
#include "community/experts.h"
#include "community/groups.h"
#include "community/public_pages.h"
#include "community/ranker.h"
#include "community/readable.h"
#include "content/posts.h"
#include "content/view.h"
#include "content/visibility.h"
#include "identity/accounts.h"
#include "identity/staff.h"
#include "media/media.h"
#include "moderation/content.h"
#include "moderation/group_desk.h"
#include "moderation/submissions.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/blocks.h"
#include "profiles/consents.h"
#include "profiles/personal_data.h"

namespace plaza::community {

struct Settings {
  std::string public_url = {};  // "https://shop.example": of calendars
  bool unlimited = false;       // no limits of a day: load tests only
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  identity::Staff& staff;
  media::Media& media;
  catalog::Catalog& catalog;
  profiles::Blocks& blocks;
  moderation::Submissions& submissions;
  moderation::GroupDesk& desk;
  content::Posts& posts;
  content::PostViews& post_views;
  notifications::Bell& bell;
  notifications::Mailer& mailer;
  Settings settings = {};
  const profiles::Consents* consents = nullptr;  // who wants no personal order gets none; null: everybody has one
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Groups& groups() = 0;
  virtual Discussions& discussions() = 0;
  virtual Experts& experts() = 0;
  virtual GroupKeeping& keeping() = 0;
  // Plugged into moderation: Kind::discussion and Kind::reply.
  virtual moderation::Content& moderated_discussions() = 0;
  virtual moderation::Content& moderated_replies() = 0;
  virtual PublicPages& public_pages() = 0;
  virtual Readable& readable() = 0;
  // Posts that are in closed groups alone are their members'.
  virtual const content::Visibility& visibility() const = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // Blocks above, before anything is served. Borrowed.
  virtual void plug(const content::ProductChips& chips) = 0;
  virtual void plug(const Ranker& ranker) = 0;
  // Memory; after the migrations and subscribe(), before serving.
  virtual void load() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Ends the open streams; before the server stops.
  virtual void stop() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::community
