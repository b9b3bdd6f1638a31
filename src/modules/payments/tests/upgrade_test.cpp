// A shop from before there were parts: its payments and the refunds that are under way go on.
#include "fixture.h"
#include "work.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

constexpr db::Statement old_intent{nullptr, R"sql(
INSERT INTO payments_intents (id, subject, provider, amount, currency, status, reference, created_at, updated_at)
VALUES ($1, $2, 'test', 1999, 'EUR', $3, 'test_ref', 1000, 1000))sql"};
constexpr db::Statement old_ledger{nullptr, R"sql(
INSERT INTO payments_test_ledger (payment_id, fate, amount, currency) VALUES ($1, $2, 1999, 'EUR'))sql"};

class OldPayments : public testing::OnEachEngine {
 protected:
  OldPayments() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(migrations().first(1));
    const auto written = database().write_now([&](db::Transaction& tx) -> Status {
      tx.execute(old_intent, {11, 1, static_cast<int>(captured)});
      tx.execute(old_intent, {12, 2, static_cast<int>(refunding)});
      tx.execute(old_intent, {13, 3, static_cast<int>(refunded)});
      tx.execute(old_intent, {14, 4, static_cast<int>(processing)});
      for (const int paid : {11, 12}) tx.execute(old_ledger, {paid, 0});
      tx.execute(old_ledger, {13, 3});
      jobs::enqueue(tx, {refund_kind, R"({"payment_id":")" + to_text(PaymentId{12}) + "\"}"});
      return done();
    });
    EXPECT_TRUE(written.ok());
    database().migrate(migrations());
    module_ = open({database(), ids_, clock_, Settings{.test_provider = true}, {}, &timer_});
  }
  std::string states() {
    std::string all;
    for (int id = 11; id <= 14; ++id) {
      const auto payment = database().read_now([&](db::Reader& reader) { return module_->payments().find(reader, PaymentId{id}); });
      all += std::string(json::enum_text(payment->status)) + " " + std::to_string(payment->captured) + "-" +
             std::to_string(payment->refunded) + "; ";
    }
    return all;
  }
  bool refund(std::int64_t id) {
    return *database().write_now(
        [&](db::Transaction& tx) -> Result<bool> { return module_->payments().refund(tx, PaymentId{id}); });
  }

  testing::FakeClock clock_;
  IdSource ids_{clock_, 1};
  HandTimer timer_;
  std::unique_ptr<Module> module_;
};

ENGINE_TEST(OldPayments, KnowWhatWasTakenAndGivenBack) {
  EXPECT_EQ(states(), "captured 1999-0; refunding 1999-1999; refunded 1999-1999; processing 0-0; ");
}

ENGINE_TEST(OldPayments, GoOnWhereTheyWere) {
  EXPECT_TRUE(refund(11));
  EXPECT_FALSE(refund(12));
  EXPECT_FALSE(refund(13));
  const auto runner = jobs::open_runner(database(), clock_);
  module_->add_jobs(*runner);
  clock_.advance(seconds(20));
  runner->run_due();
  EXPECT_EQ(states(), "refunded 1999-1999; refunded 1999-1999; refunded 1999-1999; failed 0-0; ");
}

}  // namespace
}  // namespace plaza::payments
