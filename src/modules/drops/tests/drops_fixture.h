// Drops on a fresh database of each engine: a clock to move, a catalogue of one product, a stock that the test
// says, and routes to ask.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>

#include "drops/module.h"
#include "identity/roles.h"
#include "platform/crypto/crypto.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/http/server.h"
#include "platform/jobs/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"
#include "store.h"
#include "tokens.h"

namespace plaza::drops {

using catalog::ProductId;
using catalog::VariantId;
using http::Method;
using identity::AccountId;

inline constexpr ProductId vase{11};
inline constexpr ProductId plain{12};

class OneProduct final : public catalog::Catalog {
 public:
  std::optional<catalog::Product> product(db::Reader&, ProductId id) override {
    if (id != vase && id != plain) return std::nullopt;
    catalog::Product product;
    product.id = id;
    product.handle = id == vase ? "vase" : "plain";
    product.title = "Vase";
    catalog::Variant blue, red;
    blue.id = VariantId{101};
    red.id = VariantId{102};
    product.variants = {blue, red};
    return product;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return {}; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return catalog::Product{}; }
  Result<catalog::Product> update(db::Transaction&, ProductId, const catalog::ProductPatch&) override {
    return catalog::Product{};
  }
  Status archive(db::Transaction&, ProductId) override { return done(); }
  Result<catalog::Variant> add_variant(db::Transaction&, ProductId, const catalog::NewVariant&) override {
    return catalog::Variant{};
  }
  Result<catalog::Variant> update_variant(db::Transaction&, VariantId, const catalog::VariantPatch&) override {
    return catalog::Variant{};
  }
};

class StockSaid final : public inventory::Levels {
 public:
  std::map<VariantId, std::int64_t> units{{VariantId{101}, 1'000}};
  std::int64_t available(VariantId variant) const override {
    const auto found = units.find(variant);
    return found == units.end() ? 0 : found->second;
  }
  void on_change(Changed) override {}
};

// Who is who by headers: that is not this module's business.
class ByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-role") == "merchandiser") caller.roles = identity::merchandiser;
    if (request.header("x-role") == "agent") caller.roles = identity::agent;
    if (caller.roles) caller.subject = 42;
    const auto account = request.header("x-account");
    if (!account.empty()) caller.subject = std::stoll(std::string(account));
    return done();
  }
};

struct Who {
  std::string visitor = {}, account = {}, ticket = {}, role = {};
};

class DropsFixture : public testing::OnEachEngine {
 protected:
  DropsFixture() {
    database().migrate(events::migrations());
    database().migrate(jobs::migrations());
    database().migrate(http::migrations());
    database().migrate(migrations());
    dispatcher = events::open_dispatcher(database(), clock);
    open_module();
  }

  void open_module() {
    module = drops::open({database(), ids, clock, catalog, stock});
    routes = std::make_unique<http::Routes>();
    module->add_routes(*routes);
  }

  // As after kill -9: another process on what is in the database.
  void restart() {
    open_module();
    module->load();
  }

  http::Response ask(Method method, std::string target, std::string body = "", const Who& who = {}) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    const auto header = [&](const char* name, const std::string& value) {
      if (!value.empty()) request.headers.emplace_back(name, value);
    };
    header("x-role", who.role);
    header("x-account", who.account);
    header("plaza-anonymous-id", who.visitor);
    header("plaza-drop-ticket", who.ticket);
    return sync_wait(http::dispatch({*routes, authenticator, {}, {}, &clock}, request));
  }
  http::Response staff(Method method, std::string target, std::string body = "") {
    return ask(method, std::move(target), std::move(body), {.role = "merchandiser"});
  }

  static boost::json::object json(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }
  static std::string text(const boost::json::object& object, const char* name) {
    return std::string(object.at(name).as_string());
  }
  static std::string code(const http::Response& response) {
    return response.status < 300 ? "ok" : text(json(response), "code");
  }

