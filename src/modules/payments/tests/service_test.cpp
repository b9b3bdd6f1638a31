#include <functional>
#include <thread>

#include "fixture.h"

namespace plaza::payments {
namespace {

using Kind = Outcome::Kind;

ENGINE_TEST(PaymentsTest, TheTestProviderIsThereOnlyWhenTheSettingsSaySo) {
  EXPECT_TRUE(payments().has_provider("test"));
  open_anew(false);
  EXPECT_FALSE(payments().has_provider("test"));
  EXPECT_EQ(payments().providers(), (std::vector<std::string>{"scripted"}));
}

ENGINE_TEST(PaymentsTest, TheTokenDecidesWhatTheTestProviderDoes) {
  EXPECT_EQ(pay(begin("test"), "ok").kind, Kind::paid);
  const auto declined = pay(begin("test"), "declined");
  EXPECT_EQ(declined.kind, Kind::declined);
  EXPECT_EQ(declined.error.code, "payment.declined");
  EXPECT_EQ(pay(begin("test"), "something else").kind, Kind::declined);
  const auto broken = pay(begin("test"), "error");
  EXPECT_EQ(broken.kind, Kind::unknown);
  EXPECT_EQ(broken.error.code, "payment.provider_failed");
}

ENGINE_TEST(PaymentsTest, TheSameTokenTwiceTakesTheMoneyOnce) {
  const auto payment = begin("test");
  const auto first = pay(payment, "ok");
  const auto second = pay(payment, "declined");  // the key is the payment, not the token
  EXPECT_EQ(second.kind, Kind::paid);
  EXPECT_EQ(first.reference, second.reference);
}

// Pays on a thread of its own, as a request does, while the test moves the time.
struct Background {
  explicit Background(std::function<Outcome()> work) : thread([this, work = std::move(work)] { outcome = work(); }) {}
  Outcome finish() {
    thread.join();
    return outcome;
  }
  Outcome outcome;
  std::thread thread;
};

void wait_for_timers(HandTimer& timer, std::size_t count) {
  while (timer.waiting() < count) std::this_thread::yield();
}

ENGINE_TEST(PaymentsTest, ASlowProviderIsWaitedForWithoutHoldingAThread) {
  const auto payment = begin("test");
  Background paying([&] { return pay(payment, "slow"); });
  wait_for_timers(timer_, 2);  // its own two seconds and our deadline
  timer_.pass(seconds(2));
  EXPECT_EQ(paying.finish().kind, Kind::paid);
}

ENGINE_TEST(PaymentsTest, AProviderThatIsTooSlowIsNotWaitedFor) {
  scripted_.silent = true;
  const auto payment = begin("scripted");
  Background paying([&] { return pay(payment, "ok"); });
  wait_for_timers(timer_, 1);
  timer_.pass(seconds(10));
  const auto outcome = paying.finish();
  EXPECT_EQ(outcome.kind, Kind::unknown);
  EXPECT_EQ(outcome.error.code, "payment.provider_failed");
  EXPECT_EQ(status(payment), PaymentStatus::processing);
  scripted_.held.at(0)(Done{});  // its late answer is heard by nobody and does no harm
  EXPECT_EQ(status(payment), PaymentStatus::processing);
}

ENGINE_TEST(PaymentsTest, AProviderThatThrowsLeavesTheOutcomeOpen) {
  scripted_.throws = true;
  EXPECT_EQ(pay(begin("scripted"), "ok").kind, Kind::unknown);
}

ENGINE_TEST(PaymentsTest, TheProviderGetsThePaymentsIdAsItsKey) {
  const auto payment = begin("scripted", 4'200);
  pay(payment, "tok_1");
  ASSERT_EQ(scripted_.charges.size(), 1u);
  EXPECT_EQ(scripted_.charges[0].payment, payment.id);
  EXPECT_EQ(scripted_.charges[0].amount.amount, 4'200);
  EXPECT_EQ(scripted_.charges[0].token, "tok_1");
}

// --- reconciliation ---

ENGINE_TEST(PaymentsTest, WhatWasPaidBeforeTheCrashIsFoundOut) {
  const auto payment = begin("test");
  pay(payment, "ok");  // and then the process died: nothing was recorded
  open_anew();
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), PaymentStatus::captured);
  const auto news = announced();
  ASSERT_EQ(news.size(), 1u);
  const auto said = events::read<PaymentReconciled>(news[0]);
  EXPECT_EQ(said.payment_id, payment.id);
  EXPECT_EQ(said.subject, 7);
  EXPECT_TRUE(said.captured);
}

ENGINE_TEST(PaymentsTest, WhatWasNeverPaidNeverWillBe) {
  const auto payment = begin("test");  // the process died before it asked the provider
  open_anew();
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), PaymentStatus::failed);
  EXPECT_FALSE(events::read<PaymentReconciled>(announced().at(0)).captured);
  EXPECT_EQ(pay(payment, "ok").kind, Kind::declined);  // a request that was on its way comes too late
}

