// The staff's routes of predictions.
#pragma once

#include "activity.h"
#include "board.h"
#include "identity/accounts.h"
#include "platform/base/money.h"
#include "platform/db/database.h"
#include "platform/http/route.h"

namespace plaza::predictions {

inline constexpr const char* train_job = "predictions.train";

struct RouteParts {
  db::Database& database;
  identity::Accounts& accounts;
  const Activity& activity;
  const Board& board;
  Currency currency;
};

void add_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::predictions
