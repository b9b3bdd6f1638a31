// Random sequences of issuing, spending, giving back, granting, taking away, expiring and switching
// off, against a model of a few numbers: every answer and every balance is the model's, the ledger
// sums to zero after every sequence, and no balance is ever below zero.
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "credit_fixture.h"
#include "service.h"

namespace plaza::credit {
namespace {

struct ModelCard {
  GiftCardId id;
  Currency currency;
  std::int64_t balance = 0;
  std::optional<Time> expires;
};
struct ModelTender {
  std::size_t card = 0;  // index, or `wallet`
  AccountId account;
  Currency currency;
  std::int64_t left = 0;
};
constexpr std::size_t wallet_index = 1'000;

class CreditProperty : public CreditFixture {
 protected:
  static std::int64_t small(std::int64_t max) { return *rc::gen::inRange<std::int64_t>(0, max); }
  static Currency any_currency() { return *rc::gen::arbitrary<bool>() ? eur : jpy; }
  static AccountId any_account() { return *rc::gen::arbitrary<bool>() ? an : binh; }

  void begin() {
    cards.clear();
    tenders.clear();
    for (const auto account : {an, binh}) {
      for (const auto currency : {eur, jpy}) {
        const auto left = balance(account, currency);
        if (left > 0) RC_ASSERT(grant(account, -left, currency) == "ok");
        wallets[{account, currency}] = 0;
      }
    }
  }

  void step() {
    switch (small(8)) {
      case 0: do_issue(); break;
      case 1: do_grant(); break;
      case 2:
      case 3: do_spend(); break;
      case 4:
      case 5: do_give_back(); break;
      case 6: do_expire(); break;
      default: clock.advance(hours(small(30)));
    }
  }

  void do_issue() {
    ModelCard made;
    made.currency = any_currency();
    made.balance = small(2'000) + 1;
    if (*rc::gen::arbitrary<bool>()) made.expires = clock.now() + hours(small(48) + 1);
    made.id = issue(made.balance, made.currency, made.expires).card.id;
    cards.push_back(made);
  }

  void do_grant() {
    const auto account = any_account();
    const auto currency = any_currency();
    const std::int64_t amount = small(2'000) - 500;
    auto& left = wallets[{account, currency}];
    std::string expected = "ok";
    if (amount == 0) expected = "request.invalid";
    else if (left + amount < 0) expected = "credit.insufficient";
    else left += amount;
    RC_ASSERT(grant(account, amount, currency) == expected);
  }

  void do_spend() {
    const std::int64_t order = last_order + 1 + small(3);
    const auto currency = any_currency();
    const std::int64_t amount = small(1'500) + 1;
    if (cards.empty() || *rc::gen::arbitrary<bool>()) {
      const auto account = any_account();
      auto& left = wallets[{account, currency}];
      const bool enough = left >= amount;
      RC_ASSERT(spend(Tender::of(account), amount, order, currency) ==
                (enough ? "ok" : "credit.insufficient"));
      if (!enough) return;
      left -= amount;
      add(order, {wallet_index, account, currency, amount});
      return;
    }
    const auto index = static_cast<std::size_t>(small(std::ssize(cards)));
    auto& used = cards[index];
    std::string expected = "ok";
    if (used.expires && *used.expires <= clock.now()) expected = "credit.expired";
    else if (used.currency != currency) expected = "credit.wrong_currency";
    else if (used.balance < amount) expected = "credit.insufficient";
    RC_ASSERT(spend(Tender::of(used.id), amount, order, currency) == expected);
    if (expected != "ok") return;
    used.balance -= amount;
    add(order, {index, {}, currency, amount});
  }

  void add(std::int64_t order, const ModelTender& paid) {
    for (auto& tender : tenders[order]) {
      if (tender.card != paid.card || tender.account != paid.account) continue;
      if (tender.currency != paid.currency) continue;
      tender.left += paid.left;
      return;
    }
    tenders[order].push_back(paid);
  }

  void do_give_back() {
    const std::int64_t order = last_order + 1 + small(3);
    const auto currency = any_currency();
    const std::int64_t amount = small(1'500) + 1;
    std::int64_t left = amount;
    std::string expected;
    auto& paid = tenders[order];
    for (auto tender = paid.rbegin(); tender != paid.rend(); ++tender) {
      const std::int64_t part = std::min(left, tender->left);
      if (tender->currency != currency || part == 0) continue;
      tender->left -= part;
      left -= part;
      expected += expected.empty() ? "" : ", ";
      expected += (tender->card == wallet_index ? "credit " : "card ") + std::to_string(part);
      if (tender->card == wallet_index) {
        wallets[{tender->account, currency}] += part;
        continue;
      }
      auto& used = cards[tender->card];
      used.balance += part;
      if (used.expires && *used.expires <= clock.now()) used.expires = clock.now() + days(90);
    }
    const std::string key = std::to_string(++keys);
    RC_ASSERT(give_back(order, amount, key, currency) == expected);
    if (*rc::gen::arbitrary<bool>()) RC_ASSERT(give_back(order, amount, key, currency) == expected);
  }

  void do_expire() {
    auto runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
    clock.advance(hours(1));
    runner->run_due();
    for (auto& one : cards) {
      if (one.expires && *one.expires <= clock.now()) one.balance = 0;
    }
  }

  void compare() {
    for (const auto& one : cards) RC_ASSERT(card(one.id).balance.amount == one.balance);
    for (const auto& [key, left] : wallets) RC_ASSERT(balance(key.first, key.second) == left);
    for (const auto& [order, paid] : tenders) {
      std::int64_t there = 0, left = 0;
      const auto parts = read([&](db::Reader& reader) { return credit().spent(reader, order); });
      for (const auto& part : parts) there += part.amount.amount;
      for (const auto& tender : paid) left += tender.left;
      RC_ASSERT(there == left);
    }
  }

  std::vector<ModelCard> cards;
  std::map<std::pair<AccountId, Currency>, std::int64_t> wallets;
  std::map<std::int64_t, std::vector<ModelTender>> tenders;  // by order, in the order of paying
  std::int64_t last_order = 0;
  std::int64_t keys = 0;
};

ENGINE_TEST(CreditProperty, TheLedgerStaysAtZeroWhateverHappens) {
  EXPECT_TRUE(rc::check("movements of credit", [&] {
    begin();
    const auto steps = small(25) + 1;
    for (std::int64_t i = 0; i < steps; ++i) step();
    compare();
    std::vector<GiftCardId> ids_of_cards;
    for (const auto& one : cards) ids_of_cards.push_back(one.id);
    expect_books_balance(ids_of_cards, {eur, jpy});
    RC_ASSERT(!HasFailure());
    last_order += 10;
  }));
}

}  // namespace
}  // namespace plaza::credit
