#pragma once

#include "desk.h"
#include "interactions/log.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/http/route.h"

namespace plaza::feed {

struct RouteParts {
  db::Database& database;
  interactions::Log& log;
  const Clock& clock;
  catalog::Catalog& catalog;
  Engine& engine;
  Desk& desk;
  Currency currency;
};

// For viewers. The page itself (GET /v1/feed) is served by the storefront, which has the cards.
void add_viewer_routes(http::Routes& routes, const RouteParts& parts);
void add_admin_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::feed
