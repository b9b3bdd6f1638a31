// How the app opens the interchange of files. Not for other modules.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "catalog/catalog.h"
#include "credit/wallets.h"
#include "identity/accounts.h"
#include "orders/orders.h"
#include "orders/past_orders.h"
#include "payments/payments.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "pricing/standing.h"
#include "profiles/customers.h"

namespace plaza::interchange {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  profiles::Customers& customers;
  catalog::Catalog& catalog;
  orders::Orders& orders;
  orders::PastOrders& past_orders;
  payments::PaymentRecords& payments;
  pricing::Standings& standings;
  credit::Wallets& wallets;
  Currency currency;      // of the shop
  std::string shop_name;  // what this shop's own orders are told from: "clay.example"
};

class Module {
 public:
  virtual ~Module() = default;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::interchange