  // A drop of ten vases, one to a person, that opens in an hour; `more` are members of the body.
  std::string schedule(std::string more = "", std::string mode = "waiting_room") {
    const std::string opens = to_text(clock.now() + hours(1));
    const auto made = staff(Method::post, "/v1/admin/drops",
                            R"({"product_id":")" + to_text(vase) + R"(","mode":")" + mode + R"(","opens_at":")" +
                                opens + R"(","quantity":10,"work_bits":4,"rate_per_minute":600)" + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string id = text(json(made), "id");
    EXPECT_EQ(move(id, "scheduled"), "ok");
    return id;
  }
  std::string move(const std::string& id, const std::string& status) {
    return code(staff(Method::post, "/v1/admin/drops/" + id + "/status", R"({"status":")" + status + R"("})"));
  }

  static std::string solve(const std::string& challenge, int bits = 4) {
    for (int i = 0;; ++i) {
      if (work_in(challenge, std::to_string(i)) >= bits) return std::to_string(i);
    }
  }
  http::Response join(const std::string& drop, const Who& who) {
    const auto asked = ask(Method::get, "/v1/drops/" + drop + "/challenge", "", who);
    if (asked.status != 200) return asked;
    const std::string challenge = text(json(asked), "challenge");
    return hand_in(drop, challenge, solve(challenge), who);
  }
  http::Response hand_in(const std::string& drop, const std::string& challenge, const std::string& answer,
                         const Who& who) {
    return ask(Method::post, "/v1/drops/" + drop + "/tickets",
               R"({"challenge":")" + challenge + R"(","answer":")" + answer + R"("})", who);
  }
  // A guest's new signed ticket.
  std::string ticket(const std::string& drop, const std::string& visitor) {
    const auto joined = join(drop, {.visitor = visitor});
    EXPECT_LT(joined.status, 300) << joined.body;
    return text(json(joined), "ticket");
  }
  boost::json::object place(const std::string& drop, const std::string& ticket) {
    const auto found = ask(Method::get, "/v1/drops/" + drop + "/tickets/current", "", {.ticket = ticket});
    EXPECT_EQ(found.status, 200) << found.body;
    return json(found);
  }
  std::string status(const std::string& drop, const std::string& ticket) {
    return text(place(drop, ticket), "status");
  }
  boost::json::object live(const std::string& drop) {
    return json(staff(Method::get, "/v1/admin/drops/" + drop + "/live"));
  }
  std::int64_t number(const boost::json::object& object, const char* name) { return object.at(name).as_int64(); }

  void tick(int turns = 1, Micros after = seconds(1)) {
    for (int i = 0; i < turns; ++i) {
      clock.advance(after);
      ASSERT_TRUE(module->tick().ok());
    }
  }
  // To the hour of the opening, and the turn that opens.
  void open_doors() { tick(1, hours(1)); }

  std::string take(const std::string& tickets, std::int64_t order, std::int64_t quantity = 1,
                   AccountId account = {}, ProductId product = vase) {
    const auto work = [&](db::Transaction& tx) {
      return module->gate().take(tx, product, quantity, tickets, account, order);
    };
    const auto result = database().write_now(work);
    return result.ok() ? "ok" : result.error().code;
  }
  std::string may_buy(const std::string& tickets, std::int64_t quantity = 1, AccountId account = {},
                      ProductId product = vase) {
    const auto work = [&](db::Reader& reader) {
      const auto status = module->gate().may_buy(reader, product, quantity, tickets, account);
      return status.ok() ? std::string("ok") : status.error().code;
    };
    return database().read_now(work);
  }
  void give_back(std::int64_t order) {
    const auto work = [&](db::Transaction& tx) -> Status {
      module->gate().give_back(tx, order);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
  }
  std::int64_t sold(const std::string& drop) {
    return number(json(staff(Method::get, "/v1/admin/drops/" + drop)), "sold");
  }

  testing::FakeClock clock;
  IdSource ids{clock, 1};
  OneProduct catalog;
  StockSaid stock;
  ByHeader authenticator;
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<Module> module;
  std::unique_ptr<http::Routes> routes;
};

}  // namespace plaza::drops
