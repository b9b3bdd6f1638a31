// How the app opens calls. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "calls/calls.h"
#include "care/care.h"
#include "care/channel.h"
#include "identity/accounts.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "profiles/customers.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::calls {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  profiles::Customers& customers;
  care::Care& care;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Calls& calls() = 0;
  // Plugged into care: what was said on the telephone is not answered there.
  virtual care::Channel& channel() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::calls
