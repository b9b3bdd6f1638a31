// How the app opens returns. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "identity/allowance.h"
#include "media/media.h"
#include "orders/after_sale.h"
#include "orders/orders.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "returns/outcomes.h"
#include "returns/return_mail.h"
#include "returns/returns.h"
#include "returns/warranties.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::returns {

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  media::Media& media;
  orders::Orders& orders;
  orders::AfterSale& after_sale;
  ReturnMail& mail;
  identity::Allowance* allowance = nullptr;  // null: staff give as much as was paid
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Returns& returns() = 0;
  virtual Warranties& warranties() = 0;
  virtual Outcomes& outcomes() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // What staff may give; before add_routes(). Borrowed.
  virtual void plug(identity::Allowance& allowance) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::returns
