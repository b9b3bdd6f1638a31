// Search's implementation, for the app and tests.
#pragma once

#include <memory>
#include <string>

#include "catalog/catalog.h"
#include "community/readable.h"
#include "content/posts.h"
#include "content/visibility.h"
#include "identity/accounts.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "search/search.h"

namespace plaza::search {

struct Needs {
  db::Database& database;  // where products, posts and people are read from
  const Clock& clock;
  identity::Accounts& accounts;
  catalog::Catalog& catalog;
  content::Posts& posts;
  std::string index_path;  // the index file; ":memory:" for tests. Rebuilt when it is missing or of another version
  const content::Visibility* visibility = nullptr;  // null: no post is kept among some
  community::Readable* discussions = nullptr;    // null: none are found
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Search& search() = 0;
  // Brings the index up to date with the database; before serving.
  virtual void load() = 0;
  // Takes what was deleted out of the file itself, so that no word of it is left. Seconds for a large index; searches go on.
  virtual void compact() = 0;
  // Every node: keeps it so.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);

}  // namespace plaza::search
