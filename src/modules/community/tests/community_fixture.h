// Community on a fresh database of each engine, with doubles of what stands below it. Account n is "m<n>"; 9 is the shop's moderator.
// "Bearer 2" is m2. A text with "holdme" is held, one with "refuseme" refused.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "community/events.h"
#include "community/module.h"
#include "identity/roles.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::community {

using identity::AccountId;

inline Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class NumberedAccounts final : public identity::Accounts {
 public:
  static bool there(AccountId id) { return id.value >= 1 && id.value <= 2'000; }
  std::optional<identity::Face> face(AccountId id) const override {
    if (!there(id)) return std::nullopt;
    const auto number = std::to_string(id.value);
    return identity::Face{id, "m_" + number, "Member " + number, "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view handle) const override {
    if (!handle.starts_with("m_")) return std::nullopt;
    return face(AccountId{std::stoll(std::string(handle.substr(2)))});
  }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 2'000; }
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    const auto known = face(id);
    if (!known) return std::nullopt;
    identity::Account account;
    account.id = id;
    account.email = known->handle + "@mail.example";
    account.display_name = known->name;
    account.email_verified_at = Time{1};
    account.locale = "en";
    return account;
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return unused(); }
  Status erase(db::Transaction&, AccountId) override { return unused(); }
};

class OneModerator final : public identity::Staff {
 public:
  std::vector<identity::Account> list(db::Reader&) override {
    identity::Account account;
    account.id = AccountId{9};
    account.roles = identity::moderator;
    return {account};
  }
  Status grant(db::Transaction&, AccountId, identity::Role) override { return unused(); }
  Status revoke(db::Transaction&, AccountId, identity::Role) override { return unused(); }
  Result<AccountId> add(db::Transaction&, std::string_view, identity::Role, std::string_view) override { return unused(); }
};

class NumberedSessions final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto header = request.header("authorization");
    if (header.starts_with("Bearer ")) caller.subject = std::stoll(std::string(header.substr(7)));
    if (caller.subject == 9) caller.roles = identity::moderator;
    return done();
  }
};

class NoMedia final : public media::Media {
 public:
  Result<media::MediaView> take(const media::Upload&) override { return unused(); }
  Result<media::MediaId> take_ready(const media::ReadyMedia&) override { return unused(); }
  std::optional<media::MediaView> view(media::MediaId) const override { return std::nullopt; }
  std::optional<AccountId> owner(media::MediaId) const override { return std::nullopt; }
  plaza::Status set_alt(db::Transaction&, media::MediaId, std::string_view) override { return done(); }
  plaza::Status remove(db::Transaction&, media::MediaId) override { return done(); }
};

// Product 1, "mug", is in the shop.
class OneProduct final : public catalog::Catalog {
 public:
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    if (id.value != 1) return std::nullopt;
    catalog::Product product;
    product.id = id;
    product.handle = "mug";
    product.title = "Mug";
    product.status = catalog::ProductStatus::active;
    return product;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader& reader, std::string_view handle) override {
    return handle == "mug" ? product(reader, {1}) : std::nullopt;
  }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override {
    return unused();
  }
};

