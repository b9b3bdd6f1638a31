#include "rules.h"

#include <gtest/gtest.h>

#include "platform/json/describe.h"

namespace plaza::payments {
namespace {

const Money euros{1'999, {}};

std::string moves_from(PaymentStatus from) {
  std::string moves;
  for (int to = 0; to <= static_cast<int>(PaymentStatus::mismatched); ++to) {
    if (!may_move(from, static_cast<PaymentStatus>(to))) continue;
    moves += (moves.empty() ? "" : " ") + std::string(json::enum_text(static_cast<PaymentStatus>(to)));
  }
  return moves;
}

TEST(PaymentRules, TheTableSaysWhereMoneyMayMove) {
  using enum PaymentStatus;
  EXPECT_EQ(moves_from(processing), "captured declined failed authorised action_required mismatched");
  EXPECT_EQ(moves_from(action_required), "captured declined failed authorised mismatched");
  EXPECT_EQ(moves_from(authorised), "captured failed capturing voiding mismatched");
  EXPECT_EQ(moves_from(capturing), "captured failed mismatched");
  EXPECT_EQ(moves_from(voiding), "captured voided mismatched");
  EXPECT_EQ(moves_from(captured), "refunding");
  EXPECT_EQ(moves_from(refunding), "captured refunded partially_refunded");
  EXPECT_EQ(moves_from(partially_refunded), "refunding");
  EXPECT_EQ(moves_from(refunded), "");
  EXPECT_EQ(moves_from(mismatched), "captured failed") << "by hand";
  for (const auto ended : {declined, failed, voided}) {
    EXPECT_EQ(moves_from(ended), "captured voiding mismatched") << "only money that comes all the same";
  }
}

TEST(PaymentRules, ARefusalOfTheMoneyIsDeclinedUnderOurOwnCode) {
  const auto outcome = outcome_of(Error{ErrorKind::payment, "card_expired", "Your card has expired."}, euros);
  EXPECT_EQ(outcome.kind, Outcome::Kind::declined);
  EXPECT_EQ(outcome.error.code, "payment.declined");
  EXPECT_EQ(outcome.error.detail, "Your card has expired.");
}

TEST(PaymentRules, AnyOtherErrorLeavesTheOutcomeOpen) {
  const auto outcome = outcome_of(Error{ErrorKind::invalid, "secret.detail", "api key sk_live_1"}, euros);
  EXPECT_EQ(outcome.kind, Outcome::Kind::unknown);
  EXPECT_EQ(outcome.error.kind, ErrorKind::upstream);
  EXPECT_EQ(outcome.error.code, "payment.provider_failed");
  EXPECT_EQ(outcome.error.detail.find("sk_live"), std::string::npos);
}

TEST(PaymentRules, APaidOneKeepsTheProvidersReference) {
  const auto outcome = outcome_of(Paid{"pi_1"}, euros);
  EXPECT_EQ(outcome.kind, Outcome::Kind::paid);
  EXPECT_EQ(outcome.reference, "pi_1");
}

TEST(PaymentRules, AnotherAmountOrCurrencyIsNeverPaid) {
  for (const Money told : {Money{2'000, {}}, Money{1'998, {}}, Money{1'999, *parse_currency("USD")}}) {
    for (const auto standing : {Paid::Standing::paid, Paid::Standing::authorised, Paid::Standing::action_required}) {
      const auto outcome = outcome_of(Paid{"pi_1", told, standing}, euros);
      EXPECT_EQ(outcome.kind, Outcome::Kind::unknown);
      EXPECT_EQ(outcome.error.code, "payment.amount_mismatch");
    }
  }
  EXPECT_EQ(outcome_of(Paid{"pi_1", euros}, euros).kind, Outcome::Kind::paid);
}

TEST(PaymentRules, WhatTheBrowserHasToDoIsHandedOn) {
  const auto outcome =
      outcome_of(Paid{"pi_1", euros, Paid::Standing::action_required, {"redirect", "", "https://bank.example/"}}, euros);
  EXPECT_EQ(outcome.kind, Outcome::Kind::action_required);
  EXPECT_EQ(outcome.action.redirect_url, "https://bank.example/");
  EXPECT_EQ(status_after(outcome.kind), PaymentStatus::action_required);
}

TEST(PaymentRules, APaymentThatTheProviderStillWorksOnIsNotPaid) {
  EXPECT_EQ(outcome_of(Paid{"pi_1", euros, Paid::Standing::open}, euros).kind, Outcome::Kind::unknown);
  EXPECT_FALSE(finding_of(Paid{"pi_1", euros, Paid::Standing::open}));
  EXPECT_FALSE(finding_of(Paid{"pi_1", euros, Paid::Standing::action_required}));
}

// --- what a finding does ---

Effect effect(Finding::Kind kind, PaymentStatus status, std::optional<Money> told = euros) {
  Payment payment;
  payment.amount = euros;
  payment.status = status;
  if (status == PaymentStatus::capturing) payment.captured = 1'500;
  return effect_of({kind, "pi_1", told}, payment);
}

TEST(PaymentRules, AFindingFinishesWhatIsOpen) {
  using enum PaymentStatus;
  using Kind = Finding::Kind;
  for (const auto open : {processing, action_required}) {
    EXPECT_EQ(effect(Kind::paid, open), Effect::take);
    EXPECT_EQ(effect(Kind::authorised, open), Effect::hold);
    EXPECT_EQ(effect(Kind::never, open), Effect::give_up);
    EXPECT_EQ(effect(Kind::paid, open, Money{1, {}}), Effect::park);
    EXPECT_EQ(effect(Kind::paid, open, std::nullopt), Effect::take);
  }
}

TEST(PaymentRules, AFindingAboutReservedMoneyIsComparedWithWhatIsBeingTaken) {
  using enum PaymentStatus;
  using Kind = Finding::Kind;
  EXPECT_EQ(effect(Kind::paid, capturing, Money{1'500, {}}), Effect::take_held);
  EXPECT_EQ(effect(Kind::paid, capturing, euros), Effect::park);
  EXPECT_EQ(effect(Kind::never, capturing), Effect::lose_held);
  EXPECT_EQ(effect(Kind::authorised, capturing), Effect::none);
  EXPECT_EQ(effect(Kind::paid, authorised), Effect::take_held);
  EXPECT_EQ(effect(Kind::never, voiding), Effect::release);
  EXPECT_EQ(effect(Kind::paid, voiding), Effect::take);
}

TEST(PaymentRules, AFindingAboutFinishedPaymentsDoesNothingUnlessMoneyCameAllTheSame) {
  using enum PaymentStatus;
  using Kind = Finding::Kind;
  for (const auto ended : {captured, refunding, partially_refunded, refunded, mismatched}) {
    for (const auto kind : {Kind::paid, Kind::authorised, Kind::never}) EXPECT_EQ(effect(kind, ended), Effect::none);
  }
  for (const auto ended : {declined, failed, voided}) {
    EXPECT_EQ(effect(Kind::paid, ended), Effect::take);
    EXPECT_EQ(effect(Kind::authorised, ended), Effect::let_go);
    EXPECT_EQ(effect(Kind::never, ended), Effect::none);
    EXPECT_EQ(effect(Kind::paid, ended, Money{1, {}}), Effect::park);
  }
}

}  // namespace
}  // namespace plaza::payments
