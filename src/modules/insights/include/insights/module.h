// The studio's live overview: what is happening now, from the interaction log and the orders. Counters are a learner's state.
#pragma once

#include <memory>

#include "catalog/catalog.h"
#include "content/posts.h"
#include "content/view.h"
#include "interactions/log.h"
#include "inventory/stock.h"
#include "orders/orders.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "storefront/cards.h"

namespace plaza::insights {

struct Needs {
  db::Database& database;
  const Clock& clock;
  interactions::Log& log;
  orders::Orders& orders;
  storefront::Cards& cards;
  content::Posts& posts;
  content::PostViews& views;
  inventory::Stock& stock;
  catalog::Catalog& catalog;
  jobs::Runner& runner;
  events::Dispatcher& dispatcher;
  Currency currency;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual interactions::Learner& learner() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);

}  // namespace plaza::insights
