// Content's implementation, for the app and tests.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "content/posts.h"
#include "content/view.h"
#include "content/visibility.h"
#include "content/writing.h"
#include "identity/accounts.h"
#include "media/media.h"
#include "moderation/content.h"
#include "moderation/decisions.h"
#include "moderation/submissions.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"

namespace plaza::profiles {
class Blocks;
class PersonalData;
}

namespace plaza::content {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  media::Media& media;
  catalog::Catalog& catalog;
  moderation::Submissions* submissions = nullptr;  // null: whatever members write is published
  const profiles::Blocks* blocks = nullptr;        // null: nobody has blocked anybody
  moderation::Decisions* decisions = nullptr;      // null: nobody takes away what others wrote
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Posts& posts() = 0;
  virtual Writing& writing() = 0;
  virtual Relations& relations() = 0;
  virtual PostViews& views() = 0;
  // The cards of products, from above; before anything is served, borrowed. Without it tags have no chips.
  virtual void plug(const ProductChips& chips) = 0;
  // As above. Without it no post is kept among some.
  virtual void plug(const Visibility& visibility) = 0;
  // Reads relations and counters into memory; after the migrations, before serving.
  virtual void load() = 0;
  // Its pieces for moderators: plugged into moderation by the app.
  virtual moderation::Content& moderated_posts() = 0;
  virtual moderation::Content& moderated_comments() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::content
