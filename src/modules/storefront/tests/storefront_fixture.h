// A storefront with everything below it by hand.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/events.h"
#include "content/events.h"
#include "media/events.h"
#include "platform/events/outbox.h"
#include "platform/events/tables.h"
#include "platform/http/server.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "storefront/module.h"

namespace plaza::storefront {

inline constexpr Currency eur{{'E', 'U', 'R'}};
inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class HandAccounts final : public identity::Accounts {
 public:
  std::map<std::int64_t, identity::Face> faces;
  std::optional<identity::Face> face(identity::AccountId id) const override {
    const auto found = faces.find(id.value);
    return found == faces.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Face> face_of_handle(std::string_view handle) const override {
    for (const auto& [id, face] : faces) {
      if (face.handle == handle) return face;
    }
    return std::nullopt;
  }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId) override { return std::nullopt; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, identity::AccountId) override { return unused(); }
};

class HandCatalog final : public catalog::Catalog {
 public:
  std::map<std::int64_t, catalog::Product> all;
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>& each) override {
    for (const auto& [id, product] : all) {
      if (product.status == catalog::ProductStatus::active) each(product);
    }
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }
};

class HandCollections final : public catalog::Collections {
 public:
  std::vector<catalog::Collection> known;
  std::vector<catalog::Collection> all(db::Reader&) override { return known; }
  std::optional<catalog::Collection> collection(db::Reader&, catalog::CollectionId) override { return std::nullopt; }
  std::optional<catalog::Collection> collection_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::ProductId> products(db::Reader&, catalog::CollectionId) override { return {}; }
  Result<catalog::Collection> create(db::Transaction&, const catalog::NewCollection&) override { return unused(); }
  Result<catalog::Collection> update(db::Transaction&, catalog::CollectionId, const catalog::CollectionPatch&) override {
    return unused();
  }
  Status remove(db::Transaction&, catalog::CollectionId) override { return unused(); }
};

class HandLevels final : public inventory::Levels {
 public:
  std::map<std::int64_t, std::int64_t> units;
  std::vector<Changed> listeners;
  std::int64_t available(catalog::VariantId variant) const override {
    const auto found = units.find(variant.value);
    return found == units.end() ? 0 : found->second;
  }
  void on_change(Changed changed) override { listeners.push_back(std::move(changed)); }
};

class HandMedia final : public media::Media {
 public:
  std::set<std::int64_t> ready;
  std::optional<media::MediaView> view(media::MediaId id) const override {
    media::MediaView view;
    view.id = id;
    if (ready.contains(id.value)) {
      view.status = media::Status::ready;
      view.url = "/media/" + to_text(id) + "/w640.webp";
      view.width = 640;
      view.height = 480;
    }
    return view;
  }
  std::optional<identity::AccountId> owner(media::MediaId) const override { return std::nullopt; }
  Result<media::MediaView> take(const media::Upload&) override { return unused(); }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  Status remove(db::Transaction&, media::MediaId) override { return done(); }
};

