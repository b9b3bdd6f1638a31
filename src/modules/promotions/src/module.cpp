#include "promotions/module.h"

#include "book.h"
#include "desk.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "subscribers.h"

namespace plaza::promotions {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        service_(book_, needs.clock),
        desk_({needs.ids, needs.clock, needs.catalog, needs.collections, book_}) {}

  Promotions& promotions() override { return service_; }
  Discounts& discounts() override { return desk_; }
  void plug(const Audience* audience, FirstOrders* first_orders) override {
    service_.plug(audience, first_orders);
  }
  void add_routes(http::Routes& routes) override {
    add_discount_routes(routes, {needs_.database, desk_});
  }
  void subscribe(events::Dispatcher& dispatcher) override {
    subscribe_book(dispatcher, subscriber_parts());
  }
  void load() override { load_book(subscriber_parts()); }

 private:
  SubscriberParts subscriber_parts() {
    return {needs_.database, needs_.catalog, needs_.collections, desk_, book_};
  }

  const Needs needs_;
  Book book_;
  PromotionsService service_;
  Desk desk_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::promotions
