#include "experiments/module.h"

#include "desk.h"
#include "experiments/events.h"
#include "findings.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "store.h"

namespace plaza::experiments {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        findings_(needs.currency),
        service_(findings_, needs.log, needs.clock),
        desk_(needs.ids, needs.clock, service_) {}

  Experiments& experiments() override { return service_; }
  Planning& planning() override { return desk_; }
  interactions::Learner& learner() override { return findings_; }
  void plug(const Audience& audience) override { service_.plug(audience); }
  void plug(const Allowance& allowance) override { service_.plug(allowance); }
  void say_feed_asks() override { feed_asks_ = true; }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.clock, desk_, service_, findings_, feed_asks_, needs_.currency};
    add_staff_routes(routes, parts);
    add_report_routes(routes, parts);
    add_page_routes(routes, parts);
  }

  // What other nodes did.
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("experiments.memory", {ExperimentChanged::topic, HoldoutSet::topic},
                          [this](const std::vector<events::Event>& batch) {
                            const auto work = [&](db::Reader& reader) {
                              for (const auto& event : batch) take_in(reader, event);
                              return 0;
                            };
                            needs_.database.read_now(work);
                          });
  }

  void load() override {
    const auto work = [&](db::Reader& reader) {
      for (const auto& experiment : store::running(reader)) service_.put(experiment);
      if (const auto holdout = store::holdout(reader)) service_.set_holdout(holdout->share_bp);
      return 0;
    };
    needs_.database.read_now(work);
  }

 private:
  void take_in(db::Reader& reader, const events::Event& event) {
    if (event.topic == HoldoutSet::topic) {
      service_.set_holdout(events::read<HoldoutSet>(event).share_bp);
    } else if (const auto experiment = store::find(reader, events::read<ExperimentChanged>(event).experiment_id)) {
      service_.put(*experiment);
    }
  }

  const Needs needs_;
  bool feed_asks_ = false;
  Findings findings_;
  ExperimentsService service_;
  Desk desk_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::experiments
