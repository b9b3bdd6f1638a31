#include "returns/module.h"

#include "outcome_statements.h"
#include "outcomes.h"
#include "personal_data.h"
#include "routes.h"
#include "statements.h"

namespace plaza::returns {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), returns_(needs), warranties_(needs), outcomes_(needs_) {}

  Returns& returns() override { return returns_; }
  Warranties& warranties() override { return warranties_; }
  Outcomes& outcomes() override { return outcomes_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void subscribe(events::Dispatcher& dispatcher) override { outcomes_.subscribe(dispatcher); }
  void add_jobs(jobs::Runner& runner) override {
    runner.every("returns.count_before", minutes(1), [this] { return outcomes_.count_before(); });
    runner.every("returns.sum_up_outcomes", hours(6), [this] { return outcomes_.sum_up(); });
  }

  void plug(identity::Allowance& allowance) override { allowance_ = &allowance; }
  void add_routes(http::Routes& routes) override {
    Needs limited = needs_;
    limited.allowance = allowance_;
    add_photo_route(routes, needs_);
    add_return_routes(routes, needs_, returns_);
    add_warranty_routes(routes, needs_, warranties_);
    add_admin_return_routes(routes, limited, returns_);
    add_admin_claim_routes(routes, limited, warranties_);
  }

 private:
  const Needs needs_;
  identity::Allowance* allowance_ = nullptr;
  ReturnService returns_;
  WarrantyService warranties_;
  OutcomeService outcomes_;
  ReturnsOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() {
  static const std::vector<const db::Statement*> all = [] {
    std::vector<const db::Statement*> found(std::begin(statements::all_statements), std::end(statements::all_statements));
    found.insert(found.end(), std::begin(statements::outcome_statements), std::end(statements::outcome_statements));
    return found;
  }();
  return all;
}

}  // namespace plaza::returns
