#include "predictions/module.h"

#include "activity.h"
#include "board.h"
#include "identity/events.h"
#include "predictions/events.h"
#include "routes.h"
#include "statements.h"
#include "trainer.h"

namespace plaza::predictions {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        board_(needs.currency),
        trainer_(needs.database, needs.clock, needs.accounts, needs.orders, activity_, board_, needs.currency) {}

  Predictions& predictions() override { return board_; }
  void plug(const Allowance& allowance) override { board_.plug(allowance); }
  interactions::Learner& learner() override { return activity_; }
  void add_routes(http::Routes& routes) override {
    predictions::add_routes(routes, {needs_.database, needs_.accounts, activity_, board_, needs_.currency});
  }
  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("predictions.board", {Trained::topic, identity::AccountErased::topic},
                          [this](const std::vector<events::Event>& batch) { take_in(batch); });
    dispatcher.once("predictions.erasure", {identity::AccountErased::topic}, [](db::Transaction& tx, const events::Event& event) -> Status {
      store::forget(tx, events::read<identity::AccountErased>(event).account_id.value);
      return done();
    });
  }
  void add_jobs(jobs::Runner& runner) override {
    runner.every("predictions.nightly", days(1), [this] { return trainer_.train(); });
    runner.handle(train_job, {}, [this](const jobs::Job&) { return trainer_.train(); });
  }
  void load() override { board_.load(needs_.database); }
  Status train() override { return trainer_.train(); }

 private:
  void take_in(const std::vector<events::Event>& batch) {
    bool trained = false;
    for (const auto& event : batch) {
      if (event.topic == Trained::topic) trained = true;
      else board_.forget(events::read<identity::AccountErased>(event).account_id.value);
    }
    if (trained) board_.load(needs_.database);
  }

  const Needs needs_;
  Activity activity_;
  Board board_;
  Trainer trainer_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::predictions
