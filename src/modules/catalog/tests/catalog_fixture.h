// The catalogue on a fresh database of each engine, with doubles of what stands around it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "catalog/events.h"
#include "catalog/module.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::catalog {

inline constexpr Currency eur{{'E', 'U', 'R'}};

// Uploads 1..9 exist.
class KnownMedia final : public media::Media {
 public:
  std::optional<media::MediaView> view(media::MediaId id) const override {
    if (id.value < 1 || id.value > 9) return std::nullopt;
    media::MediaView view;
    view.id = id;
    view.status = media::Status::ready;
    view.url = "/media/" + to_text(id) + "/w640.webp";
    view.width = 640;
    view.height = 480;
    view.alt = "Upload " + std::to_string(id.value);
    return view;
  }
  Result<media::MediaView> take(const media::Upload&) override { return media::MediaView{}; }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return media::MediaId{}; }
  std::optional<identity::AccountId> owner(media::MediaId) const override { return std::nullopt; }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  Status remove(db::Transaction&, media::MediaId) override { return done(); }
};

class KeptStock final : public StockSink {
 public:
  std::map<VariantId, std::int64_t> on_hand;
  Result<int> set_on_hand(db::Transaction&, std::span<const VariantQuantity> quantities,
                          std::string_view) override {
    int changed = 0;
    for (const auto& quantity : quantities) {
      if (quantity.on_hand == 666)
        return Error{ErrorKind::conflict, "test.held", "5 units are held.", {}};
      auto& kept = on_hand[quantity.variant_id];
      if (kept != quantity.on_hand) ++changed;
      kept = quantity.on_hand;
    }
    return changed;
  }
};

// Addresses with "gone" in them cannot be fetched.
class KnownImages final : public ImageFetcher {
 public:
  std::vector<std::string> asked;
  Result<FetchedImage> fetch(std::string_view url, std::string_view) override {
    asked.emplace_back(url);
    if (url.find("gone") != std::string_view::npos)
      return Error{ErrorKind::upstream, "test.gone", "it is gone", {}};
    return FetchedImage{media::MediaId{100 + std::ssize(asked)}, 800, 600};
  }
};

class CatalogFixture : public testing::OnEachEngine {
 protected:
  CatalogFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    dispatcher->every_node("test", {ProductChanged::topic, CollectionChanged::topic},
                           [this](const std::vector<events::Event>& batch) {
                             for (const auto& event : batch) heard.push_back(event);
                           });
    module = open({database(), ids, clock, library, eur});
    runner = jobs::open_runner(database(), clock);
    module->add_jobs(*runner);
  }

  Catalog& catalog() { return module->catalog(); }

  template <class Work>
  auto write(const Work& work) {
    return database().write_now(work);
  }
  template <class Work>
  auto read(const Work& work) {
    return database().read_now(work);
  }

  static NewProduct vase() {
    NewProduct product;
    product.title = "Blue Vase";
    product.description_html = "<p>Stoneware<script>x</script></p>";
    product.vendor = "Sage";
    product.tags = {"clay", " blue ", "clay"};
    product.options = {{"Size", {{"S", ""}, {"M", ""}}}};
    product.attributes = {{"capacity", "Capacity", "1.5 l", std::nullopt, "", Direction::more}};
    product.variants = {{"", "VASE-S", "", 1999, std::nullopt, 400, {"S"}, -1},
                        {"", "VASE-M", "", 2999, 3999, 700, {"M"}, -1}};
    return product;
  }
  Product make(const NewProduct& wish) {
    const auto made = write([&](db::Transaction& tx) { return catalog().create(tx, wish); });
    EXPECT_TRUE(made.ok()) << made.error().code;
    return made.ok() ? *made : Product{};
  }
  std::optional<Product> find(std::string_view handle) {
    return read([&](db::Reader& reader) { return catalog().product_by_handle(reader, handle); });
  }
  std::vector<std::string> handles(const ProductQuery& query) {
    std::vector<std::string> found;
    for (const auto& product :
         read([&](db::Reader& reader) { return catalog().products(reader, query); })) {
      found.push_back(product.handle);
    }
    return found;
  }
  Result<ImportReport> import(std::string_view csv) {
    return module->imports().run(csv::from_text(csv), 0, "test", nullptr);
  }
  // What was announced since the last look.
  std::vector<events::Event> heard_now() {
    heard.clear();
    dispatcher->drain();
    return heard;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KnownMedia library;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  std::unique_ptr<jobs::Runner> runner;
  std::vector<events::Event> heard;
};

}  // namespace plaza::catalog
