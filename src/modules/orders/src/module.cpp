#include "orders/module.h"

#include "cart_service.h"
#include "checkout_service.h"
#include "order_service.h"
#include "past_orders.h"
#include "personal_data.h"
#include "platform/base/check.h"
#include "routes.h"
#include "statements.h"
#include "subscribers.h"

namespace plaza::orders {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs), carts_(needs), checkout_(needs, carts_), after_sale_(needs), orders_(needs, after_sale_),
        payments_(needs, checkout_), settling_(needs), past_orders_(needs_), personal_data_(orders_) {
    CHECK(pricing::validate(needs.pricing).ok());
  }

  Carts& carts() override { return carts_; }
  Checkout& checkout() override { return checkout_; }
  Orders& orders() override { return orders_; }
  AfterSale& after_sale() override { return after_sale_; }
  PastOrders& past_orders() override { return past_orders_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void plug(identity::Allowance& allowance) override { allowance_ = &allowance; }
  void add_routes(http::Routes& routes) override {
    Needs limited = needs_;
    limited.allowance = allowance_;
    add_cart_routes(routes, needs_, carts_);
    add_cart_extras_routes(routes, needs_, carts_);
    add_checkout_route(routes, checkout_);
    add_order_routes(routes, needs_, orders_);
    add_payment_routes(routes, needs_, payments_);
    add_admin_routes(routes, limited, orders_);
    add_after_sale_routes(routes, limited, orders_, after_sale_);
  }
  void subscribe(events::Dispatcher& dispatcher) override { add_subscriptions(dispatcher, needs_, settling_, payments_); }
  void add_jobs(jobs::Runner& runner) override { add_periodic_jobs(runner, needs_); }

 private:
  const Needs needs_;
  identity::Allowance* allowance_ = nullptr;
  CartService carts_;
  CheckoutService checkout_;
  AfterSaleService after_sale_;
  OrderService orders_;
  OrderPayments payments_;
  Settling settling_;
  PastOrderService past_orders_;
  OrdersOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return statements::all_statements; }

}  // namespace plaza::orders
