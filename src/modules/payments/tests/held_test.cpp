// Payments that are not finished at once: reserved ones, those that wait for their browser, parked ones, and money that comes late.
#include "fixture.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;
using Kind = Outcome::Kind;

// --- reserved ---

ENGINE_TEST(PaymentsTest, ReservedMoneyIsTakenByAJob) {
  const auto payment = begin_held();
  EXPECT_EQ(sums().first, 0);
  ASSERT_TRUE(capture(payment, 1'500).ok());
  EXPECT_EQ(status(payment), capturing);
  EXPECT_EQ(sums().first, 0) << "not before it is taken";
  scripted_.taken = Paid{"ref", Money{1'500, {}}};
  run_jobs();
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(sums().first, 1'500);
  EXPECT_EQ(news(), "payment_captured(1500)");
  EXPECT_EQ(scripted_.captures.at(0).second.amount, 1'500);
}

ENGINE_TEST(PaymentsTest, NoMoreIsTakenThanIsReserved) {
  const auto payment = begin_held();
  EXPECT_EQ(capture(payment, 2'000).error().code, "payment.capture_above_authorised");
  EXPECT_EQ(capture(payment, 0).error().code, "payment.capture_above_authorised");
  EXPECT_EQ(capture(begin_paid(), 100).error().code, "payment.wrong_status");
  Payment nobody = payment;
  nobody.id = PaymentId{1};
  EXPECT_EQ(capture(nobody, 1).error().code, "payment.not_found");
  EXPECT_EQ(let_go(nobody).error().code, "payment.not_found");
  EXPECT_EQ(status(payment), authorised);
}

ENGINE_TEST(PaymentsTest, AskingTwiceTakesOnce) {
  const auto payment = begin_held();
  EXPECT_TRUE(capture(payment, 1'999).ok());
  EXPECT_TRUE(capture(payment, 1'999).ok());
  EXPECT_EQ(capture(payment, 1'000).error().code, "payment.wrong_status");
  run_jobs();
  EXPECT_TRUE(capture(payment, 1'999).ok());
  run_jobs();
  EXPECT_EQ(scripted_.captures.size(), 1u);
}

ENGINE_TEST(PaymentsTest, AReservationThatEndedIsAnnounced) {
  const auto payment = begin_held();
  ASSERT_TRUE(capture(payment, 1'999).ok());
  scripted_.taken = Error{ErrorKind::payment, "canceled", "It has expired."};
  run_jobs();
  EXPECT_EQ(status(payment), failed);
  EXPECT_EQ(news(), "payment_failed(payment.capture_refused) payment_reconciled(no)");
}

ENGINE_TEST(PaymentsTest, AnotherAmountTakenIsParked) {
  const auto payment = begin_held();
  ASSERT_TRUE(capture(payment, 1'500).ok());
  scripted_.taken = Paid{"ref", Money{1'999, {}}};
  run_jobs();
  EXPECT_EQ(status(payment), mismatched);
  EXPECT_EQ(news(), "payment_failed(payment.amount_mismatch) payment_reconciled(no)");
}

ENGINE_TEST(PaymentsTest, ACaptureIsTriedUntilTheProviderAnswers) {
  const auto payment = begin_held();
  ASSERT_TRUE(capture(payment, 1'999).ok());
  scripted_.taken = Error{ErrorKind::upstream, "down", "down"};
  run_jobs();
  EXPECT_EQ(status(payment), capturing);
  scripted_.taken = Paid{"ref", Money{1'999, {}}};
  clock_.advance(minutes(5));
  run_jobs();
  EXPECT_EQ(status(payment), captured);
}

ENGINE_TEST(PaymentsTest, AReservationIsLetGo) {
  const auto payment = begin_held();
  ASSERT_TRUE(let_go(payment).ok());
  EXPECT_TRUE(let_go(payment).ok());
  EXPECT_EQ(capture(payment, 1).error().code, "payment.wrong_status");
  run_jobs();
  EXPECT_EQ(status(payment), voided);
  EXPECT_EQ(news(), "payment_voided");
  EXPECT_EQ(let_go(begin_paid()).error().code, "payment.wrong_status");
}

ENGINE_TEST(PaymentsTest, TheTestProviderReservesTakesAndLetsGo) {
  const auto taken = begin("test");
  EXPECT_EQ(pay(taken, "authorise").kind, Kind::authorised);
  record(taken, {Kind::authorised, "ref", {}});
  ASSERT_TRUE(capture(taken, 1'000).ok());
  const auto gone = begin("test");
  pay(gone, "authorise");
  record(gone, {Kind::authorised, "ref", {}});
  ASSERT_TRUE(let_go(gone).ok());
  run_jobs();
  EXPECT_EQ(status(taken), captured);
  EXPECT_EQ(sums().first, 1'000);
  EXPECT_EQ(status(gone), voided);
  EXPECT_EQ(give_back(taken, 1'001, "a").error().code, "payment.refund_above_paid");
}

// --- the browser ---

ENGINE_TEST(PaymentsTest, WhatTheBrowserHasToDoIsKeptUntilItIsDone) {
  const auto payment = begin_waiting();
  ASSERT_TRUE(stored(payment).action);
  EXPECT_EQ(stored(payment).action->client_secret, "secret_1");
  scripted_.seen = Paid{"ref", payment.amount};
  const auto outcome = sync_wait(payments().confirm(payment.id));
  EXPECT_EQ(outcome.kind, Kind::paid);
  EXPECT_EQ(status(payment), action_required) << "confirm only looks";
  EXPECT_TRUE(record(payment, outcome));
  EXPECT_EQ(status(payment), captured);
  EXPECT_FALSE(stored(payment).action);
  EXPECT_FALSE(record(payment, outcome));
}

ENGINE_TEST(PaymentsTest, ABrowserThatIsTooEarlyIsToldWhatToDo) {
  const auto payment = begin_waiting();
  scripted_.seen = Paid{"ref", payment.amount, Paid::Standing::action_required, {"redirect", "", "https://bank.example/"}};
  const auto outcome = sync_wait(payments().confirm(payment.id));
  EXPECT_EQ(outcome.kind, Kind::action_required);
  EXPECT_EQ(outcome.action.redirect_url, "https://bank.example/");
  EXPECT_FALSE(record(payment, outcome)) << "nothing new";
}

ENGINE_TEST(PaymentsTest, AFinishedPaymentIsConfirmedWithoutAsking) {
  const auto expect = [&](const Payment& payment, Kind kind) {
    EXPECT_EQ(sync_wait(payments().confirm(payment.id)).kind, kind) << json::enum_text(status(payment));
  };
  expect(begin_paid(), Kind::paid);
  expect(begin_held(), Kind::authorised);
  const auto refused = begin("scripted");
  record(refused, {Kind::declined, {}, {}});
  expect(refused, Kind::declined);
  Payment nobody = refused;
  nobody.id = PaymentId{1};
  expect(nobody, Kind::unknown);
  EXPECT_TRUE(scripted_.looked.empty());
}

ENGINE_TEST(PaymentsTest, AConfirmedPaymentOfAnotherAmountIsParked) {
  const auto payment = begin_waiting();
  scripted_.seen = Paid{"ref", Money{1, {}}};
  const auto outcome = sync_wait(payments().confirm(payment.id));
  EXPECT_EQ(outcome.error.code, "payment.amount_mismatch");
  EXPECT_TRUE(record(payment, outcome));
  EXPECT_EQ(status(payment), mismatched);
  EXPECT_FALSE(record(payment, {Kind::paid, "ref", {}}));
  EXPECT_EQ(sums().first, 0);
  EXPECT_EQ(sync_wait(payments().confirm(payment.id)).error.code, "payment.amount_mismatch");
}

ENGINE_TEST(PaymentsTest, AProviderThatLiesIsNotPaid) {
  const auto payment = begin("test");
  const auto outcome = pay(payment, "lies");
  EXPECT_EQ(outcome.error.code, "payment.amount_mismatch");
  EXPECT_EQ(outcome.error.kind, ErrorKind::upstream);
  record(payment, outcome);
  EXPECT_EQ(status(payment), mismatched);
}

ENGINE_TEST(PaymentsTest, ABrowserThatNeverComesBackIsLookedAfter) {
  const auto payment = begin_waiting();
  scripted_.seen = Paid{"ref", payment.amount, Paid::Standing::action_required};
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_TRUE(scripted_.looked.empty()) << "it has just been asked to";
  clock_.advance(seconds(20));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(scripted_.looked.size(), 1u);
  scripted_.seen = Paid{"ref", payment.amount};
  clock_.advance(seconds(20));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), captured);
  EXPECT_EQ(news(), "payment_reconciled(yes)");
}

ENGINE_TEST(PaymentsTest, ARestartDoesNotHurryTheBrowser) {
  const auto payment = begin_waiting();
  clock_.advance(1);
  open_anew();
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), action_required);
  EXPECT_TRUE(scripted_.settled.empty());
}

ENGINE_TEST(PaymentsTest, ABrowserThatTakesTooLongIsGivenUp) {
  const auto payment = begin_waiting();
  scripted_.settlement = Settlement{};
  clock_.advance(minutes(30));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), failed);
  EXPECT_EQ(news(), "payment_reconciled(no)");
}

ENGINE_TEST(PaymentsTest, ARefusalAtTheBankIsFoundByLooking) {
  const auto payment = begin_waiting();
  scripted_.seen = Error{ErrorKind::payment, "declined", "No."};
  clock_.advance(seconds(20));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), failed);
}

ENGINE_TEST(PaymentsTest, AReservationFoundByReconciliationIsAnnounced) {
  const auto payment = begin("scripted");
  scripted_.settlement = Settlement{false, "ref", payment.amount, true};
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), authorised);
  EXPECT_EQ(news(), "payment_authorised");
}

ENGINE_TEST(PaymentsTest, ReconciliationDoesNotBelieveAnotherAmount) {
  const auto payment = begin("scripted");
  scripted_.settlement = Settlement{true, "ref", Money{2'000, {}}};
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), mismatched);
  EXPECT_EQ(news(), "payment_failed(payment.amount_mismatch) payment_reconciled(no)");
  clock_.advance(days(1));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(scripted_.settled.size(), 1u) << "a person decides";
}

// --- the provider's own list ---

ENGINE_TEST(PaymentsTest, MoneyThatTheShopGaveUpIsFoundInTheProvidersList) {
  const auto given_up = begin("scripted");
  scripted_.settlement = Settlement{};
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  const auto waiting = begin_waiting();
  const auto counted = begin_paid();
  const auto fresh = begin("scripted");
  EXPECT_EQ(news(), "payment_reconciled(no)");
  for (const auto& each : {given_up, waiting, counted, fresh}) scripted_.listed.push_back({each.id, Paid{"ref", each.amount}});
  scripted_.listed.push_back({PaymentId{99}, Paid{"ref"}});  // somebody else's
  EXPECT_TRUE(module_->sweep().ok());
  EXPECT_EQ(status(given_up), captured);
  EXPECT_EQ(status(waiting), captured);
  EXPECT_EQ(status(fresh), processing) << "its own request will tell";
  EXPECT_EQ(news(), "payment_reconciled(yes) payment_reconciled(yes)");
  EXPECT_TRUE(module_->sweep().ok());
  EXPECT_EQ(news(), "") << "nothing new";
}

ENGINE_TEST(PaymentsTest, AReservationThatTheShopGaveUpIsLetGo) {
  const auto payment = begin("scripted");
  record(payment, {Kind::declined, {}, {}});
  scripted_.listed.push_back({payment.id, Paid{"ref", payment.amount, Paid::Standing::authorised}});
  EXPECT_TRUE(module_->sweep().ok());
  EXPECT_EQ(status(payment), voiding);
  run_jobs();
  EXPECT_EQ(status(payment), voided);
  EXPECT_EQ(scripted_.voids.size(), 1u);
}

}  // namespace
}  // namespace plaza::payments
