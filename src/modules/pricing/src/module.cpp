#include "pricing/module.h"

#include "announcer.h"
#include "class_column.h"
#include "identity/events.h"
#include "platform/base/check.h"
#include "routes.h"
#include "service.h"
#include "statements.h"

namespace plaza::pricing {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        prices_(needs.settings.currency, announcer_),
        taxes_(needs_.settings, prices_),
        shipping_(needs_.settings, prices_),
        service_({needs.ids, needs.clock, needs.catalog, needs.accounts, {prices_, taxes_, shipping_}}),
        class_column_(service_),
        told_until_(needs.clock.now()) {
    CHECK(validate(needs.settings).ok());
  }
  ~Opened() override { announcer_.stop(); }

  Prices& prices() override { return prices_; }
  Taxes& taxes() override { return taxes_; }
  Shipping& shipping() override { return shipping_; }
  Desk& desk() override { return service_; }
  Standings& standings() override { return service_; }
  catalog::ProductColumns& product_columns() override { return class_column_; }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.clock, needs_.catalog, needs_.accounts, service_, prices_};
    add_list_routes(routes, parts);
    add_entry_routes(routes, parts);
    add_group_routes(routes, parts);
    add_currency_routes(routes, parts);
    add_tax_routes(routes, parts);
    add_exemption_routes(routes, parts);
    add_class_name_routes(routes, parts);
    add_shipping_routes(routes, parts);
  }

  // What other nodes changed (and this one too: an equal version changes nothing).
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("pricing.memory", {PriceChanged::topic}, [this](const std::vector<events::Event>& batch) {
      const auto work = [&](db::Reader& reader) {
        for (const auto& event : batch) service_.refresh(reader, events::read<PriceChanged>(event));
        return 0;
      };
      needs_.database.read_now(work);
    });
    dispatcher.once("pricing.forget", {identity::AccountErased::topic}, [this](db::Transaction& tx, const events::Event& event) {
      return service_.forget(tx, events::read<identity::AccountErased>(event).account_id);
    });
  }

  void load() override {
    const auto work = [&](db::Reader& reader) {
      service_.load(reader);
      return 0;
    };
    needs_.database.read_now(work);
  }

  void tell_changes() override {
    pass_borders();
    announcer_.tell();
  }
  void start() override {
    announcer_.start([this] { return pass_borders(); });
  }
  void stop() override { announcer_.stop(); }

 private:
  // Announces the borders since the last call; in how long the next one is.
  std::optional<Micros> pass_borders() {
    const Time now = needs_.clock.now();
    if (now > told_until_) {
      prices_.announce_borders(told_until_, now);
      told_until_ = now;
    }
    const auto next = prices_.next_border(now);
    return next ? std::optional(*next - now) : std::nullopt;
  }

  const Needs needs_;
  Announcer announcer_;
  PriceBook prices_;
  TaxBook taxes_;
  ShippingBook shipping_;
  Service service_;
  ClassColumn class_column_;
  Time told_until_;  // of the announcer's thread, or of who calls tell_changes()
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::pricing