ENGINE_TEST(PaymentsTest, APaymentInProgressIsLeftAlone) {
  const auto payment = begin("test");
  clock_.advance(seconds(14));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), PaymentStatus::processing);
  EXPECT_TRUE(announced().empty());
}

ENGINE_TEST(PaymentsTest, WithSqliteWhatAnEarlierProcessLeftIsSettledAtOnce) {
  const auto payment = begin("test");
  pay(payment, "ok");
  clock_.advance(1);
  open_anew();
  const auto own = begin("test");
  EXPECT_TRUE(module_->reconcile().ok());
  const bool alone = engine() == db::Engine::sqlite;
  EXPECT_EQ(status(payment), alone ? PaymentStatus::captured : PaymentStatus::processing);
  EXPECT_EQ(status(own), PaymentStatus::processing);
}

ENGINE_TEST(PaymentsTest, ReconcilingTwiceAnnouncesOnce) {
  begin("test");
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(announced().size(), 1u);
}

ENGINE_TEST(PaymentsTest, AProviderThatDoesNotKnowYetIsAskedAgainLater) {
  scripted_.settlement = Error{ErrorKind::upstream, "down", "down"};
  const auto payment = begin("scripted");
  clock_.advance(seconds(15));
  EXPECT_EQ(module_->reconcile().error().code, "payment.provider_failed");
  EXPECT_EQ(status(payment), PaymentStatus::processing);
  EXPECT_TRUE(module_->reconcile().ok());  // it went to the end of the queue
  EXPECT_EQ(scripted_.settled.size(), 1u);
  scripted_.settlement = Settlement{true, "ref"};
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), PaymentStatus::captured);
}

ENGINE_TEST(PaymentsTest, ABrokenProviderIsNotAskedAboutEachOfItsPayments) {
  scripted_.settlement = Error{ErrorKind::upstream, "down", "down"};
  for (int i = 0; i < 10; ++i) begin("scripted");
  const auto other = begin("test");
  clock_.advance(seconds(15));
  EXPECT_FALSE(module_->reconcile().ok());
  EXPECT_EQ(scripted_.settled.size(), 3u);
  EXPECT_EQ(status(other), PaymentStatus::failed);
}

ENGINE_TEST(PaymentsTest, PaymentsOfAProviderThatIsGoneAreKeptAndReported) {
  const auto payment = begin("test");
  open_anew(false);
  clock_.advance(seconds(15));
  EXPECT_EQ(module_->reconcile().error().detail, "Open payments could not be settled with: test");
  EXPECT_EQ(status(payment), PaymentStatus::processing);
}

ENGINE_TEST(PaymentsTest, TheJobReconcilesByItself) {
  const auto payment = begin("test");
  pay(payment, "ok");
  clock_.advance(seconds(15));
  run_jobs();
  EXPECT_EQ(status(payment), PaymentStatus::captured);
}

// --- refunds ---

ENGINE_TEST(PaymentsTest, MoneyGoesBackByAJobAndIsAnnounced) {
  const auto payment = begin("test");
  record(payment, pay(payment, "ok"));
  ASSERT_TRUE(refund(payment));
  EXPECT_EQ(status(payment), PaymentStatus::refunding);
  run_jobs();
  EXPECT_EQ(status(payment), PaymentStatus::refunded);
  const auto news = announced();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(events::read<PaymentRefunded>(news[0]).amount.amount, 1'999);
}

ENGINE_TEST(PaymentsTest, ARefundIsTriedUntilTheProviderSaysYes) {
  const auto payment = begin("scripted");
  record(payment, pay(payment, "ok"));
  refund(payment);
  scripted_.refunded = Error{ErrorKind::upstream, "down", "down"};
  run_jobs();
  EXPECT_EQ(status(payment), PaymentStatus::refunding);
  scripted_.refunded = Refunded{"back"};
  clock_.advance(minutes(5));
  run_jobs();
  EXPECT_EQ(status(payment), PaymentStatus::refunded);
  EXPECT_EQ(scripted_.refunds.at(0).payment, payment.id);
  EXPECT_EQ(scripted_.refunds.at(0).reference, "ref");
}

}  // namespace
}  // namespace plaza::payments
