// Segments on a fresh database of each engine, with a log whose one learner they are.
#pragma once

#include <boost/json.hpp>

#include "identity/roles.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "segments/events.h"
#include "segments/module.h"
#include "stream.h"

namespace plaza::segments {

using http::Method;

class KnownAccounts final : public identity::Accounts {
 public:
  std::optional<identity::Face> face(identity::AccountId id) const override {
    return id.value < 100 ? std::optional(identity::Face{id, "h" + std::to_string(id.value), "Person " + std::to_string(id.value), ""}) : std::nullopt;
  }
  std::optional<identity::Account> find(db::Reader&, identity::AccountId id) override {
    if (id.value >= 100) return {};
    identity::Account account;
    account.id = id;
    account.email = "p" + std::to_string(id.value) + "@example.org";
    account.display_name = id.value == 9 ? "=cmd()" : "Person " + std::to_string(id.value);
    return account;
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return {}; }
  std::vector<identity::Face> faces_after(identity::AccountId, int) const override { return {}; }
  std::int64_t count() const override { return 0; }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return {}; }
  std::vector<identity::Account> list(db::Reader&, std::string_view, identity::AccountId, int) override { return {}; }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  Status erase(db::Transaction&, identity::AccountId) override { return done(); }
};

class KnownCollections final : public catalog::Collections {
 public:
  std::vector<catalog::ProductId> lamps{catalog::ProductId{1}};
  std::vector<catalog::Collection> all(db::Reader& reader) override { return {*collection_by_handle(reader, "lamps")}; }
  std::optional<catalog::Collection> collection(db::Reader&, catalog::CollectionId) override { return {}; }
  std::optional<catalog::Collection> collection_by_handle(db::Reader&, std::string_view handle) override {
    if (handle != "lamps") return {};
    catalog::Collection collection;
    collection.id = catalog::CollectionId{1};
    collection.handle = "lamps";
    return collection;
  }
  std::vector<catalog::ProductId> products(db::Reader&, catalog::CollectionId) override { return lamps; }
  Result<catalog::Collection> create(db::Transaction&, const catalog::NewCollection&) override { return catalog::Collection{}; }
  Result<catalog::Collection> update(db::Transaction&, catalog::CollectionId, const catalog::CollectionPatch&) override { return catalog::Collection{}; }
  Status remove(db::Transaction&, catalog::CollectionId) override { return done(); }
};

class OneLearnerLog final : public interactions::Log {
 public:
  interactions::Learner* learner = nullptr;
  std::vector<interactions::Record> records;
  Task<interactions::Appended> append(std::vector<interactions::Record> list) override { co_return append_now(std::move(list)); }
  interactions::Appended append_now(std::vector<interactions::Record> list) override {
    for (auto& record : list) {
      record.position = last_position() + 1;
      records.push_back(record);
      learner->apply(record);
    }
    return {static_cast<std::int64_t>(list.size()), 0};
  }
  std::int64_t last_position() const override { return static_cast<std::int64_t>(records.size()); }
  std::int64_t read(std::int64_t after, std::int64_t, const std::function<void(const interactions::Record&)>&) override { return after; }
  std::vector<interactions::Record> latest(std::int64_t, std::string_view, std::int64_t) override { return {}; }
};

class MailYes final : public Consents {
 public:
  std::optional<bool> given(identity::AccountId account, std::string_view channel) const override {
    return channel == "email" && account.value == 7 ? std::optional(true) : std::nullopt;
  }
  bool may_share(identity::AccountId account, std::string_view visitor) const override {
    return account.value != 13 && visitor != "shares-nothing";
  }
};

// Roles by a header: who is who is not this module's business.
class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto role = request.header("x-role");
    if (role == "owner") caller.roles = identity::owner;
    if (role == "merchandiser") caller.roles = identity::merchandiser;
    if (role == "agent") caller.roles = identity::agent;
    if (role == "moderator") caller.roles = identity::moderator;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

class SegmentsFixture : public testing::OnEachEngine {
 protected:
  SegmentsFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    module = open_node();
    module->subscribe(*dispatcher);
    const auto hear = [this](const std::vector<events::Event>& batch) {
      for (const auto& event : batch) {
        const bool in = event.topic == SegmentEntered::topic;
        const auto fact = in ? MembershipFacts(events::read<SegmentEntered>(event)) : MembershipFacts(events::read<SegmentLeft>(event));
        heard += (heard.empty() ? "" : ", ") + std::string(in ? "+" : "-") + fact.handle + " " +
                 (fact.account_id ? std::to_string(fact.account_id->value) : fact.visitor);
      }
    };
    dispatcher->every_node("test.hear", {SegmentEntered::topic, SegmentLeft::topic}, hear);
    module->load();
    module->settle();
    module->add_routes(routes);
  }
  std::unique_ptr<Module> open_node() {
    auto node = open({database(), ids, clock, accounts, collections, log, [](std::string_view) { return identity::AccountId{}; }});
    node->plug(nullptr, &consents);
    log.learner = &node->learner();
    return node;
  }
  // What happened is now in the log, looked at, and written; what was announced about it.
  std::string take() {
    for (; applied < stream.records.size(); ++applied) (void)log.append_now({stream.records[applied]});
    clock.set(std::max(clock.now(), stream.now));
    module->settle();
    dispatcher->drain();
    return std::exchange(heard, "");
  }
  http::Response ask(Method method, std::string target, std::string body = "", std::string role = "merchandiser", std::string key = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
  static std::string text(const boost::json::value& value) { return std::string(value.as_string()); }
  static std::string code_of(const http::Response& response) { return text(object_of(response).at("code")); }
  static std::string fields_of(const http::Response& response) {
    std::string all;
    const auto object = object_of(response);
    for (const auto& each : object.at("errors").as_array())
      all += (all.empty() ? "" : "; ") + text(each.at("field")) + " " + text(each.at("code"));
    return all;
  }
  std::string make(const std::string& name, const std::string& rule) {
    boost::json::object body{{"name", name}, {"text", rule}};
    const auto made = ask(Method::post, "/v1/admin/segments", boost::json::serialize(body));
    EXPECT_EQ(made.status, 201) << made.body;
    module->settle();
    return made.status == 201 ? text(object_of(made).at("id")) : "";
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  KnownAccounts accounts;
  KnownCollections collections;
  OneLearnerLog log;
  MailYes consents;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  http::Routes routes;
  RolesByHeader authenticator;
  Stream stream;
  std::size_t applied = 0;
  std::string heard;
};

}  // namespace plaza::segments
