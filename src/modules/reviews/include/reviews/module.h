// How the app opens reviews. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "catalog/imports.h"
#include "comparison/evidence.h"
#include "identity/accounts.h"
#include "media/media.h"
#include "moderation/content.h"
#include "moderation/submissions.h"
#include "orders/orders.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/csv/reader.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/consents.h"
#include "reviews/questions.h"
#include "reviews/ratings.h"
#include "reviews/review_mail.h"
#include "reviews/reviews.h"
#include "reviews/voters.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::reviews {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  media::Media& media;
  catalog::Catalog& catalog;
  orders::Orders& orders;
  profiles::Consents& consents;
  moderation::Submissions& submissions;
  ReviewMail& mail;
};

// What came of a file.
struct ImportReport {
  std::int64_t created = 0, updated = 0, unchanged = 0, failed = 0;
  struct Problem {
    std::int64_t line = 0;
    std::string message;
  };
  std::vector<Problem> problems;  // the first 1,000
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Reviews& reviews() = 0;
  virtual Questions& questions() = 0;
  virtual Ratings& ratings() = 0;
  virtual const comparison::Evidence& evidence() const = 0;
  // For moderation to be plugged into; a reply goes by the id of its review.
  virtual moderation::Content& moderated(moderation::Kind kind) = 0;
  // Takes the pictures of imported reviews in; borrowed, before anything runs.
  virtual void plug(catalog::ImageFetcher& images) = 0;
  // Whom the community trusts; borrowed, before anything runs. Without it votes of buyers alone count.
  virtual void plug(const Voters& voters) = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // Ratings into memory; after the migrations and subscribe(), before serving.
  virtual void load() = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // For the command line: takes a file in on the calling thread. Errors: reviews.file_empty, reviews.unknown_columns.
  virtual Result<ImportReport> import_file(std::string_view file,
                                           const std::function<void(std::int64_t done, std::int64_t total)>& progress) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::reviews
