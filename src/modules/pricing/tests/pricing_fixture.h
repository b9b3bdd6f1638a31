// Pricing on a fresh database of each engine, with a clock to move, and a catalogue and accounts that know what the test says.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "pricing/events.h"
#include "pricing/module.h"

namespace plaza::pricing {

using catalog::ProductId;
using catalog::VariantId;
using identity::AccountId;

inline constexpr ProductId vase{1'101};
inline constexpr VariantId blue{101}, red{102};  // of the vase
inline constexpr ProductId bowl{1'201};
inline constexpr VariantId small{201};
inline constexpr AccountId an{11}, binh{12};
inline Currency currency(const char* code) { return *parse_currency(code); }
inline Error nobody_asks() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class KnownCatalog final : public catalog::Catalog {
 public:
  std::map<VariantId, ProductId> known{{blue, vase}, {red, vase}, {small, bowl}};

  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const VariantId> ids) override {
    std::vector<catalog::SoldVariant> found;
    for (const auto id : ids) {
      if (!known.contains(id)) continue;
      catalog::SoldVariant sold;
      sold.variant.id = id;
      sold.variant.product_id = known[id];
      sold.variant.title = id == blue ? "Blue" : "Red";
      sold.product_title = known[id] == vase ? "Vase" : "Bowl";
      found.push_back(sold);
    }
    return found;
  }
  std::optional<catalog::Product> product(db::Reader&, ProductId id) override {
    for (const auto& [variant, product] : known) {
      if (product != id) continue;
      catalog::Product found;
      found.id = id;
      found.title = id == vase ? "Vase" : "Bowl";
      return found;
    }
    return {};
  }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return nobody_asks(); }
  Result<catalog::Product> update(db::Transaction&, ProductId, const catalog::ProductPatch&) override { return nobody_asks(); }
  Status archive(db::Transaction&, ProductId) override { return nobody_asks(); }
  Result<catalog::Variant> add_variant(db::Transaction&, ProductId, const catalog::NewVariant&) override { return nobody_asks(); }
  Result<catalog::Variant> update_variant(db::Transaction&, VariantId, const catalog::VariantPatch&) override { return nobody_asks(); }
};

class KnownAccounts final : public identity::Accounts {
 public:
  std::set<AccountId> known{an, binh};
  std::optional<identity::Face> face(AccountId id) const override {
    if (!known.contains(id)) return {};
    return identity::Face{id, id == an ? "an" : "binh", id == an ? "An" : "Bình", "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 2; }
  std::optional<identity::Account> find(db::Reader&, AccountId) override { return {}; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return nobody_asks(); }
  Status erase(db::Transaction&, AccountId) override { return nobody_asks(); }
};

class PricingFixture : public testing::OnEachEngine {
 protected:
  PricingFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    module = open_node();
  }

  // A node on this database: what another process has.
  std::unique_ptr<Module> open_node() {
    Settings settings;
    settings.currency = currency("EUR");
    settings.tax_ppm = 190'000;
    auto node = open({database(), ids, clock, catalog, accounts, settings});
    node->load();
    return node;
  }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  // "ok", or the code of the refusal.
  template <class Work>
  std::string outcome(const Work& work) {
    const auto result = write(work);
    return result.ok() ? "ok" : result.error().code;
  }
  Desk& desk() { return module->desk(); }

  std::string sell_in(const char* code, std::int64_t rate, Rounding rounding = {}) {
    return outcome([&](db::Transaction& tx) { return desk().put_currency(tx, currency(code), rate, rounding); });
  }
  PriceListId make_list(const PriceList& wish) {
    const auto list = write([&](db::Transaction& tx) { return desk().create_list(tx, wish); });
    EXPECT_TRUE(list.ok()) << (list.ok() ? "" : list.error().code);
    return list.ok() ? list->id : PriceListId{};
  }
  std::string change(PriceListId list, std::vector<EntryChange> changes) {
    return outcome([&](db::Transaction& tx) { return desk().change_entries(tx, list, changes); });
  }
  CustomerGroupId make_group(const char* name, bool exempt, std::vector<AccountId> members) {
    const auto id = write([&](db::Transaction& tx) { return desk().create_group(tx, name, exempt); });
    EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk().add_members(tx, *id, members); }), "ok");
    return *id;
  }
  template <class Zone>
  std::string make_zone(const Zone& zone) {
    return outcome([&](db::Transaction& tx) { return desk().create_zone(tx, zone); });
  }

  // "800", "800 (was 1000)", with a star in a sale; "none" when the currency is not sold in. Of the blue vase at 10.00 EUR.
  std::string price(const Module& node, VariantId variant, const char* code = "EUR", AccountId account = {}) {
    const auto product = catalog.known[variant];
    const auto price = const_cast<Module&>(node).prices().of(variant, product, {1'000, currency("EUR")}, std::nullopt,
                                                             {currency(code), account, clock.now()});
    if (!price) return "none";
    std::string text = std::to_string(price->amount);
    if (price->compare_at) text += " (was " + std::to_string(*price->compare_at) + ")";
    return price->sale ? text + " *" : text;
  }
  std::string price(VariantId variant, const char* code = "EUR", AccountId account = {}) {
    return price(*module, variant, code, account);
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KnownCatalog catalog;
  KnownAccounts accounts;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

inline EntryChange entry_of(VariantId variant, std::int64_t amount) {
  EntryChange change;
  change.entry.variant_id = variant;
  change.entry.amount = amount;
  return change;
}
inline EntryChange off_product(ProductId product, std::int64_t off_ppm) {
  EntryChange change;
  change.entry.product_id = product;
  change.entry.off_ppm = off_ppm;
  return change;
}
inline EntryChange without(EntryChange change) {
  change.remove = true;
  return change;
}

}  // namespace plaza::pricing
