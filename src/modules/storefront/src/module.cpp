#include "storefront/module.h"

#include <filesystem>
#include <map>

#include "catalog/events.h"
#include "content/events.h"
#include "feed_views.h"
#include "media/events.h"
#include "orders/events.h"
#include "pages.h"
#include "platform/json/codec.h"
#include "parts.h"
#include "product_routes.h"
#include "reviews/events.h"
#include "search_routes.h"

namespace plaza::storefront {

namespace {

catalog::ProductId product_of(const events::Event& event) {
  if (event.topic == reviews::QuestionAnswered::topic) return events::read<reviews::QuestionAnswered>(event).product_id;
  if (event.topic == reviews::AnswerAccepted::topic) return events::read<reviews::AnswerAccepted>(event).product_id;
  return events::read<reviews::QuestionChanged>(event).product_id;
}

std::unique_ptr<http::StaticFiles> files_of(const std::string& web_dir, const char* name, const char* prefix) {
  if (web_dir.empty() || !std::filesystem::is_directory(web_dir + "/" + name)) return nullptr;
  return std::make_unique<http::StaticFiles>(web_dir + "/" + name, prefix);
}

// Counts what was sold for the lists by popularity; a function of the log.
class Sales final : public interactions::Learner {
 public:
  explicit Sales(Shelf& shelf) : shelf_(shelf) {}
  std::string name() const override { return "storefront"; }
  int version() const override { return 1; }
  void restore(std::string_view snapshot) override {
    for (const auto& [product, units] : units_) shelf_.sold(catalog::ProductId{product}, -units);
    units_.clear();
    if (snapshot.empty()) return;
    interactions::Unpacker in(snapshot);
    for (auto left = in.size(); left > 0; --left) {
      const auto product = in.number();
      sold(catalog::ProductId{product}, in.number());
    }
  }
  void apply(const interactions::Record& record) override {
    if (record.name != orders::OrderPaid::topic || record.trust != interactions::Trust::domain) return;
    const auto order = json::decode<orders::OrderPaid>(record.properties);
    if (!order.ok()) return;
    for (const auto& line : order->lines) sold(line.product_id, line.quantity);
  }
  std::string snapshot() const override {
    interactions::Packer out;
    out.size(units_.size());
    for (const auto& [product, units] : units_) out.number(product).number(units);
    return out.take();
  }

 private:
  void sold(catalog::ProductId product, std::int64_t units) {
    units_[product.value] += units;
    shelf_.sold(product, units);
  }

  Shelf& shelf_;
  std::map<std::int64_t, std::int64_t> units_;  // by product; the log's thread alone
};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        shelf_(needs_),
        posts_(needs_),
        parts_{needs_, shelf_, posts_, cache_},
        storefront_files_(files_of(needs.web_dir, "storefront", "/")),
        studio_files_(files_of(needs.web_dir, "studio", "/studio/")),
        pages_(parts_, storefront_files_.get()) {
    needs_.levels.on_change([this](catalog::ProductId product, catalog::VariantId variant, std::int64_t available) {
      shelf_.stock_changed(product, variant, available);
    });
    if (needs_.prices) {
      needs_.prices->on_change([this](std::span<const catalog::ProductId> products) { shelf_.prices_changed(products); });
    }
    if (needs_.ratings) {
      needs_.ratings->on_change([this](catalog::ProductId product) { shelf_.words_changed(product); });
    }
  }

  Cards& cards() override { return shelf_; }
  const content::ProductChips& chips() const override { return shelf_; }

  void load() override {
    auto work = [this](db::Reader& reader) {
      shelf_.load(reader);
      posts_.load(reader);
      return true;
    };
    needs_.database.read_now(work);
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("storefront.cards",
                          {catalog::ProductChanged::topic, catalog::CollectionChanged::topic, content::PostPublished::topic,
                           content::PostRemoved::topic, media::MediaReady::topic, media::MediaChanged::topic},
                          [this](const std::vector<events::Event>& events) {
                            for (const auto& event : events) apply(event);
                          });
    dispatcher.every_node("storefront.questions",
                          {reviews::QuestionAnswered::topic, reviews::AnswerAccepted::topic, reviews::QuestionChanged::topic},
                          [this](const std::vector<events::Event>& events) {
                            for (const auto& event : events) shelf_.words_changed(product_of(event));
                          });
  }

  interactions::Learner& learner() override { return sales_; }

  void add_routes(http::Routes& routes) override {
    add_product_routes(routes, parts_);
    add_feed_routes(routes, parts_);
    add_search_routes(routes, parts_);
    add_site_routes(routes, parts_, studio_files_.get());
    pages_.add_routes(routes);
  }

  std::vector<http::Front> fronts() override {
    return {[this](const http::Request& request, const http::Caller& caller) -> std::optional<http::Response> {
      if (auto kept = kept_product_answer(parts_, request, caller)) return kept;
      if (auto kept = pages_.kept(request, caller)) return kept;
      if (request.path == "/" || request.path == "/index.html") return std::nullopt;  // the page, not the bare shell
      if (studio_files_ && request.path.starts_with("/studio/") && request.path != "/studio/index.html") {
        if (auto file = studio_files_->answer(request)) return file;
      }
      return storefront_files_ ? storefront_files_->answer(request) : std::nullopt;
    }};
  }
  http::Response not_found(http::Call& call) override { return pages_.not_found(call); }

 private:
  void apply(const events::Event& event) {
    if (event.topic == catalog::ProductChanged::topic || event.topic == catalog::CollectionChanged::topic) {
      refresh_catalog(event);
    } else if (event.topic == content::PostPublished::topic) {
      const content::PostId id{event.aggregate};
      auto work = [&](db::Reader& reader) { return needs_.posts.post(reader, id); };
      const auto post = needs_.database.read_now(work);
      if (post && post->status == content::PostStatus::published) posts_.put(*post);
    } else if (event.topic == content::PostRemoved::topic) {
      posts_.remove(content::PostId{event.aggregate});
    } else {
      shelf_.media_changed(media::MediaId{event.aggregate});
    }
  }

  void refresh_catalog(const events::Event& event) {
    auto collections = [&](db::Reader& reader) {
      shelf_.load_collections(reader);
      return true;
    };
    if (event.topic == catalog::CollectionChanged::topic) {
      needs_.database.read_now(collections);
      return;
    }
    const auto change = events::read<catalog::ProductChanged>(event);
    auto work = [&](db::Reader& reader) { return needs_.catalog.product(reader, change.product_id); };
    const auto product = needs_.database.read_now(work);
    if (product && product->status == catalog::ProductStatus::active) shelf_.put(*product);
    else shelf_.remove(change.product_id);
  }

  Needs needs_;
  Shelf shelf_;
  PostShelf posts_;
  AnswerCache cache_;
  Parts parts_;
  std::unique_ptr<http::StaticFiles> storefront_files_, studio_files_;
  Pages pages_;
  Sales sales_{shelf_};
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

}  // namespace plaza::storefront
