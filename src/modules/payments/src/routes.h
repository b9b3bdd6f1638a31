// Webhooks, the ways to pay, and what staff see.
#pragma once

#include "payments/module.h"
#include "test_provider.h"

namespace plaza::payments {

// What the routes work with. Borrowed; `test` is null where there is no provider `test`, `allowance` where staff may let anything pass.
struct RouteNeeds {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  const Settings& settings;
  const Payments& payments;
  TestProvider* test = nullptr;
  identity::Allowance* allowance = nullptr;
};
void add_staff_routes(http::Routes& routes, const RouteNeeds& needs);
void add_all_routes(http::Routes& routes, const RouteNeeds& needs);

}  // namespace plaza::payments
