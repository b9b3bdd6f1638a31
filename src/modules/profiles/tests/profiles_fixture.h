// Profiles on a fresh database of each engine, with a handful of accounts and a log that is fed by hand.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "identity/events.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/json/document.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "profiles/module.h"

namespace plaza::profiles {

using identity::AccountId;
using interactions::Kind;
using interactions::Record;
using interactions::Trust;

class FewAccounts final : public identity::Accounts {
 public:
  FewAccounts() {
    for (const auto& [id, name] : {std::pair(1, "An"), std::pair(2, "Binh")}) {
      identity::Account account;
      account.id = {id};
      account.email = std::string(name) + "@shop.example";
      account.display_name = name;
      account.handle = id == 1 ? "an" : "binh";
      account.created_at = Time{1'000'000};
      known[id] = account;
    }
  }
  std::map<std::int64_t, identity::Account> known;

  std::optional<identity::Face> face(AccountId id) const override {
    const auto found = known.find(id.value);
    if (found == known.end()) return std::nullopt;
    return identity::Face{id, found->second.handle, found->second.display_name, "", 0};
  }
  std::optional<identity::Face> face_of_handle(std::string_view) const override { return std::nullopt; }
  std::vector<identity::Face> faces_after(AccountId, int) const override { return {}; }
  std::int64_t count() const override { return static_cast<std::int64_t>(known.size()); }
  std::optional<identity::Account> find(db::Reader&, AccountId id) override {
    const auto found = known.find(id.value);
    return found == known.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<identity::Account> find_by_email(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<identity::Account> list(db::Reader&, std::string_view query, AccountId before, int limit) override {
    std::vector<identity::Account> found;
    for (auto at = known.rbegin(); at != known.rend() && static_cast<int>(found.size()) < limit; ++at) {
      if (before && at->first >= before.value) continue;
      if (at->second.handle.starts_with(query)) found.push_back(at->second);
    }
    return found;
  }
  Result<identity::Account> create(db::Transaction&, const identity::NewAccount&) override { return identity::Account{}; }
  // As identity does it: the farewell first.
  Status erase(db::Transaction& tx, AccountId id) override {
    if (before_erase) before_erase(tx, known.at(id.value));
    tx.on_commit([this, id] { known.erase(id.value); });
    return done();
  }
  std::function<void(db::Transaction&, const identity::Account&)> before_erase;
};

class HandLog final : public interactions::Log {
 public:
  std::vector<Record> records;

  Task<interactions::Appended> append(std::vector<Record>) override { co_return interactions::Appended{}; }
  interactions::Appended append_now(std::vector<Record>) override { return {}; }
  std::int64_t last_position() const override { return static_cast<std::int64_t>(records.size()); }
  std::int64_t read(std::int64_t after, std::int64_t, const std::function<void(const Record&)>&) override { return after; }
  std::vector<Record> latest(std::int64_t limit, std::string_view visitor, std::int64_t account) override {
    std::vector<Record> found;
    for (auto at = records.rbegin(); at != records.rend() && static_cast<std::int64_t>(found.size()) < limit; ++at) {
      if (!visitor.empty() && at->visitor != visitor) continue;
      if (account && at->account != account) continue;
      found.push_back(*at);
    }
    return found;
  }
};

// "Bearer agent", "Bearer merchandiser", "Bearer member".
class FewStaff final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto header = request.header("authorization");
    if (header.empty()) return done();
    caller.subject = 9;
    if (header == "Bearer agent") caller.roles = 4;
    if (header == "Bearer merchandiser") caller.roles = 2;
    return done();
  }
};

class FixedOrders final : public OrderSummaries {
 public:
  OrderSummary summary(db::Reader&, AccountId account) override {
    return {account.value == 1 ? 3 : 0, Money{5'997, *parse_currency("EUR")}, Time{2'000'000}};
  }
};

class ProfilesFixture : public testing::OnEachEngine {
 protected:
  ProfilesFixture() {
    database().migrate(events::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    start();
    module->subscribe(*dispatcher);
  }

  // As a new process on the same database.
  void start() {
    module = open({database(), ids, clock, accounts, log});
    routes = std::make_unique<http::Routes>();
    module->add_routes(*routes);
  }

  template <class Work>
  std::string commit(const Work& work) {
    const Status outcome = database().write_now(work);
    return outcome.ok() ? "" : outcome.error().code;
  }
  std::string merge(const std::string& visitor, std::int64_t account, Proof proof = Proof::signed_in) {
    return commit([&](db::Transaction& tx) { return module->profiles().merge(tx, visitor, AccountId{account}, proof); });
  }
  std::string unmerge(const std::string& visitor, std::int64_t account) {
    return commit([&](db::Transaction& tx) { return module->profiles().unmerge(tx, visitor, AccountId{account}); });
  }
  Members members(std::int64_t account) {
    return database().read_now([&](db::Reader& reader) { return module->profiles().members_of(reader, AccountId{account}); });
  }
  Profile profile(std::int64_t account) {
    return database().read_now([&](db::Reader& reader) { return module->profiles().find(reader, AccountId{account}); });
  }
  std::optional<Profile> profile(const std::string& visitor) {
    return database().read_now([&](db::Reader& reader) { return module->profiles().find(reader, visitor); });
  }
  std::string canonical(std::int64_t account) {
    return database().read_now(
        [&](db::Reader& reader) { return module->profiles().canonical_state(reader, AccountId{account}); });
  }
  std::int64_t account_of(const std::string& visitor) { return module->profiles().account_of(visitor).value; }

  // Appends to the log and lets the learner see it.
  void happens(Trust trust, std::string visitor, std::int64_t account, Kind kind = Kind::track,
               std::string properties = "{}", std::string user_id = "", std::string name = "Product Viewed") {
    Record record;
    record.position = static_cast<std::int64_t>(log.records.size()) + 1;
    record.at = record.received_at = clock.now();
    record.kind = kind;
    record.trust = trust;
    record.account = account;
    record.visitor = std::move(visitor);
    record.user_id = std::move(user_id);
    record.name = std::move(name);
    record.message_id = "m" + std::to_string(record.position);
    record.properties = std::move(properties);
    log.records.push_back(record);
    module->learner().apply(record);
  }
  void replay() {
    for (const auto& record : log.records) module->learner().apply(record);
  }

  http::Response ask(http::Method method, std::string target, std::string as, std::string body = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    if (!as.empty()) request.headers = {{"authorization", "Bearer " + as}};
    return sync_wait(http::dispatch({*routes, staff, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  FewAccounts accounts;
  HandLog log;
  FewStaff staff;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  std::unique_ptr<http::Routes> routes;
};

}  // namespace plaza::profiles
