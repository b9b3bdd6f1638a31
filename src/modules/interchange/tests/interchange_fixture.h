// Files on a fresh database of each engine; the modules below by hand, in memory.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "interchange/module.h"
#include "order_record.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "runs.h"

namespace plaza::interchange {

using identity::Account;
using identity::AccountId;

inline constexpr Currency eur{{'E', 'U', 'R'}};

class HandAccounts final : public identity::Accounts {
 public:
  HandAccounts(IdSource& ids, const Clock& clock) : ids_(ids), clock_(clock) {}
  std::map<AccountId, Account> known;
  std::vector<identity::NewAccount> made;

  std::optional<identity::Face> face(AccountId id) const override {
    const auto at = known.find(id);
    if (at == known.end()) return std::nullopt;
    return identity::Face{id, at->second.handle, at->second.display_name, at->second.bio, 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(AccountId after, int limit) const override {
    std::vector<identity::Face> faces;
    for (auto at = known.upper_bound(after); at != known.end() && std::ssize(faces) < limit; ++at)
      faces.push_back(*face(at->first));
    return faces;
  }
  std::int64_t count() const override { return std::ssize(known); }
  std::optional<Account> find(db::Reader&, AccountId id) override {
    const auto at = known.find(id);
    return at == known.end() ? std::nullopt : std::optional(at->second);
  }
  std::optional<Account> find_by_email(db::Reader&, std::string_view email) override {
    for (const auto& [id, account] : known)
      if (account.email == email) return account;
    return std::nullopt;
  }
  std::vector<Account> list(db::Reader&, std::string_view query, AccountId before, int limit) override {
    std::vector<Account> found;
    for (auto at = known.rbegin(); at != known.rend() && std::ssize(found) < limit; ++at)
      if ((!before || at->first < before) && at->second.email.starts_with(query)) found.push_back(at->second);
    return found;
  }
  Result<Account> create(db::Transaction&, const identity::NewAccount& wish) override {
    if (wish.email.find('@') == std::string::npos) return invalid_field("email", "wrong_format", "is no e-mail address");
    for (const auto& [id, other] : known)
      if (!wish.handle.empty() && other.handle == wish.handle)
        return Error{ErrorKind::conflict, "identity.handle_taken", "Taken.", {{"handle", "taken", "is taken"}}};
    made.push_back(wish);
    Account account;
    account.id = ids_.make<AccountId>();
    account.email = wish.email;
    account.display_name = wish.display_name;
    account.handle = wish.handle.empty() ? "made" + std::to_string(known.size()) : wish.handle;
    account.bio = wish.bio;
    account.locale = wish.locale;
    account.created_at = clock_.now();
    account.email_verified_at = wish.email_verified ? clock_.now() : Time{};
    return known[account.id] = account;
  }
  Status erase(db::Transaction&, AccountId) override { return done(); }

 private:
  IdSource& ids_;
  const Clock& clock_;
};

class HandCustomers final : public profiles::Customers {
 public:
  std::vector<identity::AccountId> of_phone(db::Reader&, std::string_view) override { return {}; }
  std::map<AccountId, profiles::Customer> kept;
  profiles::Customer find(db::Reader&, AccountId account) override { return kept[account]; }
  Result<bool> put(db::Transaction&, AccountId account, const profiles::Customer& customer) override {
    if (customer.phone == "too long") return invalid_field("phone", "too_long", "is too long");
    const bool changed = kept[account] != customer;
    kept[account] = customer;
    return changed;
  }
};

class HandOrders final : public orders::Orders, public orders::PastOrders {
 public:
  std::map<orders::OrderId, orders::Order> kept;
  std::map<orders::OrderId, orders::Origin> origins;
  std::vector<orders::By> by;

  std::optional<orders::Order> find(db::Reader&, orders::OrderId id) override {
    const auto at = kept.find(id);
    return at == kept.end() ? std::nullopt : std::optional(at->second);
  }
  std::vector<orders::Order> list(db::Reader&, const orders::OrderQuery& query) override {
    std::vector<orders::Order> found;
    for (auto at = kept.rbegin(); at != kept.rend() && std::ssize(found) < query.limit; ++at) {
      const auto& order = at->second;
      const bool named = query.q.empty() || query.q == own_name(order.number);
      if ((!query.before || at->first < query.before) && (!query.account_id || query.account_id == order.account_id) &&
          (!query.status || *query.status == order.status) && named)
        found.push_back(order);
    }
    return found;
  }
  std::optional<orders::OrderId> find(db::Reader&, std::string_view source, std::string_view name) override {
    for (const auto& [id, origin] : origins)
      if (origin.source == source && origin.name == name) return id;
    return std::nullopt;
  }
  std::optional<orders::Origin> origin(db::Reader&, orders::OrderId id) override {
    const auto at = origins.find(id);
    return at == origins.end() ? std::nullopt : std::optional(at->second);
  }
  Result<orders::Order> add(db::Transaction&, orders::Order order, const orders::Origin& origin,
                            const orders::By& who) override {
    if (!order.id) order.id = orders::OrderId{order.placed_at.micros + std::ssize(kept)};
    by.push_back(who);
    origins[order.id] = origin;
    return kept[order.id] = order;
  }

  Result<orders::Order> find_for(db::Reader&, const orders::Shopper&, orders::OrderId) override { return unused(); }
  std::int64_t count_of(db::Reader&, AccountId) override { return 0; }
  bool has_bought(db::Reader&, AccountId, std::string_view) override { return false; }
  Result<orders::Order> cancel(db::Transaction&, orders::OrderId, const orders::By&, std::string_view,
                               std::optional<std::int64_t>) override { return unused(); }
  Result<orders::Order> fulfil(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override { return unused(); }
  Result<orders::Order> deliver(db::Transaction&, orders::OrderId, const orders::By&,
                                std::optional<std::int64_t>) override { return unused(); }
  Result<orders::Order> refund(db::Transaction&, orders::OrderId, std::string_view, const orders::By&,
                               std::optional<std::int64_t>) override { return unused(); }
  orders::OrderView view(db::Reader&, const orders::Order&) override { return {}; }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

class NoCatalog final : public catalog::Catalog {
 public:
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId) override { return std::nullopt; }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery& query) override {
    if (query.q != "MUG-1") return {};
    catalog::Product product;
    product.id = {77};
    product.handle = "mug";
    catalog::Variant variant;
    variant.id = {78};
    variant.sku = "MUG-1";
    product.variants = {variant};
    return {product};
  }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }

 private:
  static Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }
};

class HandPayments final : public payments::PaymentRecords {
 public:
  std::map<std::int64_t, std::vector<payments::Payment>> kept;
  std::optional<payments::Payment> find(db::Reader&, payments::PaymentId) override { return std::nullopt; }
  std::vector<payments::Payment> of(db::Reader&, std::int64_t subject) override { return kept[subject]; }
  std::vector<payments::RefundRecord> refunds_of(db::Reader&, std::int64_t) override { return {}; }
  Money paid(db::Reader&, std::int64_t) override { return {}; }
  Money refunded(db::Reader&, std::int64_t) override { return {}; }
};

class HandStandings final : public pricing::Standings {
 public:
  std::map<AccountId, pricing::Standing> kept;
  int calls = 0;  // that put something
  pricing::Standing of(db::Reader&, AccountId account) override { return kept[account]; }
  std::vector<Result<bool>> put(db::Transaction&, std::span<const pricing::StandingWish> wishes, std::string_view) override {
    std::vector<Result<bool>> answers;
    calls += wishes.empty() ? 0 : 1;
    for (const auto& wish : wishes) {
      if (!wish.standing.groups.empty() && wish.standing.groups[0].name == "too long") {
        answers.push_back(invalid_field("groups", "out_of_range", "must be shorter"));
      } else if (wish.standing.exemption && wish.standing.exemption->note == "too long") {
        answers.push_back(invalid_field("exemption", "out_of_range", "must be shorter"));
      } else {
        answers.push_back(kept[wish.account] != wish.standing);
        kept[wish.account] = wish.standing;
      }
    }
    return answers;
  }
};

class HandWallets final : public credit::Wallets {
 public:
  std::map<AccountId, std::vector<Money>> kept;
  std::map<std::string, AccountId, std::less<>> keys;
  std::vector<Money> all(db::Reader&, AccountId account) override { return kept[account]; }
  Status open(db::Transaction&, AccountId account, Money amount, std::string_view, std::string_view,
              std::string_view key) override {
    if (amount.currency == Currency{{'U', 'S', 'D'}}) return Error{ErrorKind::invalid, "credit.currency_not_sold", "Not sold."};
    if (!keys.emplace(key, account).second) return Error{ErrorKind::conflict, "credit.key_reused", "Reused."};
    kept[account].push_back(amount);
    return done();
  }
};

// What stands around the module in one shop.
struct HandShop {
  HandShop(db::Database& database, IdSource& ids, const Clock& clock, std::string name)
      : accounts(ids, clock),
        needs{database, ids, clock, accounts, customers, catalog, orders, orders, payments, standings, wallets,
              eur, std::move(name)},
        runs(needs), runner(jobs::open_runner(database, clock)) {
    runs.add_jobs(*runner);
  }
  HandAccounts accounts;
  HandCustomers customers;
  NoCatalog catalog;
  HandOrders orders;
  HandPayments payments;
  HandStandings standings;
  HandWallets wallets;
  const Needs needs;
  Runs runs;
  std::unique_ptr<jobs::Runner> runner;
};

using TakenFile = Run;  // GoogleTest has a Run() of its own

class InterchangeFixture : public testing::OnEachEngine {
 protected:
  InterchangeFixture() {
    database().migrate(jobs::migrations());
    database().migrate(migrations());
  }
  TakenFile import(HandShop& into, Kind kind, const std::string& file, bool dry_run = false, std::string source = "old.example",
                   bool by_owner = true) {
    TakenFile wish;
    wish.kind = kind;
    wish.dry_run = dry_run;
    wish.source = std::move(source);
    wish.actor = "key";
    wish.by_owner = by_owner;
    const auto work = [&](db::Transaction& tx) { return into.runs.start(tx, wish, file); };
    const auto started = database().write_now(work);
    if (!started.ok()) {
      ADD_FAILURE() << started.error().code << ' ' << started.error().detail;
      return {};
    }
    into.runner->run_due();
    return *database().read_now([&](db::Reader& reader) { return into.runs.find(reader, started->id); });
  }
  static std::string told(const TakenFile& run) {
    std::string text;
    for (const auto& problem : run.problems)
      text += std::to_string(problem.line) + " " + problem.field + ": " + problem.message + "\n";
    return text;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 3};
  HandShop shop{database(), ids, clock, "clay.example"};
  HandShop other{database(), ids, clock, "other.example"};
};

}  // namespace plaza::interchange
