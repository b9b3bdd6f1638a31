#pragma once

#include "comparison/comparison.h"
#include "platform/db/database.h"
#include "platform/http/route.h"

namespace plaza::comparison {

void add_comparison_routes(http::Routes& routes, db::Database& database, const Comparison& comparison);

}  // namespace plaza::comparison
