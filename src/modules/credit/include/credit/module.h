// Credit's implementation, for the app and tests.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "credit/credit.h"
#include "credit/wallets.h"
#include "identity/accounts.h"
#include "identity/allowance.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::credit {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  bool unlimited = false;  // no limit on attempts: load tests only
  // Whether the shop takes money of this currency: what staff give in another one could never be spent. Unset: every currency.
  std::function<bool(Currency)> sells_in = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Credit& credit() = 0;
  virtual Wallets& wallets() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // What staff may give away; before add_routes(). Borrowed; without it they give what they like.
  virtual void plug(identity::Allowance& allowance) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;  // takes what expired off the cards
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::credit
