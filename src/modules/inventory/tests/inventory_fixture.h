// Inventory on a fresh database of each engine, with a clock to move and a catalogue that knows
// what the test says.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "inventory/module.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "store.h"
#include "supply_store.h"

namespace plaza::inventory {

using catalog::ProductId;
using catalog::VariantId;

inline constexpr VariantId vase{101};
inline constexpr VariantId bowl{102};
inline constexpr VariantId unknown{999};

class KnownCatalog final : public catalog::Catalog {
 public:
  std::map<VariantId, std::string> titles{{vase, "Vase"}, {bowl, "Bowl"}};

  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const VariantId> ids) override {
    std::vector<catalog::SoldVariant> found;
    for (const auto id : ids) {
      if (!titles.contains(id)) continue;
      catalog::SoldVariant sold;
      sold.variant.id = id;
      sold.status = catalog::ProductStatus::active;
      sold.variant.product_id = ProductId{id.value + 1000};
      sold.variant.title = "Blue";
      sold.variant.sku = "SKU-" + std::to_string(id.value);
      sold.product_title = titles[id];
      sold.product_handle = "handle-" + std::to_string(id.value);
      found.push_back(sold);
    }
    return found;
  }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery& query) override {
    std::vector<catalog::Product> found;
    for (auto at = titles.rbegin(); at != titles.rend(); ++at) {
      catalog::Product product;
      product.id = ProductId{at->first.value + 1000};
      product.title = at->second;
      catalog::Variant variant;
      variant.id = at->first;
      variant.title = "Blue";
      variant.sku = "SKU-" + std::to_string(variant.id.value);
      product.variants = {variant};
      const bool before = !query.before || product.id < query.before;
      const bool named = product.title.find(query.q) != std::string::npos || variant.sku == query.q;
      if (before && named) found.push_back(product);
    }
    return found;
  }
  std::optional<catalog::Product> product(db::Reader&, ProductId id) override {
    const VariantId variant{id.value - 1000};
    if (!titles.contains(variant)) return std::nullopt;
    catalog::Product product;
    product.id = id;
    product.handle = "handle-" + std::to_string(variant.value);
    product.title = titles[variant];
    product.status = catalog::ProductStatus::active;
    return product;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader& reader,
                                                    std::string_view handle) override {
    for (auto& product : products(reader, {})) {
      if ("handle-" + std::to_string(product.id.value - 1000) == handle) return product;
    }
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
};

// What was sent, instead of sending.
class KeptMail final : public notifications::Mailer {
 public:
  std::vector<notifications::MailRequest> sent;
  bool send(db::Transaction&, const notifications::MailRequest& request) override {
    sent.push_back(request);
    return true;
  }
};
class KeptBell final : public notifications::Bell {
 public:
  std::vector<notifications::Notice> rung;
  notifications::NotificationId notify(db::Transaction&, const notifications::Notice& notice) override {
    rung.push_back(notice);
    return {};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, identity::AccountId) override { return 0; }
};

class InventoryFixture : public testing::OnEachEngine {
 protected:
  InventoryFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    module = open({database(), ids, clock, known, &mailer, &bell});
  }

  Stock& stock() { return module->stock(); }

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

  std::string set(VariantId variant, std::int64_t on_hand, std::string_view location = "main") {
    return outcome([&](db::Transaction& tx) {
      return stock().set_on_hand(tx, variant, location, on_hand, "", "test");
    });
  }
  std::string sell(std::string_view order, std::vector<StockLine> lines) {
    return outcome([&](db::Transaction& tx) { return stock().sell(tx, order, lines); });
  }
  std::string reserve(std::string_view reference, std::vector<StockLine> lines,
                      Micros length = minutes(10)) {
    return outcome([&](db::Transaction& tx) {
      return stock().reserve(tx, reference, lines, clock.now() + length);
    });
  }
  std::string commit(std::string_view reference, std::string_view order) {
    return outcome([&](db::Transaction& tx) { return stock().commit(tx, reference, order); });
  }
  int release(std::string_view reference) {
    return *write([&](db::Transaction& tx) { return stock().release(tx, reference); });
  }
  int expire(int limit = 100) {
    return *write([&](db::Transaction& tx) { return stock().expire(tx, limit); });
  }
  std::string restock(std::string_view order, std::vector<StockLine> lines) {
    return outcome([&](db::Transaction& tx) {
      return stock().restock(tx, order, lines, "cancelled", "test");
    });
  }

  // "on hand/reserved" over all locations, and that memory agrees.
  std::string balance(VariantId variant) {
    std::int64_t on_hand = 0, reserved = 0;
    const auto read = [&](db::Reader& reader) { return stock_of(reader, variant); };
    std::int64_t available = 0;
    for (const auto& part : database().read_now(read)) {
      on_hand += part.on_hand;
      reserved += part.reserved;
      available += part.available();
    }
    const auto promised = [&](db::Reader& reader) { return preorder_of(reader, variant); };
    const auto preorder = database().read_now(promised);
    if (preorder) available = std::max(available, preorder->left());
    EXPECT_EQ(module->levels().available(variant), available);
    return std::to_string(on_hand) + "/" + std::to_string(reserved);
  }
  std::vector<LedgerEntry> ledger(VariantId variant, int limit = 100) {
    const auto read = [&](db::Reader& reader) { return stock().ledger(reader, variant, 0, limit); };
    return database().read_now(read);
  }
  // The sums of a variant's ledger are its balances.
  void expect_explained(VariantId variant) {
    std::int64_t on_hand = 0, reserved = 0;
    std::int64_t before = 0;
    for (;;) {
      const auto read = [&](db::Reader& reader) {
        return stock().ledger(reader, variant, before, 100);
      };
      const auto page = database().read_now(read);
      for (const auto& entry : page) {
        on_hand += entry.delta_on_hand;
        reserved += entry.delta_reserved;
        before = entry.id;
      }
      if (page.size() < 100) break;
    }
    EXPECT_EQ(balance(variant), std::to_string(on_hand) + "/" + std::to_string(reserved));
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KnownCatalog known;
  KeptMail mailer;
  KeptBell bell;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::inventory