class MugChip final : public content::ProductChips {
 public:
  std::optional<content::ProductChip> chip(catalog::ProductId id) const override {
    return content::ProductChip{id, "mug", "Mug", {2'500, *parse_currency("EUR")}, std::nullopt, true, std::nullopt};
  }
};

class HandBlocks final : public profiles::Blocks {
 public:
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  bool blocks(AccountId blocker, AccountId other) const override { return pairs.contains({blocker.value, other.value}); }
  std::vector<profiles::Block> list(db::Reader&, AccountId, Time, int) override { return {}; }
  Status block(db::Transaction&, AccountId, AccountId) override { return done(); }
  Status unblock(db::Transaction&, AccountId, AccountId) override { return done(); }
};

class WordRules final : public moderation::Submissions {
 public:
  std::vector<moderation::Subject> gone_pieces;
  Result<moderation::Verdict> submit(db::Transaction&, const moderation::Submission& submission) override {
    if (submission.text.find("refuseme") != std::string::npos) return Error{ErrorKind::unprocessable, "moderation.refused", "A rule."};
    moderation::Verdict verdict;
    if (submission.text.find("holdme") != std::string::npos) verdict = {moderation::Outcome::hold, {{moderation::Reason::spam, "holdme"}}};
    return verdict;
  }
  void gone(db::Transaction&, const moderation::Subject& subject) override { gone_pieces.push_back(subject); }
  Status report(db::Transaction&, AccountId, const moderation::Subject&, moderation::Reason, std::string_view) override { return done(); }
  std::vector<moderation::Finding> why(db::Reader&, const moderation::Subject&) override { return {{moderation::Reason::spam, "holdme"}}; }
};

class NoDesk final : public moderation::GroupDesk {
 public:
  std::vector<std::string> decided;
  std::vector<moderation::GroupCase> waiting(db::Reader&, std::string_view, moderation::CaseId, int) override { return {}; }
  std::int64_t count(db::Reader&, std::string_view) override { return 2; }
  Result<moderation::GroupCase> open(db::Transaction&, std::string_view, const moderation::Subject&) override { return unused(); }
  Status decide(db::Transaction&, AccountId, std::string_view group, moderation::CaseId, moderation::GroupAction, moderation::Reason,
                std::string_view) override {
    decided.emplace_back(group);
    return done();
  }
  std::vector<moderation::GroupDecision> log(db::Reader&, std::string_view, moderation::DecisionId, int) override { return {}; }
  moderation::GroupRules rules(db::Reader&, std::string_view) override { return {}; }
  Result<moderation::GroupRules> set_rules(db::Transaction&, std::string_view, std::string_view text, std::int64_t version,
                                           AccountId) override {
    return moderation::GroupRules{std::string(text), version + 1, std::nullopt};
  }
};

// Post 70 is m1's, until it is deleted.
class OnePost final : public content::Posts {
 public:
  bool deleted = false;
  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    if (deleted || id.value != 70) return std::nullopt;
    content::Post post;
    post.id = id;
    post.author_id = AccountId{1};
    return post;
  }
  std::vector<content::Post> posts(db::Reader& reader, std::span<const content::PostId> ids) override {
    std::vector<content::Post> found;
    for (const auto id : ids) {
      if (auto one = post(reader, id)) found.push_back(*one);
    }
    return found;
  }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>&) override {}
  void for_each_follow(db::Reader&, const std::function<void(AccountId, AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}
};
class PlainViews final : public content::PostViews {
 public:
  std::vector<content::PostView> views(db::Reader&, std::span<const content::PostId> ids, AccountId) override {
    std::vector<content::PostView> found(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) found[i].id = ids[i];
    return found;
  }
  content::PostView view(const content::Post&, AccountId) const override { return {}; }
  content::AuthorView author(AccountId, AccountId) const override { return {}; }
};

class KeptBell final : public notifications::Bell {
 public:
  std::vector<notifications::Notice> notices;
  notifications::NotificationId notify(db::Transaction& tx, const notifications::Notice& notice) override {
    tx.on_commit([this, notice] { notices.push_back(notice); });
    return {1};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, AccountId) override { return 0; }
};
class KeptMailer final : public notifications::Mailer {
 public:
  std::vector<notifications::MailRequest> mails;
  bool send(db::Transaction& tx, const notifications::MailRequest& request) override {
    tx.on_commit([this, request] { mails.push_back(request); });
    return true;
  }
};

class CommunityFixture : public testing::OnEachEngine {
 protected:
  CommunityFixture() {
    for (const auto all : {events::migrations(), jobs::migrations(), http::migrations(), community::migrations()}) database().migrate(all);
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    module = open({database(), ids, clock, accounts, staff, media, catalog, blocks, submissions, desk, posts, views, bell, mailer,
                   {"https://shop.example", false}});
    module->plug(chips);
    module->add_routes(routes);
    module->add_jobs(*runner);
    module->subscribe(*dispatcher);
    module->load();
  }

