// Payments that wait for a person, and what becomes of them.
#include "by_hand.h"

#include "fixture.h"
#include "learning.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;
constexpr Micros patience = minutes(30);

class ByHand : public PaymentsTest {
 protected:
  Result<Payment> settle(const Payment& payment, bool captured, std::optional<Money> amount = {}) {
    return write([&](db::Transaction& tx) {
      return settle_by_hand(tx, payment.id, {captured, amount, "looked at the provider", 42}, clock_.now(), patience);
    });
  }
  std::string code(const Payment& payment, bool captured, std::optional<Money> amount = {}) {
    const auto settled = settle(payment, captured, amount);
    return settled.ok() ? "" : settled.error().code;
  }
  Payment begin_parked(std::optional<Money> told = Money{2'000, {}}) {
    const auto payment = begin_waiting();
    EXPECT_TRUE(write([&](db::Transaction& tx) -> Result<bool> {
      return learn(tx, payment.id, {Finding::Kind::paid, "ref_9", told}, clock_.now());
    }).ok());
    EXPECT_EQ(status(payment), mismatched);
    EXPECT_EQ(news(), "payment_failed(payment.amount_mismatch) payment_reconciled(no)");
    return payment;
  }
};

ENGINE_TEST(ByHand, WhatTheProviderToldIsKnown) {
  const auto payment = stored(begin_parked());
  EXPECT_EQ(payment.told, (Money{2'000, {}}));
  EXPECT_EQ(payment.reference, "ref") << "the one that was known stays";
}

ENGINE_TEST(ByHand, MoneyThatWasTakenIsCountedAndAnnouncedSoThatItIsGivenBack) {
  const auto payment = begin_parked();
  ASSERT_TRUE(settle(payment, true).ok());
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(stored(payment).captured, 2'000);
  EXPECT_EQ(news(), "payment_reconciled(yes) payment_settled_by_hand");
  EXPECT_TRUE(settle(payment, true).ok());
  EXPECT_EQ(news(), "") << "once";
  EXPECT_TRUE(refund(payment));
  EXPECT_EQ(sums().second, 2'000) << "all that was taken goes back, not what was asked for";
}

ENGINE_TEST(ByHand, MoneyThatNeverCameIsNoLongerWaitedForAndComesNotBackToTheList) {
  const auto payment = begin_parked();
  ASSERT_TRUE(settle(payment, false).ok());
  EXPECT_EQ(status(payment), failed);
  EXPECT_EQ(news(), "payment_settled_by_hand");
  EXPECT_EQ(code(payment, true), "payment.wrong_status");
  // The provider's list tells the same again.
  EXPECT_TRUE(write([&](db::Transaction& tx) -> Result<bool> {
    return learn(tx, payment.id, {Finding::Kind::paid, "ref", Money{2'000, {}}}, clock_.now());
  }).ok());
  EXPECT_EQ(status(payment), failed);
}

ENGINE_TEST(ByHand, AnAmountThatTheProviderDidNotTellInThisCurrencyIsAskedFor) {
  const auto payment = begin_parked(Money{2'000, *parse_currency("USD")});
  EXPECT_EQ(code(payment, true), "request.invalid");
  EXPECT_EQ(code(payment, true, Money{5, *parse_currency("USD")}), "payment.wrong_currency");
  EXPECT_EQ(code(payment, true, Money{0, {}}), "request.invalid");
  EXPECT_EQ(status(payment), mismatched) << "refusals change nothing";
  ASSERT_TRUE(settle(payment, true, Money{1'850, {}}).ok());
  EXPECT_EQ(stored(payment).captured, 1'850);
}

ENGINE_TEST(ByHand, WhatWouldBecomeOfItIsToldAndChangesNothing) {
  const auto payment = begin_parked();
  const auto would = [&](bool captured, std::optional<Money> amount = {}) {
    return database().read_now([&](db::Reader& reader) { return module_->by_hand().preview(reader, payment.id, {captured, amount, "", 42}); });
  };
  EXPECT_EQ(would(true)->captured, 2'000);
  EXPECT_EQ(would(true, Money{1'850, {}})->captured, 1'850);
  EXPECT_EQ(would(false)->status, failed);
  EXPECT_EQ(would(true, Money{0, {}}).error().code, "request.invalid");
  EXPECT_EQ(status(payment), mismatched);
  EXPECT_EQ(news(), "");
  ASSERT_TRUE(settle(payment, true).ok());
  EXPECT_EQ(would(true).error().code, "payment.wrong_status") << "nothing more comes of it";
}

ENGINE_TEST(ByHand, OnlyWhatWaitsForAPersonIsSettled) {
  const auto paid = begin_paid();
  const auto young = begin_waiting();
  const auto held = begin_held();
  for (const auto& each : {paid, young, held}) EXPECT_EQ(code(each, true), "payment.wrong_status");
  Payment nobody;
  nobody.id = PaymentId{5};
  EXPECT_EQ(code(nobody, true), "payment.not_found");
  EXPECT_EQ(status(young), action_required);
}

ENGINE_TEST(ByHand, WhatNobodyCouldFindOutIsSettledAnHourAfterEverybodyGaveUp) {
  const auto lost = begin("scripted");
  const auto found = begin_waiting();
  const auto odd = begin("scripted");
  clock_.advance(patience + hours(1));
  EXPECT_EQ(code(odd, true, Money{5, {}}), "request.invalid") << "another amount only where one was told";
  ASSERT_TRUE(settle(lost, false).ok());
  ASSERT_TRUE(settle(found, true).ok());
  EXPECT_EQ(status(lost), failed);
  EXPECT_EQ(status(found), captured);
  EXPECT_EQ(news(), "payment_reconciled(no) payment_settled_by_hand payment_reconciled(yes) payment_settled_by_hand");
  EXPECT_EQ(sums().first, 1'999);
}

}  // namespace
}  // namespace plaza::payments
