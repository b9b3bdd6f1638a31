// How the app opens payments. Not for other modules.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/allowance.h"
#include "payments/by_hand.h"
#include "payments/payments.h"
#include "payments/provider.h"
#include "payments/timer.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"

namespace plaza::payments {

// The account at Stripe. Webhooks come to POST /v1/webhooks/stripe.
struct StripeSettings {
  std::string secret_key;
  std::string publishable_key = {};  // for browsers
  std::string webhook_secret = {};   // several, separated by commas, while one is replaced by another; empty: webhooks are refused
  std::string base_url = "https://api.stripe.com";
  std::string script_url = "https://js.stripe.com/v3/";  // Stripe's script, for browsers
  std::string return_url = {};  // where a bank sends the browser back to if the payment names no place
};

struct Settings {
  // The embedded provider `test`, for --dev and demo only: what its tokens do stands in src/test_provider.h.
  bool test_provider = false;
  Micros deadline = seconds(10);         // how long a shopper waits for a provider
  Micros reconcile_after = seconds(15);  // longer than the deadline: then the checkout itself has given up
  Micros look_after = seconds(20);       // how often a payment that waits for its browser is looked at
  Micros action_patience = minutes(30);  // how long a browser has; then the payment is given up
  std::optional<StripeSettings> stripe = {};
  std::string subject_prefix = "ord";    // how ids of what is paid for are told to staff
};

struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  Settings settings = {};
  std::vector<Provider*> providers = {};  // borrowed; besides those of the settings
  Timer* timer = nullptr;                 // borrowed; null: a thread of its own
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Payments& payments() = 0;
  virtual ByHand& by_hand() = 0;
  // What staff may let pass as paid; before add_routes(). Borrowed.
  virtual void plug(identity::Allowance& allowance) = 0;
  // Webhooks, and what staff see of parked payments.
  virtual void add_routes(http::Routes& routes) = 0;
  // Captures, voids, refunds, and reconciliation every 5 s.
  virtual void add_jobs(jobs::Runner& runner) = 0;
  // Asks the providers about payments that have been processing for too long (SQLite: and about all that an earlier process left
  // open) and about those that wait for their browser, and records what they say. The error tells of payments whose provider
  // could not be asked. Blocks; for the job and tests.
  virtual Status reconcile() = 0;
  // Goes through the providers' own lists of the last days for money, and for refunds, that the shop does not count. Blocks, like
  // reconcile().
  virtual Status sweep() = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::payments