  http::Response ask(http::Method method, std::string target, int as, std::string body = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"host", "shop.example"}, {"origin", "https://shop.example"}, {"content-type", "application/json"}};
    if (as) request.headers.emplace_back("authorization", "Bearer " + std::to_string(as));
    return sync_wait(http::dispatch({routes, sessions, {}, {}, &clock}, request));
  }
  http::Response get(std::string target, int as) { return ask(http::Method::get, std::move(target), as); }
  http::Response post(std::string target, int as, std::string body = "{}") { return ask(http::Method::post, std::move(target), as, std::move(body)); }
  http::Response put(std::string target, int as, std::string body = "{}") { return ask(http::Method::put, std::move(target), as, std::move(body)); }
  http::Response patch(std::string target, int as, std::string body) { return ask(http::Method::patch, std::move(target), as, std::move(body)); }
  http::Response del(std::string target, int as) { return ask(http::Method::del, std::move(target), as); }

  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  // "200", or the code of the refusal.
  static std::string code_of(const http::Response& response) {
    if (response.status < 400) return std::to_string(response.status);
    return std::string(object_of(response).at("code").as_string());
  }
  static std::string text_of(const http::Response& response, const char* member) {
    return std::string(object_of(response).at(member).as_string());
  }
  static std::vector<std::string> titles(const http::Response& response) {
    std::vector<std::string> found;
    const auto answer = object_of(response);
    for (const auto& each : answer.at("items").as_array()) found.emplace_back(each.at("title").as_string());
    return found;
  }
  // Of the shop's moderator; members join it.
  void group(const std::string& slug, const std::string& visibility, const std::vector<int>& members) {
    const auto made = post("/v1/groups", 9, R"({"name":"Group )" + slug + R"(","slug":")" + slug + R"(","visibility":")" + visibility +
                                                R"(","subject":{"kind":"interest","ref":"glaze"}})");
    ASSERT_EQ(made.status, 201) << made.body;
    for (const int member : members) join(slug, member);
  }
  void join(const std::string& slug, int member) {
    if (get("/v1/groups/" + slug, member).status == 404) {
      ASSERT_EQ(post("/v1/groups/" + slug + "/invitations", 9, R"({"handle":"m_)" + std::to_string(member) + "\"}").status, 204);
    }
    ASSERT_EQ(put("/v1/groups/" + slug + "/membership", member).status, 200);
    if (text_of_state(slug, member) == "requested") {
      ASSERT_EQ(put("/v1/groups/" + slug + "/members/m_" + std::to_string(member), 9, R"({"state":"active"})").status, 200);
    }
  }
  std::string text_of_state(const std::string& slug, int member) {
    const auto answer = object_of(get("/v1/groups/" + slug, member));
    return std::string(answer.at("membership").at("state").as_string());
  }
  std::string question(const std::string& slug, int as, const std::string& title, const std::string& more = "") {
    const auto made = post("/v1/groups/" + slug + "/discussions", as, R"({"kind":"question","title":")" + title + "\"" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made.status == 201 ? text_of(made, "id") : "";
  }
  std::string answer(const std::string& discussion, int as, const std::string& text, const std::string& parent = "") {
    const auto made = post("/v1/discussions/" + discussion + "/replies", as,
                           R"({"text":")" + text + "\"" + (parent.empty() ? "" : ",\"parent_id\":\"" + parent + "\"") + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made.status == 201 ? text_of(made, "id") : "";
  }
  void level(int account, int level) {
    ASSERT_EQ(put("/v1/admin/community/people/m_" + std::to_string(account) + "/level", 9, R"({"level":)" + std::to_string(level) + "}").status,
              200);
  }
  std::int64_t helpful(const std::string& discussion, const std::string& reply) {
    const auto answer = object_of(get("/v1/discussions/" + discussion + "/replies", 9));
    for (const auto& each : answer.at("items").as_array()) {
      if (each.at("id").as_string() == reply) return each.at("helpful").as_int64();
    }
    return -1;
  }
  std::size_t told(int account) {
    dispatcher->drain();
    return static_cast<std::size_t>(
        std::count_if(bell.notices.begin(), bell.notices.end(), [&](const auto& notice) { return notice.to.value == account; }));
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  NumberedAccounts accounts;
  OneModerator staff;
  NumberedSessions sessions;
  NoMedia media;
  OneProduct catalog;
  MugChip chips;
  HandBlocks blocks;
  WordRules submissions;
  NoDesk desk;
  OnePost posts;
  PlainViews views;
  KeptBell bell;
  KeptMailer mailer;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
  http::Routes routes;
  std::unique_ptr<Module> module;
};

}  // namespace plaza::community
