// Radar on a fresh database of each engine; posts, products and orders are ten-line doubles, the log is a story told to the learner.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "radar/module.h"

namespace plaza::radar {

// A line of the log, as the modules bridge it.
interactions::Record told(Time at, std::string name, std::string payload);
interactions::Record viewed(Time at, std::string visitor, content::PostId post);

class CallerByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override;
};

class KeptPosts final : public content::Posts, public content::PostViews {
 public:
  std::map<content::PostId, content::Post> all;
  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    const auto found = all.find(id);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<content::Post> posts(db::Reader&, std::span<const content::PostId>) override { return {}; }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>&) override {}
  void for_each_follow(db::Reader&, const std::function<void(identity::AccountId, identity::AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(identity::AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}
  std::vector<content::PostView> views(db::Reader&, std::span<const content::PostId> ids, identity::AccountId viewer) override {
    std::vector<content::PostView> found;
    for (const auto id : ids) {
      if (all.contains(id)) found.push_back(view(all.at(id), viewer));
    }
    return found;
  }
  content::PostView view(const content::Post& post, identity::AccountId) const override {
    content::PostView view;
    view.id = post.id;
    view.text = post.text;
    return view;
  }
  content::AuthorView author(identity::AccountId id, identity::AccountId) const override { return {id, "linh", "Linh", {}, false}; }
};

class TakingDesk final : public Desk {
 public:
  std::vector<std::string> taken;  // "defect 40 1", with "!" when urgent
  bool refuses = false;
  Result<std::string> take(db::Transaction&, const Complaint& complaint) override {
    if (refuses) return Error{ErrorKind::conflict, "care.not_found", "No."};
    taken.push_back(complaint.severity + " " + complaint.product + " " + std::to_string(complaint.times) + (complaint.urgent ? "!" : ""));
    duty = complaint.duty;
    return std::string("cnv_1");
  }
  void advise(db::Transaction&, const StopSale& advice) override {
    advised.push_back(advice.product + " " + std::to_string(advice.people));
    duty = advice.duty;
  }
  std::vector<std::string> advised;  // "Lamp 5"
  std::vector<Told> duty;            // of the last
};

class KeptCatalog final : public catalog::Catalog {
 public:
  std::map<std::int64_t, catalog::Product> all;
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    const auto found = all.find(id.value);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId id, const catalog::ProductPatch& patch) override {
    if (refuses) return unused();
    all[id.value].status = patch.status.value_or(all[id.value].status);
    return all[id.value];
  }
  bool refuses = false;
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override { return unused(); }

 private:
  static Error unused() { return {ErrorKind::unavailable, "test.unused", "Not used."}; }
};

// What decisions have taught, by hand; of other texts nothing.
class HandClassifiers final : public classifiers::Classifiers {
 public:
  void teach(classifiers::Trait trait, const std::string& text, std::string label, double probability) {
    taught_[{trait, text}] = {std::move(label), probability, true, true};
    ++generation_;
  }
  classifiers::Said say(classifiers::Trait trait, std::string_view text) const override {
    const auto found = taught_.find({trait, std::string(text)});
    return found == taught_.end() ? classifiers::Said{} : found->second;
  }
  std::vector<std::string> words(classifiers::Trait trait, std::string_view text, std::size_t) const override {
    return say(trait, text).learnt ? std::vector<std::string>{"taught"} : std::vector<std::string>{};
  }
  std::uint64_t generation() const override { return generation_; }

 private:
  std::map<std::pair<classifiers::Trait, std::string>, classifiers::Said> taught_;
  std::uint64_t generation_ = 1;
};

inline constexpr content::PostId bad_post{2'001};
inline constexpr catalog::ProductId lamp{3'001};
inline constexpr identity::AccountId linh{101};

class RadarFixture : public testing::OnEachEngine {
 protected:
  RadarFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, catalog, posts, posts, classifiers,
                   [this](db::Reader&, identity::AccountId) { return worth; }});
    module->plug(desk);
    module->subscribe(*dispatcher);
    module->add_routes(routes);
    module->add_jobs(*runner);
    module->load();
    catalog.all[lamp.value].title = "Lamp";
    catalog.all[lamp.value].status = catalog::ProductStatus::active;
  }

  void publish(content::PostId id, std::string text, bool tagged = true) {
    content::Post post;
    post.id = id;
    post.author_id = linh;
    post.text = std::move(text);
    if (tagged) post.tags.push_back({lamp, 0, 0.5, 0.5, {}});
    posts.all[id] = post;
    module->learner().apply(told(clock.now(), "content.post_published", R"({"post_id":")" + to_text(id) + R"(","author_id":")" + to_text(linh) + "\"}"));
  }
  void see(content::PostId id, int people, int from = 0) {
    for (int i = from; i < from + people; ++i) module->learner().apply(viewed(clock.now(), "v" + std::to_string(i), id));
  }
  void look() {
    clock.advance(seconds(11));
    runner->run_due();
    dispatcher->drain();
  }
  http::Response ask(http::Method method, std::string target, std::string body = "", std::string role = "agent") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
    dispatcher->drain();
    return response;
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KeptPosts posts;
  KeptCatalog catalog;
  TakingDesk desk;
  HandClassifiers classifiers;
  Worth worth;
  CallerByHeader authenticator;
  http::Routes routes;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::radar
