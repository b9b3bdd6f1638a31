// How the app opens orders. Not for other modules.
#pragma once

#include <memory>
#include <span>

#include "catalog/catalog.h"
#include "credit/credit.h"
#include "drops/gate.h"
#include "identity/accounts.h"
#include "identity/allowance.h"
#include "inventory/levels.h"
#include "inventory/stock.h"
#include "orders/after_sale.h"
#include "orders/cart.h"
#include "orders/checkout.h"
#include "orders/order_mail.h"
#include "orders/orders.h"
#include "orders/past_orders.h"
#include "orders/pictures.h"
#include "payments/payments.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/db/migration.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"
#include "platform/jobs/jobs.h"
#include "pricing/price.h"
#include "pricing/prices.h"
#include "pricing/shipping.h"
#include "pricing/taxes.h"
#include "promotions/promotions.h"

namespace plaza::profiles {
class PersonalData;
}

namespace plaza::orders {

struct Settings {
  Micros grace = minutes(60);  // how long a shopper may cancel an order, or change its address, while nothing of it has left
  std::string brand_name = "Plaza";  // on packing slips
};

// The pointers are borrowed; without one of them the shop does not have what stands behind it.
struct Needs {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  inventory::Stock& stock;
  inventory::Levels& levels;
  payments::Payments& payments;
  OrderMail& mail;
  Pictures& pictures;
  pricing::Settings pricing = {};
  const pricing::TaxCalculator* tax = nullptr;  // null: the flat rate of `pricing`. Not asked when there are `taxes`
  const pricing::Prices* prices = nullptr;      // null: the catalogue's prices, in the shop's currency only
  const pricing::Taxes* taxes = nullptr;
  const pricing::Shipping* shipping = nullptr;  // null: the options of `pricing`
  promotions::Promotions* promotions = nullptr;
  credit::Credit* credit = nullptr;
  drops::Gate* gate = nullptr;
  const identity::Accounts* accounts = nullptr;  // for the names in the audit trail
  Settings settings = {};
  identity::Allowance* allowance = nullptr;  // null: staff give back as much as was paid
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Carts& carts() = 0;
  virtual Checkout& checkout() = 0;
  virtual Orders& orders() = 0;
  virtual AfterSale& after_sale() = 0;
  virtual PastOrders& past_orders() = 0;
  virtual profiles::PersonalData& personal_data() = 0;
  // What staff may give back; before add_routes(). Borrowed.
  virtual void plug(identity::Allowance& allowance) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Finishes what reconciliation found out: orders become paid, or are dropped.
  virtual void subscribe(events::Dispatcher& dispatcher) = 0;
  // Forgets carts that nobody touched for a season.
  virtual void add_jobs(jobs::Runner& runner) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::orders
