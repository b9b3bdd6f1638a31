// Money that somebody gives back at the provider: by its list, when no webhook came, and against refunds of our own.
#include "fixture.h"
#include "refund_learning.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

class MadeThere : public PaymentsTest {
 protected:
  MadeThere() {
    module_ = open({database(), ids_, clock_, Settings{}, {&stripe_}, &timer_});
    stripe_.refunded = Refunded{"re_ours"};
  }
  Payment begin_taken() {
    const auto payment = begin("stripe");
    EXPECT_TRUE(record(payment, {Outcome::Kind::paid, "pi_1", {}}));
    return payment;
  }
  static ListedRefund there(std::int64_t amount, std::string reference = "re_1", bool lost = false) {
    return {std::move(reference), "pi_1", {}, Money{amount, {}}, lost};
  }
  void sweep() { EXPECT_TRUE(module_->sweep().ok()); }

  ScriptedProvider stripe_{"stripe"};
};

ENGINE_TEST(MadeThere, TheListTellsWhatNoWebhookTold) {
  const auto payment = begin_taken();
  stripe_.listed_refunds = {there(500), there(300, "re_2"), {"re_3", "pi_other", {}, Money{9, {}}}};
  sweep();
  sweep();
  EXPECT_EQ(sums().second, 800);
  EXPECT_EQ(status(payment), partially_refunded);
  EXPECT_EQ(news(), "payment_refunded(500 there) payment_refunded(300 there)");
}

ENGINE_TEST(MadeThere, OurOwnRefundInTheListIsNoSecondOne) {
  const auto payment = begin_taken();
  const auto ours = give_back(payment, 500, "a");
  ListedRefund told = there(500, "re_ours");
  told.ours = *ours;
  stripe_.listed_refunds = {told};
  sweep();
  EXPECT_EQ(refunds().at(0).status, RefundStatus::done) << "its own answer was lost: the list tells it";
  run_jobs();
  sweep();
  EXPECT_EQ(sums().second, 500);
  EXPECT_EQ(news(), "payment_refunded(500)");
}

ENGINE_TEST(MadeThere, ARefundOfOurOwnThatFailedThereIsLearntByTheListToo) {
  const auto payment = begin_taken();
  const auto ours = give_back(payment, 500, "a");
  run_jobs();
  ListedRefund told = there(500, "re_ours", true);
  told.ours = *ours;
  stripe_.listed_refunds = {told};
  sweep();
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_refunded(500) refund_failed");
}

ENGINE_TEST(MadeThere, MoreThanWasTakenOrInAnotherCurrencyIsNotCounted) {
  const auto payment = begin_taken();
  stripe_.listed_refunds = {there(2'000), there(0, "re_2"), {"re_3", "pi_1", {}, Money{5, *parse_currency("USD")}}, {"re_4", "pi_1", {}, {}}};
  sweep();
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "");
}

ENGINE_TEST(MadeThere, ARefundOfOursThatIsTooMuchByThemIsCutToWhatIsLeft) {
  const auto payment = begin_taken();
  EXPECT_TRUE(refund(payment));
  stripe_.refund_max = 1'499;
  stripe_.listed_refunds = {there(500)};
  run_jobs();
  ASSERT_EQ(stripe_.refunds.size(), 2u);
  EXPECT_EQ(stripe_.refunds.front().amount.amount, 1'999);
  EXPECT_EQ(stripe_.refunds.back().amount.amount, 1'499);
  EXPECT_NE(stripe_.refunds.front().refund, stripe_.refunds.back().refund) << "a key is never used for two amounts";
  EXPECT_EQ(status(payment), refunded);
  EXPECT_EQ(sums(), (std::pair<std::int64_t, std::int64_t>{1'999, 1'999}));
  EXPECT_EQ(news(), "payment_refunded(500 there) payment_refunded(1499)");
}

ENGINE_TEST(MadeThere, NothingIsLeftAfterThem) {
  const auto payment = begin_taken();
  EXPECT_TRUE(refund(payment));
  stripe_.refund_max = 0;
  stripe_.listed_refunds = {there(1'999)};
  run_jobs();
  run_jobs();
  EXPECT_EQ(stripe_.refunds.size(), 1u);
  EXPECT_EQ(status(payment), refunded);
  EXPECT_EQ(news(), "payment_refunded(1999 there)") << "given back once, and no refund failed";
}

ENGINE_TEST(MadeThere, ARefusalThatNoneOfThemExplainsIsOne) {
  const auto payment = begin_taken();
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  stripe_.refunded = Error{ErrorKind::payment, "expired_card", "closed"};
  run_jobs();
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "refund_failed");
}

}  // namespace
}  // namespace plaza::payments
