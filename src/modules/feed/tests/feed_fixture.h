// The feed on a fresh database of each engine, with posts, products and a log that the test holds in its hands.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>

#include "feed/module.h"
#include "identity/roles.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {

class HandPosts final : public content::Posts {
 public:
  std::map<std::int64_t, content::Post> all;
  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>& each) override {
    for (const auto& [id, post] : all) each(post);
  }
  std::vector<content::Post> posts(db::Reader&, std::span<const content::PostId>) override { return {}; }
  void for_each_follow(db::Reader&, const std::function<void(identity::AccountId, identity::AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(identity::AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}
};

// One product, a lamp of two variants.
class Lamp final : public catalog::Catalog {
 public:
  static constexpr catalog::ProductId id{500};
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId asked) override {
    if (asked != id) return std::nullopt;
    catalog::Product product;
    product.id = id;
    product.title = "Paper lamp";
    product.status = catalog::ProductStatus::active;
    for (std::int64_t variant : {501, 502}) {
      catalog::Variant made;
      made.id = catalog::VariantId{variant};
      made.price.amount = variant * 10;
      product.variants.push_back(made);
    }
    return product;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return {}; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader& reader, const std::function<void(const catalog::Product&)>& each) override { each(*product(reader, id)); }
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return catalog::Product{}; }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return catalog::Product{}; }
  Status archive(db::Transaction&, catalog::ProductId) override { return done(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return catalog::Variant{}; }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override { return catalog::Variant{}; }
};

class HandLevels final : public inventory::Levels {
 public:
  std::map<catalog::VariantId, std::int64_t> units{{catalog::VariantId{501}, 40}, {catalog::VariantId{502}, 2}};
  std::int64_t available(catalog::VariantId variant) const override {
    const auto found = units.find(variant);
    return found == units.end() ? 0 : found->second;
  }
  void on_change(Changed heard) override { changed = std::move(heard); }
  Changed changed;
};

// In memory; what is appended is learnt at once.
class HandLog final : public interactions::Log {
 public:
  interactions::Learner* learner = nullptr;
  std::vector<interactions::Record> records;
  Task<interactions::Appended> append(std::vector<interactions::Record> added) override { co_return append_now(std::move(added)); }
  interactions::Appended append_now(std::vector<interactions::Record> added) override {
    interactions::Appended appended;
    for (auto& record : added) {
      record.position = last_position() + 1;
      records.push_back(std::move(record));
      if (learner) learner->apply(records.back());
      ++appended.stored;
    }
    return appended;
  }
  std::int64_t last_position() const override { return static_cast<std::int64_t>(records.size()); }
  std::int64_t read(std::int64_t, std::int64_t, const std::function<void(const interactions::Record&)>&) override { return last_position(); }
  std::vector<interactions::Record> latest(std::int64_t, std::string_view, std::int64_t) override { return {}; }
};

// Who is who by headers: that is not this module's business.
class ByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto role = request.header("x-role");
    if (role == "merchandiser") caller.roles = identity::merchandiser;
    if (role == "owner") caller.roles = identity::owner;
    if (role == "agent") caller.roles = identity::agent;
    if (caller.roles) caller.subject = 42;
    const auto account = request.header("x-account");
    if (!account.empty()) caller.subject = std::stoll(std::string(account));
    return done();
  }
};

class FeedFixture : public testing::OnEachEngine {
 protected:
  FeedFixture() {
    clock.set(noon);
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    for (std::int64_t id = 1; id <= 30; ++id) posts.all[id] = post_of(id, 100 + id, {id % 2 ? "cups" : "lamps"}, id == 2 ? std::vector<std::int64_t>{500} : std::vector<std::int64_t>{});
    dispatcher = events::open_dispatcher(database(), clock);
    module = open_node();
    module->subscribe(*dispatcher);
    module->load();
    module->add_routes(routes);
    log.learner = &module->learner();
  }
  std::unique_ptr<Module> open_node() {
    Settings settings;
    settings.seed = 7;
    return open({database(), ids, clock, log, posts, catalog, levels, Currency{{'E', 'U', 'R'}}, settings});
  }

  http::Response ask(http::Method method, std::string target, std::string body = "", http::Headers who = {{"x-role", "merchandiser"}}) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    request.headers.insert(request.headers.end(), who.begin(), who.end());
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object json(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string text(const boost::json::object& object, const char* name) { return std::string(object.at(name).as_string()); }
  static std::string code(const http::Response& response) { return response.status < 300 ? "ok" : text(json(response), "code"); }
  static std::string field(const http::Response& response) {
    const auto object = json(response);
    const auto* wrong = object.if_contains("errors");
    return wrong && wrong->is_array() && !wrong->get_array().empty() ? text(wrong->get_array()[0].as_object(), "field") : response.body;
  }
  std::vector<std::int64_t> page(const Viewer& viewer, Module& node) {
    std::vector<std::int64_t> shown;
    for (const auto& item : node.feed().page({viewer, 10, "", "", Scope::for_you}).items) shown.push_back(item.post_id.value);
    return shown;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  HandPosts posts;
  Lamp catalog;
  HandLevels levels;
  HandLog log;
  ByHeader authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::feed
