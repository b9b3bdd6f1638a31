#include "credit/module.h"

#include "personal_data.h"
#include "routes.h"
#include "service.h"
#include "statements.h"

namespace plaza::credit {
namespace {

constexpr int expired_batch = 100;

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs), credit_(needs) {}

  Credit& credit() override { return credit_; }
  Wallets& wallets() override { return credit_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }

  void plug(identity::Allowance& allowance) override { allowance_ = &allowance; }
  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.accounts, credit_, allowance_};
    add_card_routes(routes, parts);
    add_store_credit_routes(routes, parts);
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.every("credit.expire_cards", hours(1), [this] { return expire(); });
  }

 private:
  // Few to a transaction, so that a checkout never waits long behind them.
  Status expire() {
    const auto work = [&](db::Transaction& tx) { return credit_.expire(tx, expired_batch); };
    for (;;) {
      TRY(const int expired, needs_.database.write_now(work));
      if (expired < expired_batch) return done();
    }
  }

  const Needs needs_;
  identity::Allowance* allowance_ = nullptr;
  CreditService credit_;
  CreditOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::credit
