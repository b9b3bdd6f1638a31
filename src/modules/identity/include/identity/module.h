// How the app opens identity. Not for other modules.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "identity/account_mail.h"
#include "identity/accounts.h"
#include "identity/api_keys.h"
#include "identity/farewell.h"
#include "identity/sessions.h"
#include "identity/staff.h"
#include "identity/surroundings.h"
#include "platform/base/time.h"
#include "platform/crypto/passwords.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::identity {

// Attempts allowed in memory, per node. 0: no limit (load tests only).
struct Limits {
  int sign_ups_per_address_per_hour = 100;
  int sign_ins_per_address_per_minute = 60;
  int failures_per_account_and_address = 10;  // wrong passwords in 15 minutes from one address
  int failures_per_account = 100;             // wrong passwords in 15 minutes from everywhere
  int mails_per_account_per_hour = 5;         // verification and reset mails to one address
  int mails_per_address_per_hour = 20;        // the same, asked for by one remote address
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  crypto::PasswordHasher& passwords;
  std::string public_url;  // the cookie is Secure when it starts with "https:"
  Limits limits = {};
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Accounts& accounts() = 0;
  virtual Sessions& sessions() = 0;
  virtual Staff& staff() = 0;
  virtual ApiKeys& api_keys() = 0;
  // Blocks above identity, plugged in before the first request. Borrowed; without them no mail is sent.
  virtual void plug(AccountMail& mail) = 0;
  virtual void plug(Surroundings& surroundings) = 0;
  virtual void plug(Farewell& farewell) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // On every node: refreshes faces, sessions, roles and keys that another node changed.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

// Reads faces, sessions and keys into memory; the schema must be migrated.
std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::identity
