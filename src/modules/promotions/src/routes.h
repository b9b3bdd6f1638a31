// The staff's routes of discounts.
#pragma once

#include "platform/db/database.h"
#include "platform/http/route.h"
#include "promotions/discounts.h"

namespace plaza::promotions {

struct RouteParts {
  db::Database& database;
  Discounts& discounts;
};

void add_discount_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::promotions
