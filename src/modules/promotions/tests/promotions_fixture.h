// Promotions on a fresh database of each engine, with a catalogue that holds what the test says.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "promotions/module.h"

namespace plaza::promotions {

using catalog::CollectionId;
using catalog::ProductId;
using catalog::VariantId;
using identity::AccountId;

inline constexpr Currency eur{{'E', 'U', 'R'}};
inline constexpr ProductId vase{101};
inline constexpr ProductId bowl{102};
inline constexpr CollectionId spring{201};
inline constexpr AccountId an{301};
inline constexpr AccountId binh{302};

class KnownCatalog final : public catalog::Catalog, public catalog::Collections {
 public:
  std::set<ProductId> known{vase, bowl};
  std::map<CollectionId, std::vector<ProductId>> members{{spring, {vase}}};

  std::optional<catalog::Product> product(db::Reader&, ProductId id) override {
    if (!known.contains(id)) return {};
    catalog::Product product;
    product.id = id;
    for (const auto& [collection, products] : members) {
      if (std::find(products.begin(), products.end(), id) != products.end())
        product.collections.push_back(collection);
    }
    return product;
  }
  std::vector<ProductId> products(db::Reader&, CollectionId id) override {
    const auto found = members.find(id);
    return found == members.end() ? std::vector<ProductId>() : found->second;
  }
  std::optional<catalog::Collection> collection(db::Reader&, CollectionId id) override {
    if (!members.contains(id)) return {};
    catalog::Collection collection;
    collection.id = id;
    return collection;
  }

  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override {
    return {};
  }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const VariantId>) override {
    return {};
  }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override {
    return {};
  }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override {
    return catalog::Product{};
  }
  Result<catalog::Product> update(db::Transaction&, ProductId,
                                  const catalog::ProductPatch&) override {
    return catalog::Product{};
  }
  Status archive(db::Transaction&, ProductId) override { return done(); }
  Result<catalog::Variant> add_variant(db::Transaction&, ProductId,
                                       const catalog::NewVariant&) override {
    return catalog::Variant{};
  }
  Result<catalog::Variant> update_variant(db::Transaction&, VariantId,
                                          const catalog::VariantPatch&) override {
    return catalog::Variant{};
  }
  std::vector<catalog::Collection> all(db::Reader&) override { return {}; }
  std::optional<catalog::Collection> collection_by_handle(db::Reader&, std::string_view) override {
    return {};
  }
  Result<catalog::Collection> create(db::Transaction&, const catalog::NewCollection&) override {
    return catalog::Collection{};
  }
  Result<catalog::Collection> update(db::Transaction&, CollectionId,
                                     const catalog::CollectionPatch&) override {
    return catalog::Collection{};
  }
  Status remove(db::Transaction&, CollectionId) override { return done(); }
};

class Regulars final : public Audience {
 public:
  std::set<AccountId> members;
  bool contains(std::string_view segment, AccountId account) const override {
    return segment == "regulars" && members.contains(account);
  }
};
class Buyers final : public FirstOrders {
 public:
  std::set<AccountId> accounts;
  std::set<std::string, std::less<>> emails;
  bool has_ordered(db::Reader&, AccountId account, std::string_view email) override {
    return accounts.contains(account) || emails.contains(email);
  }
};

class PromotionsFixture : public testing::OnEachEngine {
 protected:
  PromotionsFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    module = open_node();
    module->subscribe(*dispatcher);
    module->load();
  }

  std::unique_ptr<Module> open_node() {
    auto node = open({database(), ids, clock, known, known});
    node->plug(&regulars, &buyers);
    return node;
  }

  static DiscountTerms percent(std::int64_t bp, std::string code) {
    DiscountTerms terms;
    terms.code = std::move(code);
    terms.title = "Some percent";
    terms.kind = Kind::percent;
    terms.percent_bp = bp;
    return terms;
  }
  Discount make(const DiscountTerms& terms) {
    const auto work = [&](db::Transaction& tx) { return module->discounts().create(tx, terms); };
    auto made = database().write_now(work);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().detail);
    return made.ok() ? *made : Discount{};
  }
  // "ok", or the code of the refusal.
  std::string change(const Discount& discount) {
    const auto work = [&](db::Transaction& tx) { return module->discounts().update(tx, discount); };
    const auto changed = database().write_now(work);
    return changed.ok() ? "ok" : changed.error().code;
  }
  Discount stored(DiscountId id) {
    const auto read = [&](db::Reader& reader) { return module->discounts().discount(reader, id); };
    return database().read_now(read).value_or(Discount{});
  }
  std::int64_t uses(const Discount& discount) {
    const auto read = [&](db::Reader& reader) { return module->discounts().uses(reader, discount); };
    return database().read_now(read);
  }

  Basket basket(std::vector<std::string> codes, AccountId account = {}, std::string email = "") {
    Basket basket;
    basket.currency = eur;
    basket.lines = {{VariantId{1}, vase, 1, 2'000, false}, {VariantId{2}, bowl, 2, 1'000, false}};
    basket.codes = std::move(codes);
    basket.account_id = account;
    basket.email = std::move(email);
    basket.at = clock.now();
    return basket;
  }
  Evaluation evaluate(const Basket& basket, Module& node) {
    const auto read = [&](db::Reader& reader) {
      return node.promotions().evaluate(reader, basket);
    };
    return database().read_now(read);
  }
  // "SALE 400" or the refusal's code; "" when nothing applies and nothing is refused.
  std::string told(const Basket& basket, Module& node) {
    const auto evaluation = evaluate(basket, node);
    std::string text;
    for (const auto& one : evaluation.applied)
      text += (text.empty() ? "" : ", ") + one.code + " " + std::to_string(one.total());
    for (const auto& one : evaluation.refused)
      text += (text.empty() ? "" : ", ") + one.error.code;
    return text;
  }
  std::string told(const Basket& basket) { return told(basket, *module); }

  // A checkout: evaluated and redeemed in one transaction, all of the asked codes or none.
  std::string check_out(std::int64_t order, const Basket& basket) {
    const auto work = [&](db::Transaction& tx) -> Status {
      const auto evaluation = module->promotions().evaluate(tx, basket);
      if (!evaluation.refused.empty()) return evaluation.refused.front().error;
      return module->promotions().redeem(tx, order, basket, evaluation.applied);
    };
    const auto result = database().write_now(work);
    return result.ok() ? "ok" : result.error().code;
  }
  void release(std::int64_t order) {
    const auto work = [&](db::Transaction& tx) -> Status {
      module->promotions().release(tx, order);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KnownCatalog known;
  Regulars regulars;
  Buyers buyers;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::promotions
