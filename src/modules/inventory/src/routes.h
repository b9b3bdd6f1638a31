// The routes of stock.
#pragma once

#include "alerts.h"
#include "catalog/catalog.h"
#include "limits.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
#include "service.h"

namespace plaza::inventory {

struct RouteParts {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  StockService& stock;
  LevelTable& levels;
  LocationRules& places;
  Limits& limits;
  Alerts& alerts;
};

// Who did it, for the ledger.
std::string actor_of(const http::Call& call);
http::Access staff();

void add_stock_routes(http::Routes& routes, const RouteParts& parts);
void add_location_routes(http::Routes& routes, const RouteParts& parts);
void add_supply_routes(http::Routes& routes, const RouteParts& parts);
void add_alert_routes(http::Routes& routes, const RouteParts& parts);
void add_csv_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::inventory