// Posts, their views and everybody's relations to them.
class HandContent final : public content::Posts, public content::PostViews, public content::Relations {
 public:
  std::map<std::int64_t, content::Post> all;
  std::set<std::pair<std::int64_t, std::int64_t>> follow;
  const identity::Accounts* accounts = nullptr;
  const content::ProductChips* chips = nullptr;

  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>& each) override {
    for (const auto& [id, post] : all) {
      if (post.status == content::PostStatus::published) each(post);
    }
  }
  std::vector<content::Post> posts(db::Reader&, std::span<const content::PostId>) override { return {}; }
  void for_each_follow(db::Reader&, const std::function<void(identity::AccountId, identity::AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(identity::AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}

  std::vector<content::PostView> views(db::Reader&, std::span<const content::PostId>, identity::AccountId) override { return {}; }
  content::PostView view(const content::Post& post, identity::AccountId viewer) const override {
    content::PostView view;
    view.id = post.id;
    view.author = author(post.author_id, viewer);
    view.text = post.text;
    view.visibility = post.visibility;
    view.created_at = post.created_at;
    for (const auto& tag : post.tags) {
      if (auto chip = chips->chip(tag.product_id)) view.tags.push_back({std::move(*chip), 0, tag.x, tag.y, {}});
    }
    return view;
  }
  content::AuthorView author(identity::AccountId id, identity::AccountId) const override {
    content::AuthorView view;
    view.id = id;
    if (const auto face = accounts->face(id)) view.handle = face->handle, view.name = face->name;
    return view;
  }

  bool liked(identity::AccountId, content::PostId) const override { return false; }
  bool saved(identity::AccountId, content::PostId) const override { return false; }
  bool follows(identity::AccountId viewer, identity::AccountId author) const override {
    return follow.contains({viewer.value, author.value});
  }
  bool product_saved(identity::AccountId, catalog::ProductId) const override { return false; }
  identity::Counts counts(identity::AccountId) const override { return {}; }
  content::PostCounts post_counts(content::PostId) const override { return {}; }
};

// Posts that are kept among one account each.
class KeptPosts final : public content::Visibility {
 public:
  std::map<std::int64_t, std::int64_t> among;
  bool is_any_kept() const override { return !among.empty(); }
  bool admits(identity::AccountId viewer, content::PostId post) const override {
    const auto found = among.find(post.value);
    return found == among.end() || found->second == viewer.value;
  }
};

// Open: "glaze", with one discussion. "kiln" is closed; anything else is not there.
class HandCommunities final : public community::PublicPages {
 public:
  community::PublicGroup glaze;
  community::PublicDiscussion talk;
  Door door(std::string_view slug) const override {
    return slug == "glaze" ? Door::open : slug == "kiln" ? Door::closed : Door::missing;
  }
  std::optional<community::PublicGroup> group(db::Reader&, std::string_view slug) override {
    return slug == "glaze" ? std::optional(glaze) : std::nullopt;
  }
  std::optional<community::PublicDiscussion> discussion(db::Reader&, std::string_view slug, community::DiscussionId id) override {
    return slug == "glaze" && id == talk.id ? std::optional(talk) : std::nullopt;
  }
  std::vector<community::PublicGroup> groups(int) const override { return {glaze}; }
  std::vector<std::string> addresses(int) const override { return {"/groups/glaze/d/" + to_text(talk.id)}; }
};

// Discussion 77 of "glaze" is read by everybody, 78 of "inner" by account 8.
class HandDiscussions final : public community::Readable {
 public:
  bool reads(const community::Looker& looker, community::DiscussionId id) const override {
    return id.value == 77 || (id.value == 78 && looker.account.value == 8);
  }
  std::optional<community::Brief> brief(const community::Looker& looker, community::DiscussionId id) const override {
    if (!reads(looker, id)) return std::nullopt;
    const bool open = id.value == 77;
    return community::Brief{open ? "glaze" : "inner", open ? "Glaze lovers" : "Inner circle", community::Kind::question, open, 2, Time{1}};
  }
  std::vector<community::Discussion> published(db::Reader&, community::DiscussionId, int) override { return {}; }
  std::optional<community::Discussion> published(db::Reader&, community::DiscussionId) override { return std::nullopt; }
};

class HandFeed final : public feed::Feed {
 public:
  std::vector<std::int64_t> shown;
  feed::PageRequest asked;
  feed::Page page(const feed::PageRequest& request) override {
    asked = request;
    feed::Page page;
    for (const auto id : shown) {
      feed::Item item;
      item.post_id = {id};
      item.impression_id = "i" + std::to_string(id);
      page.items.push_back(item);
    }
    return page;
  }
  std::vector<content::PostId> similar(content::PostId, int) override { return {}; }
  std::vector<std::string> trending_hashtags(int) override { return {"gom"}; }
  std::vector<content::PostId> trending_posts(int) override { return {{501}}; }
};

class HandSearch final : public search::Search {
 public:
  search::Results results;
  std::vector<std::string> asked, remembered;
  search::Results find(const search::Query& query) override {
    asked.push_back(query.text + " " + std::to_string(query.offset));
    return results;
  }
  std::vector<search::Suggestion> suggestions(std::string_view, int) override {
    return {{search::SuggestionKind::product, "Blue vase", {1}, {}}, {search::SuggestionKind::hashtag, "gom", {}, {}}};
  }
  void searched(std::string_view text, std::int64_t found) override { remembered.push_back(std::string(text) + " " + std::to_string(found)); }
  std::vector<std::string> trends(int) override { return {"bình gốm"}; }
};

class HandLog final : public interactions::Log {
 public:
  Task<interactions::Appended> append(std::vector<interactions::Record>) override { co_return interactions::Appended{}; }
  interactions::Appended append_now(std::vector<interactions::Record>) override { return {}; }
  std::int64_t last_position() const override { return 0; }
  std::int64_t read(std::int64_t after, std::int64_t, const std::function<void(const interactions::Record&)>&) override { return after; }
  std::vector<interactions::Record> latest(std::int64_t, std::string_view, std::int64_t) override { return {}; }
};

class HandComparison final : public comparison::Comparison {
 public:
  std::optional<comparison::ComparisonView> answer;
  Error refusal{ErrorKind::invalid, "comparison.too_few", "Two, please."};
  mutable std::vector<std::string> asked;
  Result<comparison::ComparisonView> compare(db::Reader&, std::span<const std::string> handles,
                                              const content::PriceViewer&, std::string_view) const override {
    asked.assign(handles.begin(), handles.end());
    if (answer) return *answer;
    return refusal;
  }
};

class HandDrops final : public drops::Drops {
 public:
  std::vector<drops::ShownDrop> all;
  std::vector<drops::ShownDrop> shown() const override { return all; }
  std::optional<drops::ShownDrop> find(drops::DropId id) const override {
    for (const auto& one : all) {
      if (one.id == id) return one;
    }
    return std::nullopt;
  }
  Result<drops::DropId> schedule(db::Transaction&, const drops::DropPlan&) override { return unused(); }
};

// Prices by hand: 20 % off for everybody while `sale` is on, half price for account 7, yen at 160 for a euro.
class HandPrices final : public pricing::Prices {
 public:
  bool sale = false;
  std::vector<pricing::PricesChanged> listeners;
  std::optional<pricing::UnitPrice> of(catalog::VariantId, catalog::ProductId, Money base, std::optional<Money> compare_at,
                                       const pricing::Buyer& buyer) const override {
    if (!sells_in(buyer.currency)) return std::nullopt;
    const std::int64_t rate = buyer.currency == eur ? 100 : 160;
    pricing::UnitPrice price;
    price.amount = base.amount * rate / 100;
    if (compare_at) price.compare_at = compare_at->amount * rate / 100;
    if (sale) price = {price.amount * 80 / 100, price.amount, "Sale", true, Time{1'772'400'000'000'000}};
    if (buyer.account_id.value == 7) price = {base.amount * rate / 200, {}, "Trade", false, {}};
    return price;
  }
  std::vector<pricing::CurrencyChoice> currencies() const override { return {{eur, 2, true}, {*parse_currency("JPY"), 0, false}}; }
  bool sells_in(Currency currency) const override { return currency == eur || currency == *parse_currency("JPY"); }
  Currency base_currency() const override { return eur; }
  std::optional<std::int64_t> convert(std::int64_t amount, Currency) const override { return amount; }
  std::vector<pricing::CustomerGroupId> groups_of(identity::AccountId) const override { return {}; }
  bool has_own_prices(identity::AccountId account) const override { return account.value == 7; }
  void on_change(pricing::PricesChanged changed) override { listeners.push_back(std::move(changed)); }
  void tell(std::vector<catalog::ProductId> products) const {
    for (const auto& listener : listeners) listener(products);
  }
};

// `x-account: 7` is signed in as account 7; `?lang=vi` reads Vietnamese.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    return done();
  }
};

struct Answer {
  int status = 0;
  std::string text;
  http::Headers headers;
  boost::json::value body;  // of JSON

  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  const boost::json::value* at(std::string path) const {
    std::string pointer = "/" + path;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    boost::system::error_code failure;
    return body.find_pointer(pointer, failure);
  }
  std::string string(const char* path) const {
    const auto* found = at(path);
    return found && found->is_string() ? std::string(found->get_string()) : "";
  }
  bool flag(const char* path) const {
    const auto* found = at(path);
    return found && found->is_bool() && found->get_bool();
  }
  std::int64_t number(const char* path) const {
    const auto* found = at(path);
    return found && found->is_int64() ? found->get_int64() : -1;
  }
  std::vector<std::string> handles(const char* list = "items") const {
    std::vector<std::string> found;
    if (const auto* items = at(list)) {
      for (const auto& item : items->as_array()) found.emplace_back(item.at("handle").as_string());
    }
    return found;
  }
  bool has(std::string_view part) const { return text.find(part) != std::string::npos; }
};

class StorefrontTest : public ::testing::Test {
 protected:
  StorefrontTest() {
    database_->migrate(events::migrations());
    content.accounts = &accounts;
    dispatcher = events::open_dispatcher(*database_, clock);
    Brand brand;
    brand.name = "Dark <Moon>";
    brand.public_url = "https://shop.example";
    module = open({*database_, clock, accounts, catalog, collections, levels, media, content, content, content, feed, search, log,
                   comparison, brand, "", &prices, &hand_drops,
                   [this](identity::AccountId account, std::string_view visitor) { return shop_variant ? shop_variant(account, visitor) : std::nullopt; },
                   nullptr, nullptr, nullptr, &kept, &communities, &discussions});
    content.chips = &module->chips();
    module->subscribe(*dispatcher);
    module->add_routes(routes);
  }

  // A product with one variant (id * 10) and so many units.
  catalog::Product& product(std::int64_t id, std::string title, std::int64_t price, std::int64_t units) {
    auto& made = catalog.all[id];
    made.id = {id};
    made.handle = "p" + std::to_string(id);
    made.title = std::move(title);
    made.status = catalog::ProductStatus::active;
    made.variants.resize(1);
    made.variants[0].id = {id * 10};
    made.variants[0].product_id = {id};
    made.variants[0].title = "Default";
    made.variants[0].price = {price, eur};
    levels.units[id * 10] = units;
    return made;
  }
  void stock(std::int64_t variant, std::int64_t units) {
    levels.units[variant] = units;
    for (const auto& listener : levels.listeners) listener({variant / 10}, {variant}, units);
  }
  template <class E>
  void publish(std::int64_t aggregate, const E& event) {
    auto work = [&](db::Transaction& tx) -> Status {
      events::publish(tx, aggregate, event);
      return done();
    };
    ASSERT_TRUE(database_->write_now(work).ok());
    dispatcher->drain();
  }
  void changed(std::int64_t id) {
    catalog::ProductChanged event;
    event.product_id = {id};
    publish(id, event);
  }

  // As the server does it: the fronts first, then the routes.
  Answer get(std::string target, http::Headers headers = {}) {
    http::Request wanted;
    wanted.target = std::move(target);
    wanted.headers = std::move(headers);
    wanted.remote_address = "192.0.2.1";
    const auto not_found = [this](http::Call& call) { return module->not_found(call); };
    auto response = sync_wait(http::dispatch({routes, authenticator, module->fronts(), not_found, &clock}, wanted));
    Answer answer{response.status, response.shared_body ? *response.shared_body : std::move(response.body), response.headers, {}};
    if (!answer.text.empty() && response.content_type.find("json") != std::string::npos && response.encoding.empty()) {
      answer.body = boost::json::parse(answer.text);
    }
    return answer;
  }
  using Texts = std::vector<std::string>;

  testing::TestDatabase database_{db::Engine::sqlite};
  testing::FakeClock clock;
  HandAccounts accounts;
  HandCatalog catalog;
  HandCollections collections;
  VariantFor shop_variant;
  HandLevels levels;
  HandMedia media;
  HandContent content;
  KeptPosts kept;
  HandCommunities communities;
  HandDiscussions discussions;
  HandFeed feed;
  HandSearch search;
  HandLog log;
  HandComparison comparison;
  HandPrices prices;
  HandDrops hand_drops;
  HeaderAuthenticator authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::storefront
