#include "service.h"

#include "credit_fixture.h"
#include "profiles/personal_data.h"

namespace plaza::credit {
namespace {

class CreditOnEngines : public CreditFixture {
 protected:
  void run_jobs() {
    auto runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
    runner->run_due();
  }
};

// --- gift cards

ENGINE_TEST(CreditOnEngines, ACardIsFoundByItsCodeOnly) {
  const auto issued = issue(5'000);
  const auto find = [&](const std::string& code) {
    const auto found = read([&](db::Reader& reader) { return credit().find_by_code(reader, code); });
    return found.ok() ? to_text(found->id) : found.error().code;
  };
  EXPECT_EQ(find(issued.code), to_text(issued.card.id));
  std::string wrong = issued.code;
  wrong.back() = wrong.back() == '2' ? '3' : '2';
  EXPECT_EQ(find(wrong), "credit.card_not_found");
  EXPECT_EQ(find("nonsense"), "credit.card_not_found");
}

ENGINE_TEST(CreditOnEngines, ACardPaysUntilItIsEmpty) {
  const auto id = issue(5'000).card.id;
  EXPECT_EQ(spend(Tender::of(id), 3'000, 1), "ok");
  EXPECT_EQ(spend(Tender::of(id), 2'001, 2), "credit.insufficient");
  EXPECT_EQ(spend(Tender::of(id), 2'000, 2), "ok");
  EXPECT_EQ(spend(Tender::of(id), 1, 3), "credit.insufficient");
  EXPECT_EQ(card(id).balance.amount, 0);
  EXPECT_EQ(spent(1), "card 3000");
  EXPECT_EQ(spent(3), "");
  expect_books_balance({id});
}

ENGINE_TEST(CreditOnEngines, EachRefusalHasItsCodeAndChangesNothing) {
  const auto id = issue(5'000, eur, clock.now() + hours(1)).card.id;
  const auto before = entries_there();
  EXPECT_EQ(spend(Tender::of(id), 100, 1, jpy), "credit.wrong_currency");
  EXPECT_EQ(spend(Tender::of(id), 0, 1), "request.invalid");
  EXPECT_EQ(spend(Tender::of(id), -5, 1), "request.invalid");
  EXPECT_EQ(spend(Tender::of(id), amount_max + 1, 1), "request.invalid");
  EXPECT_EQ(spend(Tender::of(GiftCardId{9}), 1, 1), "credit.card_not_found");
  EXPECT_EQ(spend(Tender::of(an), 1, 1), "credit.insufficient");
  clock.advance(hours(1));
  EXPECT_EQ(spend(Tender::of(id), 100, 1), "credit.expired");
  EXPECT_EQ(entries_there(), before);
  EXPECT_EQ(card(id).balance.amount, 5'000);
  EXPECT_EQ(card(id).status, CardStatus::expired);
}

ENGINE_TEST(CreditOnEngines, WhatCannotBeIssuedIsRefused) {
  const auto refusal = [&](NewCard wish) {
    const auto result = write([&](db::Transaction& tx) { return credit().issue(tx, wish, ""); });
    return result.ok() ? "ok" : result.error().fields.at(0).field;
  };
  EXPECT_EQ(refusal({{0, eur}, {}, "", ""}), "amount");
  EXPECT_EQ(refusal({{-1, eur}, {}, "", ""}), "amount");
  EXPECT_EQ(refusal({{amount_max + 1, eur}, {}, "", ""}), "amount");
  EXPECT_EQ(refusal({{1, eur}, clock.now(), "", ""}), "expires_at");
  EXPECT_EQ(refusal({{1, eur}, {}, std::string(501, 'x'), ""}), "note");
  EXPECT_EQ(entries_there(), 0);
}

ENGINE_TEST(CreditOnEngines, WhatIsLeftOnAnExpiredCardIsTakenOff) {
  const auto soon = issue(5'000, eur, clock.now() + hours(1)).card.id;
  const auto late = issue(700, eur, clock.now() + days(2)).card.id;
  ASSERT_EQ(spend(Tender::of(soon), 2'000, 1), "ok");
  clock.advance(hours(2));
  run_jobs();
  EXPECT_EQ(card(soon).balance.amount, 0);
  EXPECT_EQ(card(late).balance.amount, 700);
  const auto before = entries_there();
  clock.advance(hours(2));
  run_jobs();
  EXPECT_EQ(entries_there(), before);
  expect_books_balance({soon, late});
}

ENGINE_TEST(CreditOnEngines, MoneyThatComesBackToAnExpiredCardIsNotLost) {
  const auto id = issue(5'000, eur, clock.now() + hours(1)).card.id;
  ASSERT_EQ(spend(Tender::of(id), 2'000, 1), "ok");
  clock.advance(hours(2));
  run_jobs();
  EXPECT_EQ(give_back(1, 1'500, "r1"), "card 1500");
  EXPECT_EQ(card(id).status, CardStatus::active);
  EXPECT_EQ(card(id).expires_at, clock.now() + days(90));
  EXPECT_EQ(spend(Tender::of(id), 1'500, 2), "ok");
  expect_books_balance({id});
}

ENGINE_TEST(CreditOnEngines, TheCardsOfAnOrderThatWasTakenBackAreSwitchedOff) {
  const auto of_order = [&](std::string reference) {
    const NewCard wish{{500, eur}, {}, "", std::move(reference)};
    return write([&](db::Transaction& tx) { return credit().issue(tx, wish, "system"); })->card.id;
  };
  const auto first = of_order("ord_1"), second = of_order("ord_1"), other = of_order("ord_2");
  const auto unsold = of_order("");
  const auto off = [&](std::string_view reference) {
    const auto work = [&](db::Transaction& tx) -> Result<int> {
      return credit().disable_issued(tx, reference, "system");
    };
    return *write(work);
  };
  EXPECT_EQ(off("ord_1"), 2);
  EXPECT_EQ(off("ord_1"), 0);
  EXPECT_EQ(off(""), 0);
  EXPECT_EQ(spend(Tender::of(first), 1, 9), "credit.disabled");
  EXPECT_EQ(spend(Tender::of(second), 1, 9), "credit.disabled");
  EXPECT_EQ(spend(Tender::of(other), 1, 9), "ok");
  EXPECT_EQ(spend(Tender::of(unsold), 1, 9), "ok");
  expect_books_balance({first, second, other, unsold});
}

ENGINE_TEST(CreditOnEngines, CodesMayBeTriedTenTimesThenOneEverySixSeconds) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(credit().allow_attempt("10.0.0.1").ok());
  EXPECT_EQ(credit().allow_attempt("10.0.0.1").error().code, "credit.too_many_attempts");
  EXPECT_TRUE(credit().allow_attempt("10.0.0.2").ok());
  clock.advance(seconds(6));
  EXPECT_TRUE(credit().allow_attempt("10.0.0.1").ok());
  EXPECT_FALSE(credit().allow_attempt("10.0.0.1").ok());
}

// --- store credit

ENGINE_TEST(CreditOnEngines, StoreCreditIsGivenTakenAndSpent) {
  EXPECT_EQ(balance(an), 0);
  EXPECT_EQ(grant(an, 1'000), "ok");
  EXPECT_EQ(grant(an, 500), "ok");
  EXPECT_EQ(grant(an, 300, jpy), "ok");
  EXPECT_EQ(balance(an), 1'500);
  EXPECT_EQ(grant(an, -1'501), "credit.insufficient");
  EXPECT_EQ(grant(an, -200), "ok");
  EXPECT_EQ(spend(Tender::of(an), 1'301, 1), "credit.insufficient");
  EXPECT_EQ(spend(Tender::of(an), 1'300, 1), "ok");
  EXPECT_EQ(balance(an), 0);
  EXPECT_EQ(balance(an, jpy), 300);
  EXPECT_EQ(balance(binh), 0);
  EXPECT_EQ(spend(Tender::of(binh), 1, 2), "credit.insufficient");
  expect_books_balance({}, {eur, jpy});
}

ENGINE_TEST(CreditOnEngines, AnErasedPersonsBooksStayWithoutTheNotes) {
  ASSERT_EQ(grant(an, 1'000), "ok");
  ASSERT_EQ(grant(binh, 500), "ok");
  profiles::Person person;
  person.account = an;
  auto& data = module->personal_data();
  const auto given_out = [&] { return read([&](db::Reader& reader) { return data.export_json(reader, person); }); };
  EXPECT_NE(given_out().find("sorry"), std::string::npos);
  std::vector<profiles::Erased> erased;
  const auto erase = [&](db::Transaction& tx) -> Status {
    erased = data.erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].count, 1);
  EXPECT_EQ(given_out().find("sorry"), std::string::npos);
  EXPECT_EQ(balance(an), 1'000);
  person.account = binh;
  EXPECT_NE(given_out().find("sorry"), std::string::npos);
}

ENGINE_TEST(CreditOnEngines, AGrantsKeyGivesOnce) {
  EXPECT_EQ(grant(an, 1'000, eur, "return-1"), "ok");
  EXPECT_EQ(grant(an, 1'000, eur, "return-1"), "ok");
  EXPECT_EQ(balance(an), 1'000);
  EXPECT_EQ(grant(an, 999, eur, "return-1"), "credit.key_reused");
  EXPECT_EQ(grant(binh, 1'000, eur, "return-1"), "credit.key_reused");
  EXPECT_EQ(balance(an), 1'000);
  EXPECT_EQ(balance(binh), 0);
  EXPECT_EQ(grant(an, 0), "request.invalid");
  EXPECT_EQ(grant(an, amount_max + 1), "request.invalid");
}

ENGINE_TEST(CreditOnEngines, AFileOpensStoreCreditOnceAndNeverAddsToIt) {
  const auto open = [&](AccountId account, Money amount, const char* key) {
    const auto work = [&](db::Transaction& tx) {
      return module->wallets().open(tx, account, amount, "acc_7 of the file", "acc_1", key);
    };
    return outcome(work);
  };
  const auto all = [&] {
    return read([&](db::Reader& reader) { return module->wallets().all(reader, an); });
  };
  EXPECT_EQ(open(an, {5'000, eur}, "acc_7:EUR"), "ok");
  EXPECT_EQ(open(an, {300, jpy}, "acc_7:JPY"), "ok");
  EXPECT_EQ(all(), (std::vector<Money>{{5'000, eur}, {300, jpy}}));
  EXPECT_EQ(spend(Tender::of(an), 5'000, 1), "ok");
  const auto entries = entries_there();
  EXPECT_EQ(open(an, {5'000, eur}, "acc_7:EUR"), "credit.key_reused");
  EXPECT_EQ(open(an, {5'000, eur}, "acc_8:EUR"), "credit.wallet_there");
  EXPECT_EQ(open(binh, {5'000, eur}, "acc_7:EUR"), "credit.key_reused");
  EXPECT_EQ(open(binh, {1, Currency{{'U', 'S', 'D'}}}, "acc_9:USD"), "credit.currency_not_sold");
  EXPECT_EQ(open(binh, {0, eur}, "acc_9:EUR"), "request.invalid");
  EXPECT_EQ(open(binh, {balance_max + 1, eur}, "acc_9:EUR"), "request.invalid");
  EXPECT_EQ(entries_there(), entries);
  EXPECT_EQ(all(), (std::vector<Money>{{0, eur}, {300, jpy}}));
  EXPECT_EQ(open(binh, {balance_max, eur}, "acc_9:EUR"), "ok");
  expect_books_balance({}, {eur, jpy});
}

// --- giving back

ENGINE_TEST(CreditOnEngines, WhatPaidLastIsPaidBackFirst) {
  const auto id = issue(5'000).card.id;
  ASSERT_EQ(grant(an, 800), "ok");
  ASSERT_EQ(spend(Tender::of(id), 5'000, 1), "ok");
  ASSERT_EQ(spend(Tender::of(an), 800, 1), "ok");
  EXPECT_EQ(spent(1), "card 5000, credit 800");
  EXPECT_EQ(give_back(1, 300, "a"), "credit 300");
  EXPECT_EQ(give_back(1, 1'000, "b"), "credit 500, card 500");
  EXPECT_EQ(balance(an), 800);
  EXPECT_EQ(card(id).balance.amount, 500);
  EXPECT_EQ(spent(1), "card 4500");
  expect_books_balance({id});
}

ENGINE_TEST(CreditOnEngines, NeverMoreThanWasPaidComesBack) {
  const auto id = issue(5'000).card.id;
  ASSERT_EQ(spend(Tender::of(id), 1'000, 1), "ok");
  EXPECT_EQ(give_back(1, 9'999, "a"), "card 1000");
  EXPECT_EQ(give_back(1, 1, "b"), "");
  EXPECT_EQ(give_back(2, 1, "c"), "");
  EXPECT_EQ(give_back(1, 1, "d", jpy), "");
  EXPECT_EQ(give_back(1, 0, "e"), "request.invalid");
  EXPECT_EQ(card(id).balance.amount, 5'000);
}

ENGINE_TEST(CreditOnEngines, TheSameKeyGivesTheSameAnswerAndMovesNothing) {
  const auto id = issue(5'000).card.id;
  ASSERT_EQ(spend(Tender::of(id), 1'000, 1), "ok");
  EXPECT_EQ(give_back(1, 400, "refund-1"), "card 400");
  const auto before = entries_there();
  EXPECT_EQ(give_back(1, 400, "refund-1"), "card 400");
  EXPECT_EQ(entries_there(), before);
  EXPECT_EQ(card(id).balance.amount, 4'400);
  ASSERT_EQ(spend(Tender::of(id), 100, 2), "ok");
  EXPECT_EQ(give_back(2, 100, "refund-1"), "card 100");
}

ENGINE_TEST(CreditOnEngines, ACardThatPaysTwiceForAnOrderIsOneTender) {
  const auto id = issue(5'000).card.id;
  ASSERT_EQ(spend(Tender::of(id), 1'000, 1), "ok");
  ASSERT_EQ(spend(Tender::of(id), 500, 1), "ok");
  EXPECT_EQ(spent(1), "card 1500");
  EXPECT_EQ(give_back(1, 1'200, "a"), "card 1200");
  EXPECT_EQ(spent(1), "card 300");
}

}  // namespace
}  // namespace plaza::credit
