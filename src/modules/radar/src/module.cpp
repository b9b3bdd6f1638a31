#include "radar/module.h"

#include "defect_service.h"
#include "personal_data.h"
#include "radar/events.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "watch.h"

namespace plaza::radar {
namespace {

constexpr Micros look_period = seconds(10), defects_period = minutes(10);

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), service_(needs_, watch_), defects_(needs_, service_) {}

  Promotions& promotions() override { return service_.paused(); }
  interactions::Learner& learner() override { return watch_; }
  Signals& signals() override { return defects_; }
  void plug(Desk& desk) override {
    service_.plug(desk);
    defects_.plug(desk);
  }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_, service_, watch_, defects_};
    add_staff_routes(routes, parts);
    add_defect_routes(routes, parts);
  }
  void add_jobs(jobs::Runner& runner) override {
    runner.every("radar.look", look_period, [this] { return service_.look(); });
    runner.every("radar.defects", defects_period, [this] { return defects_.look(); });
  }
  // What other nodes did.
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("radar.paused", {PromotionChanged::topic}, [this](const std::vector<events::Event>&) { service_.load(); });
  }
  void load() override { service_.load(); }

 private:
  const Needs needs_;
  Watch watch_;
  Service service_;
  DefectService defects_;
  AlertsOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::radar
