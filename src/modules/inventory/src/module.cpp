#include "inventory/module.h"

#include "alerts.h"
#include "identity/events.h"
#include "inventory/events.h"
#include "level_table.h"
#include "limits.h"
#include "notices.h"
#include "personal_data.h"
#include "routes.h"
#include "service.h"
#include "statements.h"

namespace plaza::inventory {
namespace {

constexpr int expired_batch = 100;

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        notices_(needs.database, levels_),
        limits_(needs.ids, needs.clock),
        stock_({needs.ids, needs.clock, needs.catalog, levels_, notices_, places_, limits_}),
        alerts_({needs.ids, needs.clock, needs.catalog, levels_, needs.mailer, needs.bell}) {}

  Stock& stock() override { return stock_; }
  Levels& levels() override { return levels_; }
  catalog::StockSink& stock_sink() override { return stock_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.ids, needs_.clock, needs_.catalog, stock_,
                           levels_,         places_,    limits_,      alerts_};
    add_stock_routes(routes, parts);
    add_location_routes(routes, parts);
    add_supply_routes(routes, parts);
    add_alert_routes(routes, parts);
    add_csv_routes(routes, parts);
  }

  // What other nodes changed (and this one too: an equal version changes nothing).
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("inventory.levels", {StockChanged::topic},
                          [this](const std::vector<events::Event>& batch) {
                            for (const auto& event : batch) {
                              const auto changed = events::read<StockChanged>(event);
                              for (const auto& part : changed.parts)
                                levels_.apply(changed.variant_id, changed.product_id, part);
                            }
                          });
    dispatcher.every_node("inventory.rules", {RulesChanged::topic},
                          [this](const std::vector<events::Event>&) { load_rules(); });
    dispatcher.once("inventory.alerts", {StockBack::topic},
                    [this](db::Transaction& tx, const events::Event& event) {
                      return alerts_.tell(tx, events::read<StockBack>(event).variant_id);
                    });
    dispatcher.once("inventory.erase", {identity::AccountErased::topic},
                    [](db::Transaction& tx, const events::Event& event) -> Status {
                      forget_alerts(tx, events::read<identity::AccountErased>(event).account_id);
                      return done();
                    });
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.every("inventory.expire_holds", seconds(1), [this] { return expire_holds(); });
    runner.every("inventory.forget_alerts", days(1), [this] { return forget_old_alerts(); });
  }

  void load() override {
    const auto work = [&](db::Reader& reader) {
      levels_.load(reader);
      return 0;
    };
    needs_.database.read_now(work);
    load_rules();
  }

  void publish_changes() override { notices_.publish_gathered(); }
  void start() override { notices_.start(); }
  void stop() override { notices_.stop(); }

 private:
  void load_rules() {
    const auto work = [&](db::Reader& reader) {
      places_.set(locations(reader));
      limits_.load(reader);
      each_preorder(reader, [&](const PreorderRow& preorder) { levels_.apply(preorder); });
      return 0;
    };
    needs_.database.read_now(work);
  }

  // Few to a transaction, so that a checkout never waits long behind them.
  Status expire_holds() {
    const auto work = [&](db::Transaction& tx) { return stock_.expire(tx, expired_batch); };
    for (;;) {
      TRY(const int released, needs_.database.write_now(work));
      if (released < expired_batch) return done();
    }
  }

  // Who asked a year ago does not wait any more; an address is kept no longer than it is needed.
  Status forget_old_alerts() {
    const auto work = [&](db::Transaction& tx) -> Result<std::int64_t> {
      return forget_alerts(tx, needs_.clock.now() - days(365), expired_batch);
    };
    for (;;) {
      TRY(const std::int64_t forgotten, needs_.database.write_now(work));
      if (forgotten < expired_batch) return done();
    }
  }

  const Needs needs_;
  LevelTable levels_;
  Notices notices_;
  LocationRules places_;
  Limits limits_;
  StockService stock_;
  Alerts alerts_;
  AlertsOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::inventory
