// How the app opens care. Not for other modules.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "care/care.h"
#include "care/channel.h"
#include "care/lessons.h"
#include "care/opening.h"
#include "care/reading.h"
#include "catalog/catalog.h"
#include "content/view.h"
#include "credit/credit.h"
#include "identity/accounts.h"
#include "identity/allowance.h"
#include "identity/staff.h"
#include "media/media.h"
#include "notifications/bell.h"
#include "notifications/hub.h"
#include "orders/after_sale.h"
#include "orders/orders.h"
#include "payments/by_hand.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"
#include "returns/returns.h"
#include "returns/warranties.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::care {

struct Brand {
  std::string name;
  std::string public_url;  // "https://shop.example"
  mail::Address mail_from;
  Currency currency{{'E', 'U', 'R'}};  // of the limits
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  identity::Accounts& accounts;
  identity::Staff& staff;
  media::Media& media;
  orders::Orders& orders;
  orders::AfterSale& after_sale;
  returns::Returns& returns;
  returns::Warranties& warranties;
  credit::Credit& credit;
  payments::ByHand& by_hand;
  notifications::Hub& hub;
  mail::Sender& mail;
  Brand brand;
  std::string index_path;  // of the full-text index of this node; ":memory:" for tests
  bool unlimited = false;  // no rate limits: load tests only
  notifications::Bell* bell = nullptr;  // null: nobody is told of mentions and lateness
  catalog::Catalog* catalog = nullptr;  // null: whether a product is there is not asked
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Care& care() = 0;
  virtual Lessons& lessons() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // How much agents may give, for the modules whose routes give it.
  virtual identity::Allowance& allowance() = 0;
  virtual const Opening& opening() = 0;
  // The cards of products that messages show; without it there are none. Borrowed.
  virtual void plug(const content::ProductChips& chips) = 0;
  // Before start: another channel beside those of its own (form, email). It must outlive the module.
  virtual void plug(Channel& channel) = 0;
  // Before start: what reads incoming texts, and what finds their product.
  virtual void plug(const TextReader& reader) = 0;
  virtual void plug(ProductFinder& finder) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Brings the full-text index up to date. After subscribe().
  virtual void load() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::care
