// How the app opens networks. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "care/care.h"
#include "care/channel.h"
#include "networks/settings.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/client.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "profiles/customers.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::networks {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  care::Care& care;
  profiles::Customers& customers;
  Settings settings;
  std::function<Result<http::ClientResponse>(const http::ClientRequest&)> fetch = http::fetch;  // blocking
};

class Module {
 public:
  virtual ~Module() = default;
  // The channel of each network; plugged into care. Lives as long as the module.
  virtual std::vector<care::Channel*> channels() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::networks
