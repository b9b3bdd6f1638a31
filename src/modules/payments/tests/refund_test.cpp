// Money that goes back in parts: never more than was taken, each part once.
#include "fixture.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

ENGINE_TEST(PaymentsTest, PartsGoBackUntilNothingIsLeft) {
  const auto payment = begin_paid("test");
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  EXPECT_EQ(status(payment), refunding);
  EXPECT_EQ(sums(), std::pair(std::int64_t{1'999}, std::int64_t{500}));
  run_jobs();
  EXPECT_EQ(status(payment), partially_refunded);
  ASSERT_TRUE(give_back(payment, 1'499, "b").ok());
  run_jobs();
  EXPECT_EQ(status(payment), refunded);
  EXPECT_EQ(sums(), std::pair(std::int64_t{1'999}, std::int64_t{1'999}));
  EXPECT_EQ(news(), "payment_refunded(500) payment_refunded(1499)");
  for (const auto& each : refunds()) EXPECT_EQ(each.status, RefundStatus::done);
}

ENGINE_TEST(PaymentsTest, MoreThanWasPaidNeverGoesBack) {
  const auto payment = begin_paid("test");
  EXPECT_EQ(give_back(payment, 2'000, "a").error().code, "payment.refund_above_paid");
  ASSERT_TRUE(give_back(payment, 1'500, "b").ok());
  EXPECT_EQ(give_back(payment, 500, "c").error().code, "payment.refund_above_paid");
  EXPECT_TRUE(give_back(payment, 499, "d").ok());
  EXPECT_EQ(give_back(payment, 1, "e").error().code, "payment.refund_above_paid");
  EXPECT_EQ(refunds().size(), 2u) << "a refusal leaves nothing behind";
  EXPECT_EQ(stored(payment).refunded, 1'999);
}

ENGINE_TEST(PaymentsTest, OnlyWhatWasTakenCanGoBack) {
  const auto open = begin("test");
  EXPECT_EQ(give_back(open, 1, "a").error().code, "payment.refund_above_paid");
  const auto held = begin_held();
  EXPECT_EQ(give_back(held, 1, "a").error().code, "payment.refund_above_paid");
  EXPECT_EQ(status(held), authorised);
  EXPECT_TRUE(refunds().empty());
}

ENGINE_TEST(PaymentsTest, TheSameKeyIsTheSameRefund) {
  const auto payment = begin_paid("test");
  const auto first = give_back(payment, 500, "return-1");
  const auto again = give_back(payment, 500, "return-1");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(stored(payment).refunded, 500);
  EXPECT_EQ(give_back(payment, 501, "return-1").error().code, "payment.key_reused");
  run_jobs();
  EXPECT_EQ(*give_back(payment, 500, "return-1"), *first) << "also when it is done";
  EXPECT_EQ(refunds().size(), 1u);
}

ENGINE_TEST(PaymentsTest, ARepetitionIsNoRefusalWhenNothingIsLeft) {
  const auto payment = begin_paid("test");
  const auto first = give_back(payment, 1'999, "all");
  EXPECT_EQ(*give_back(payment, 1'999, "all"), *first);
}

ENGINE_TEST(PaymentsTest, WhatCannotBeAskedForIsRefused) {
  const auto payment = begin_paid("test");
  EXPECT_EQ(give_back(payment, Money{1, *parse_currency("USD")}, "a").error().code, "payment.wrong_currency");
  EXPECT_EQ(give_back(payment, 0, "a").error().fields.at(0).field, "amount");
  EXPECT_EQ(give_back(payment, -5, "a").error().code, "request.invalid");
  EXPECT_EQ(give_back(payment, 1, "").error().fields.at(0).field, "key");
  EXPECT_EQ(give_back(payment, 1, std::string(201, 'k')).error().code, "request.invalid");
  Payment nobody = payment;
  nobody.id = PaymentId{12345};
  EXPECT_EQ(give_back(nobody, 1, "a").error().code, "payment.not_found");
  EXPECT_EQ(stored(payment).refunded, 0);
}

ENGINE_TEST(PaymentsTest, TheRestGoesBackAfterAPart) {
  const auto payment = begin_paid("test");
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  EXPECT_TRUE(refund(payment));
  EXPECT_FALSE(refund(payment));
  run_jobs();
  EXPECT_EQ(status(payment), refunded);
  EXPECT_EQ(news(), "payment_refunded(500) payment_refunded(1499)");
}

ENGINE_TEST(PaymentsTest, TheProviderGetsEachRefundUnderItsOwnKey) {
  const auto payment = begin_paid();
  const auto first = give_back(payment, 500, "a");
  const auto second = give_back(payment, 600, "b");
  run_jobs();
  ASSERT_EQ(scripted_.refunds.size(), 2u);
  EXPECT_EQ(scripted_.refunds[0].refund, *first);
  EXPECT_EQ(scripted_.refunds[0].amount.amount, 500);
  EXPECT_EQ(scripted_.refunds[1].refund, *second);
  EXPECT_EQ(scripted_.refunds[1].asked_at, refunds().at(1).created_at);
}

ENGINE_TEST(PaymentsTest, WhileOneIsOpenThePaymentIsRefunding) {
  const auto payment = begin_paid();
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  run_jobs();
  scripted_.refunded = Error{ErrorKind::upstream, "down", "down"};
  ASSERT_TRUE(give_back(payment, 1'499, "b").ok());
  run_jobs();
  EXPECT_EQ(status(payment), refunding);
  EXPECT_EQ(stored(payment).refunded, 1'999);
}

ENGINE_TEST(PaymentsTest, ARefundThatTheProviderRefusesGivesItsAmountFreeAgain) {
  const auto payment = begin_paid();
  scripted_.refunded = Error{ErrorKind::payment, "account_closed", "The account is closed."};
  ASSERT_TRUE(give_back(payment, 1'999, "a").ok());
  run_jobs();
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(stored(payment).refunded, 0);
  EXPECT_EQ(refunds().at(0).status, RefundStatus::failed);
  EXPECT_EQ(news(), "refund_failed");
  scripted_.refunded = Refunded{"back"};
  EXPECT_TRUE(refund(payment)) << "it can be tried again, by another key";
  run_jobs();
  EXPECT_EQ(status(payment), refunded);
}

ENGINE_TEST(PaymentsTest, ARefundOfAnotherAmountIsNotBelieved) {
  const auto payment = begin_paid();
  scripted_.refunded = Refunded{"back", Money{499, {}}};
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  run_jobs();
  EXPECT_EQ(refunds().at(0).status, RefundStatus::open);
  EXPECT_EQ(status(payment), refunding);
}

ENGINE_TEST(PaymentsTest, ARefundWhoseJobWasGivenUpIsAskedForAgainByReconciliation) {
  const auto payment = begin_paid();
  scripted_.refunded = Error{ErrorKind::upstream, "down", "down"};
  ASSERT_TRUE(give_back(payment, 500, "a").ok());
  clock_.advance(hours(6));
  EXPECT_FALSE(module_->reconcile().ok());
  EXPECT_TRUE(module_->reconcile().ok()) << "not every five seconds";
  scripted_.refunded = Refunded{"back"};
  clock_.advance(hours(6));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), partially_refunded);
}

// A model: what a shop may give back is what it took and has not given back.
ENGINE_TEST(PaymentsTest, NoSequenceOfRefundsGivesBackMoreThanWasTaken) {
  std::uint64_t state = 88172645463325252ull;
  const auto random = [&](std::uint64_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
  };
  const auto payment = begin_paid("test", 10'000);
  std::map<std::string, std::int64_t> asked;
  std::int64_t left = 10'000;
  for (int i = 0; i < 60; ++i) {
    const std::string key = "k" + std::to_string(random(30));
    const auto amount = static_cast<std::int64_t>(1 + random(1'500));
    const auto answer = give_back(payment, amount, key);
    if (const auto known = asked.find(key); known != asked.end()) {
      EXPECT_EQ(answer.ok() ? "" : answer.error().code, known->second == amount ? "" : "payment.key_reused");
    } else if (amount <= left) {
      ASSERT_TRUE(answer.ok());
      asked[key] = amount;
      left -= amount;
    } else {
      EXPECT_EQ(answer.error().code, "payment.refund_above_paid");
    }
    if (random(4) == 0) run_jobs();
  }
  run_jobs();
  EXPECT_EQ(sums(), std::pair(std::int64_t{10'000}, 10'000 - left));
  std::int64_t given = 0;
  for (const auto& each : refunds()) given += each.amount.amount;
  EXPECT_EQ(given, 10'000 - left);
}

}  // namespace
}  // namespace plaza::payments
