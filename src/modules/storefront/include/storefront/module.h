// The storefront's implementation, for the app and tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "answers/help.h"
#include "catalog/catalog.h"
#include "community/public_pages.h"
#include "community/readable.h"
#include "comparison/comparison.h"
#include "content/posts.h"
#include "content/view.h"
#include "content/visibility.h"
#include "drops/drops.h"
#include "feed/feed.h"
#include "identity/accounts.h"
#include "interactions/log.h"
#include "inventory/levels.h"
#include "media/media.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "platform/http/server.h"
#include "pricing/prices.h"
#include "reviews/questions.h"
#include "reviews/ratings.h"
#include "reviews/reviews.h"
#include "search/search.h"
#include "storefront/cards.h"
#include "storefront/variants.h"

namespace plaza::storefront {

// Sources for the content security policy that a payment provider's form in the page needs; empty: none.
struct PaymentSources {
  std::string script, frame, connect;
};

struct Brand {
  std::string name = "Plaza";
  std::string tagline;
  std::string currency = "EUR";
  std::string locale = "en";
  std::string public_url;  // without a slash at its end
  std::vector<std::string> payment_providers;
  PaymentSources payment_sources = {};
  bool dev = false;
};

struct Needs {
  db::Database& database;
  const Clock& clock;
  identity::Accounts& accounts;
  catalog::Catalog& catalog;
  catalog::Collections& collections;
  inventory::Levels& levels;
  media::Media& media;
  content::Posts& posts;
  content::PostViews& views;
  content::Relations& relations;
  feed::Feed& feed;
  search::Search& search;
  interactions::Log& log;
  comparison::Comparison& comparison;
  Brand brand;
  std::string web_dir;  // holds storefront/ and studio/; empty: the API only
  pricing::Prices* prices = nullptr;  // null: the catalogue\'s prices, in its currency only
  drops::Drops* drops = nullptr;      // null: the pages of drops are the bare shell
  VariantFor variant = {};            // empty: everybody sees the same
  reviews::Ratings* ratings = nullptr;  // null: nothing is rated
  reviews::Reviews* reviews = nullptr;  // null: pages quote nobody
  answers::Help* help = nullptr;        // null: the pages of help are the bare shell
  const content::Visibility* visibility = nullptr;  // null: no post is kept among some
  community::PublicPages* communities = nullptr;    // null: the pages of groups are the bare shell
  community::Readable* discussions = nullptr;    // null: none are found
  reviews::Questions* questions = nullptr;          // null: pages tell of no questions
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Cards& cards() = 0;
  // content::ProductChips, for content::Module::plug().
  virtual const content::ProductChips& chips() const = 0;
  // Reads products, collections and posts into memory; after the migrations, before serving.
  virtual void load() = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // What sells, from the log: the order of lists by popularity.
  virtual interactions::Learner& learner() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Cached answers and built files: what is asked before the routes.
  virtual std::vector<http::Front> fronts() = 0;
  // The HTML answer to an address that nothing serves.
  virtual http::Response not_found(http::Call& call) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);

}  // namespace plaza::storefront
