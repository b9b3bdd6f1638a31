// Routes: the staff's, and those that pages ask.
#pragma once

#include "desk.h"
#include "findings.h"
#include "platform/base/money.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
#include "service.h"

namespace plaza::experiments {

struct RouteParts {
  db::Database& database;
  const Clock& clock;
  Desk& desk;
  ExperimentsService& service;
  const Findings& findings;
  const bool& feed_asks;
  Currency currency;
};

void add_staff_routes(http::Routes& routes, const RouteParts& parts);
void add_report_routes(http::Routes& routes, const RouteParts& parts);
void add_page_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::experiments
