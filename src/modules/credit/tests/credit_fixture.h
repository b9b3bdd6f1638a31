// Credit on a fresh database of each engine, with two accounts.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "credit/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::credit {

using identity::AccountId;

inline constexpr Currency eur{{'E', 'U', 'R'}};
inline constexpr Currency jpy{{'J', 'P', 'Y'}};
inline constexpr AccountId an{301};
inline constexpr AccountId binh{302};

class FewAccounts final : public identity::Accounts {
 public:
  std::set<AccountId> known{an, binh};

  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    if (!known.contains(id)) return {};
    identity::Account account;
    account.id = id;
    return account;
  }
  std::optional<identity::Face> face(AccountId) const override { return {}; }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 2; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override {
    return {};
  }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override {
    return {};
  }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override {
    return identity::Account{};
  }
  Status erase(db::Transaction&, AccountId) override { return done(); }
};

inline constexpr db::Statement sum_of_entries{
    nullptr, "SELECT currency, CAST(SUM(amount) AS BIGINT) FROM credit_entries GROUP BY currency"};
inline constexpr db::Statement unbalanced{
    nullptr, "SELECT movement_id FROM credit_entries GROUP BY movement_id, currency HAVING SUM(amount) <> 0"};
inline constexpr db::Statement sum_of_holder{
    nullptr,
    "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_entries WHERE kind = $1 AND holder "
    "= $2 AND currency = $3"};
inline constexpr db::Statement count_entries{nullptr, "SELECT COUNT(*) FROM credit_entries"};

class CreditFixture : public testing::OnEachEngine {
 protected:
  CreditFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    module = open({database(), ids, clock, accounts, false, [](Currency each) { return each == eur || each == jpy; }});
  }

  Credit& credit() { return module->credit(); }
  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }
  // "ok", or the code of the refusal.
  template <class Work>
  std::string outcome(const Work& work) {
    const auto result = write(work);
    return result.ok() ? "ok" : result.error().code;
  }

  Issued issue(std::int64_t amount, Currency currency = eur, std::optional<Time> expires = {}) {
    const NewCard wish{{amount, currency}, expires, "", ""};
    auto issued = write([&](db::Transaction& tx) { return credit().issue(tx, wish, "acc_1"); });
    EXPECT_TRUE(issued.ok());
    return issued.ok() ? *issued : Issued{};
  }
  std::string spend(const Tender& tender, std::int64_t amount, std::int64_t order,
                    Currency currency = eur) {
    return outcome([&](db::Transaction& tx) {
      return credit().spend(tx, tender, {amount, currency}, order);
    });
  }
  std::string grant(AccountId account, std::int64_t amount, Currency currency = eur,
                    std::string_view key = {}) {
    return outcome([&](db::Transaction& tx) {
      return credit().grant(tx, account, {amount, currency}, "sorry", "acc_1", key);
    });
  }
  // What went back, as "card 500, credit 300".
  std::string give_back(std::int64_t order, std::int64_t amount, std::string_view key,
                        Currency currency = eur) {
    const auto parts = write([&](db::Transaction& tx) {
      return credit().give_back(tx, order, {amount, currency}, "returned", key);
    });
    return parts.ok() ? text_of(*parts) : parts.error().code;
  }
  static std::string text_of(const std::vector<Part>& parts) {
    std::string text;
    for (const auto& part : parts) {
      text += (text.empty() ? "" : ", ");
      text += part.tender.kind == TenderKind::gift_card ? "card " : "credit ";
      text += std::to_string(part.amount.amount);
    }
    return text;
  }
  std::string spent(std::int64_t order) {
    return text_of(read([&](db::Reader& reader) { return credit().spent(reader, order); }));
  }
  GiftCard card(GiftCardId id) {
    return read([&](db::Reader& reader) { return credit().card(reader, id); }).value_or(GiftCard{});
  }
  std::int64_t balance(AccountId account, Currency currency = eur) {
    return read([&](db::Reader& reader) { return credit().balance(reader, account, currency); })
        .amount;
  }
  std::int64_t entries_there() {
    const auto count = [](const db::Row& row) { return row.integer(0); };
    return read([&](db::Reader& reader) { return *reader.one(count_entries, {}, count); });
  }

  // Every movement sums to zero, and the entries of what has a balance sum to it.
  void expect_books_balance(const std::vector<GiftCardId>& cards,
                            const std::vector<Currency>& currencies = {eur}) {
    const auto work = [&](db::Reader& reader) {
      reader.each(unbalanced, {},
                  [](const db::Row& row) { ADD_FAILURE() << "movement " << row.integer(0); });
      reader.each(sum_of_entries, {}, [](const db::Row& row) { EXPECT_EQ(row.integer(1), 0); });
      const auto sum = [&](const char* kind, std::int64_t holder, Currency currency) {
        const auto first = [](const db::Row& row) { return row.integer(0); };
        return *reader.one(sum_of_holder, {kind, holder, currency.code()}, first);
      };
      for (const auto id : cards) {
        const auto found = credit().card(reader, id);
        EXPECT_EQ(sum("card", id.value, found->balance.currency), found->balance.amount);
        EXPECT_GE(found->balance.amount, 0);
      }
      for (const auto currency : currencies) {
        for (const auto account : {an, binh}) {
          EXPECT_EQ(sum("customer", account.value, currency),
                    credit().balance(reader, account, currency).amount);
        }
      }
      return 0;
    };
    read(work);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::credit
