#include <boost/json.hpp>

#include "credit_fixture.h"
#include "identity/roles.h"
#include "platform/http/server.h"

namespace plaza::credit {
namespace {

using http::Method;

// Roles and subjects by headers: who is who is not this module's business.
class ByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto role = request.header("x-role");
    if (role == "merchandiser") caller.roles = identity::merchandiser;
    if (role == "agent") caller.roles = identity::agent;
    if (role == "moderator") caller.roles = identity::moderator;
    if (role == "an") caller.subject = an.value;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

class CreditRoutes : public CreditFixture {
 protected:
  CreditRoutes() { module->add_routes(routes); }

  http::Response ask(Method method, std::string target, std::string body = "",
                     std::string role = "agent", std::string key = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.remote_address = "10.1.1.1";
    request.headers = {
        {"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static boost::json::object object_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }
  static std::string text(const boost::json::value& value) {
    return std::string(value.as_string());
  }
  static std::string code_of(const http::Response& response) {
    return text(object_of(response).at("code"));
  }
  static std::int64_t amount_of(const boost::json::value& money) {
    return money.as_object().at("amount").as_int64();
  }
  http::Response check(const std::string& code) {
    return ask(Method::post, "/v1/gift_cards/check", R"({"code":")" + code + R"("})", "");
  }
  boost::json::object make(const std::string& body = R"({"amount":{"amount":5000,"currency":"EUR"}})") {
    const auto made = ask(Method::post, "/v1/admin/gift_cards", body);
    EXPECT_EQ(made.status, 201) << made.body;
    return object_of(made);
  }

  ByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(CreditRoutes, ACardIsIssuedAndItsCodeIsShownOnce) {
  const auto made = make(R"({"amount":{"amount":5000,"currency":"EUR"},"note":"fair"})");
  const std::string code = text(made.at("code"));
  const std::string path = "/v1/admin/gift_cards/" + text(made.at("id"));
  const auto shown = object_of(check(code));
  EXPECT_EQ(amount_of(shown.at("balance")), 5'000);
  EXPECT_EQ(text(shown.at("last4")), code.substr(15));
  EXPECT_EQ(text(shown.at("status")), "active");
  EXPECT_FALSE(shown.contains("id"));
  EXPECT_FALSE(shown.contains("note"));
  const auto again = ask(Method::get, path);
  EXPECT_TRUE(object_of(again).at("code").is_null());
  EXPECT_EQ(again.body.find(code), std::string::npos);
  EXPECT_EQ(text(object_of(again).at("entries").as_array().at(0).at("actor")), id_text("acc", 42));
}

ENGINE_TEST(CreditRoutes, EveryWrongCodeGetsTheSameAnswer) {
  make();
  std::set<std::string> details;
  for (const char* code : {"x", "2222-2222-2222-2222", "0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQRS"}) {
    const auto answer = check(code);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(code_of(answer), "credit.card_not_found");
    details.insert(text(object_of(answer).at("detail")));
  }
  EXPECT_EQ(details.size(), 1u);
  EXPECT_EQ(check("").status, 400);
}

ENGINE_TEST(CreditRoutes, CodesCannotBeTriedWithoutEnd) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(check("x").status, 404);
  const auto answer = check("x");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(code_of(answer), "credit.too_many_attempts");
}

ENGINE_TEST(CreditRoutes, ACardIsSwitchedOffAndOnWithAName) {
  const auto made = make();
  const std::string path = "/v1/admin/gift_cards/" + text(made.at("id"));
  const auto id = *parse_id<GiftCardId>(text(made.at("id")));
  const auto off = ask(Method::patch, path, R"({"version":1,"status":"disabled"})");
  ASSERT_EQ(off.status, 200) << off.body;
  EXPECT_EQ(text(object_of(off).at("status")), "disabled");
  EXPECT_EQ(text(object_of(off).at("entries").as_array().at(0).at("reason")), "disabled");
  EXPECT_EQ(spend(Tender::of(id), 100, 1), "credit.disabled");
  EXPECT_EQ(text(object_of(check(text(made.at("code")))).at("status")), "disabled");
  const auto stale = ask(Method::patch, path, R"({"version":1,"status":"active"})");
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(code_of(stale), "credit.stale");
  EXPECT_EQ(card(id).status, CardStatus::disabled);
  EXPECT_EQ(ask(Method::patch, path, R"({"version":2,"status":"active","note":"sorry"})").status, 200);
  EXPECT_EQ(spend(Tender::of(id), 100, 1), "ok");
  EXPECT_EQ(card(id).note, "sorry");
  expect_books_balance({id});
}

ENGINE_TEST(CreditRoutes, ACardsTimeIsChanged) {
  const auto made = make();
  const std::string path = "/v1/admin/gift_cards/" + text(made.at("id"));
  const auto id = *parse_id<GiftCardId>(text(made.at("id")));
  const std::string tomorrow = to_text(clock.now() + days(1));
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1,"expires_at":")" + tomorrow + R"("})").status, 200);
  EXPECT_EQ(card(id).expires_at, clock.now() + days(1));
  EXPECT_EQ(ask(Method::patch, path, R"({"version":2,"expires_at":"2020-01-01T00:00:00Z"})").status, 400);
  EXPECT_EQ(ask(Method::patch, path, R"({"version":2,"never_expires":true})").status, 200);
  EXPECT_EQ(card(id).expires_at, std::nullopt);
}

ENGINE_TEST(CreditRoutes, TheListIsReadInPagesAndByLastLetters) {
  std::string last4;
  for (int i = 0; i < 5; ++i) last4 = text(make().at("last4"));
  const auto first = object_of(ask(Method::get, "/v1/admin/gift_cards?limit=3"));
  EXPECT_EQ(first.at("items").as_array().size(), 3u);
  const auto rest = object_of(
      ask(Method::get, "/v1/admin/gift_cards?limit=3&cursor=" + text(first.at("next_cursor"))));
  EXPECT_EQ(rest.at("items").as_array().size(), 2u);
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/gift_cards?q=" + last4)).at("items").as_array().size(), 1u);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/gift_cards?status=disabled")).at("items").as_array().size(), 0u);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/gift_cards?status=active")).at("items").as_array().size(), 5u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/gift_cards?cursor=x").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/gift_cards?limit=0").status, 400);
}

// Two euros at once; keeps what was taken.
class TwoEuros final : public identity::Allowance {
 public:
  std::int64_t taken = 0;
  Status take(db::Transaction& tx, const http::Caller&, identity::Gift what, Money amount, std::string_view, std::string_view) override {
    if (what != identity::Gift::credit || amount.amount > 200) return Error{ErrorKind::forbidden, "care.over_limit", "It is more than you may give."};
    tx.on_commit([this, amount] { taken += amount.amount; });
    return done();
  }
};

ENGINE_TEST(CreditRoutes, WhatStaffMayNotGiveAloneIsRefusedAndNothingIsGiven) {
  TwoEuros allowance;
  module->plug(allowance);
  routes = {};
  module->add_routes(routes);
  const std::string path = "/v1/admin/accounts/" + to_text(an) + "/store_credit";
  const auto give = [&](std::int64_t amount) {
    return ask(Method::post, path, R"({"amount":{"amount":)" + std::to_string(amount) + R"(,"currency":"EUR"},"reason":"late parcel"})");
  };
  EXPECT_EQ(code_of(give(201)), "care.over_limit");
  EXPECT_EQ(balance(an), 0);
  EXPECT_EQ(give(200).status, 201);
  EXPECT_EQ(give(-50).status, 201);  // taking away is no gift
  EXPECT_EQ(allowance.taken, 200);
  const auto card = ask(Method::post, "/v1/admin/gift_cards", R"({"amount":{"amount":5000,"currency":"EUR"}})");
  EXPECT_EQ(card.status, 403);
  EXPECT_EQ(code_of(card), "care.over_limit");
  EXPECT_TRUE(object_of(ask(Method::get, "/v1/admin/gift_cards")).at("items").as_array().empty());
}

ENGINE_TEST(CreditRoutes, ACardThatIsSwitchedOnAgainIsGivenOnceMore) {
  const auto made = object_of(ask(Method::post, "/v1/admin/gift_cards", R"({"amount":{"amount":5000,"currency":"EUR"}})"));
  const std::string path = "/v1/admin/gift_cards/" + text(made.at("id"));
  TwoEuros allowance;
  module->plug(allowance);
  routes = {};
  module->add_routes(routes);
  const auto change = [&](const std::string& body) {
    const auto version = object_of(ask(Method::get, path)).at("version").as_int64();
    return ask(Method::patch, path, body.substr(0, body.size() - 1) + R"(,"version":)" + std::to_string(version) + "}");
  };
  EXPECT_EQ(change(R"({"status":"disabled"})").status, 200);
  EXPECT_EQ(code_of(change(R"({"status":"active"})")), "care.over_limit");
  EXPECT_EQ(text(object_of(ask(Method::get, path)).at("status")), "disabled");
  EXPECT_EQ(change(R"({"note":"lost in the post"})").status, 200);
  EXPECT_EQ(allowance.taken, 0);
}

ENGINE_TEST(CreditRoutes, StoreCreditIsGivenByAgentsAndSeenByItsOwner) {
  const std::string path = "/v1/admin/accounts/" + to_text(an) + "/store_credit";
  const std::string body = R"({"amount":{"amount":700,"currency":"EUR"},"reason":"late parcel"})";
  const auto first = ask(Method::post, path, body, "agent", "key-1");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(ask(Method::post, path, body, "agent", "key-1").body, first.body);
  EXPECT_EQ(balance(an), 700);
  const auto mine = object_of(ask(Method::get, "/v1/me/store_credit", "", "an"));
  EXPECT_EQ(amount_of(mine.at("balances").as_array().at(0)), 700);
  const auto& entry = mine.at("entries").as_array().at(0).as_object();
  EXPECT_EQ(text(entry.at("reason")), "granted");
  EXPECT_TRUE(entry.at("actor").is_null());
  EXPECT_TRUE(entry.at("note").is_null());
  const auto theirs = object_of(ask(Method::get, path));
  EXPECT_EQ(text(theirs.at("entries").as_array().at(0).at("note")), "late parcel");
  const auto much = ask(Method::post, path, R"({"amount":{"amount":-701,"currency":"EUR"},"reason":"x"})");
  EXPECT_EQ(much.status, 409);
  EXPECT_EQ(code_of(much), "credit.insufficient");
  EXPECT_EQ(ask(Method::post, path, R"({"amount":{"amount":0,"currency":"EUR"},"reason":"x"})").status, 400);
  EXPECT_EQ(ask(Method::post, path, R"({"amount":{"amount":5,"currency":"EUR"},"reason":""})").status, 400);
  EXPECT_EQ(ask(Method::post, path, R"({"amount":{"amount":1.5,"currency":"EUR"},"reason":"x"})").status, 400);
  EXPECT_EQ(balance(an), 700);
}

ENGINE_TEST(CreditRoutes, TheHistoryIsReadInPages) {
  for (int i = 1; i <= 5; ++i) ASSERT_EQ(grant(an, i), "ok");
  const auto first = object_of(ask(Method::get, "/v1/me/store_credit?limit=2", "", "an"));
  EXPECT_EQ(amount_of(first.at("entries").as_array().at(0).at("balance")), 15);
  const auto second = object_of(ask(
      Method::get, "/v1/me/store_credit?limit=4&cursor=" + text(first.at("next_cursor")), "", "an"));
  EXPECT_EQ(second.at("entries").as_array().size(), 3u);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  EXPECT_EQ(ask(Method::get, "/v1/me/store_credit?cursor=x", "", "an").status, 400);
}

ENGINE_TEST(CreditRoutes, MoneyThatNobodyCouldSpendIsNotGiven) {
  const std::string dollars = R"({"amount":{"amount":5,"currency":"USD"},"reason":"x"})";
  for (const auto& path : {"/v1/admin/accounts/" + to_text(an) + "/store_credit", std::string("/v1/admin/gift_cards")}) {
    const auto refused = ask(Method::post, path, dollars);
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_EQ(code_of(refused), "credit.currency_not_sold");
    EXPECT_EQ(text(object_of(refused).at("errors").as_array().at(0).as_object().at("field")), "amount");
  }
  EXPECT_EQ(balance(an), 0);
  EXPECT_TRUE(object_of(ask(Method::get, "/v1/admin/gift_cards")).at("items").as_array().empty());
}

ENGINE_TEST(CreditRoutes, StrangersSeeAndChangeNothing) {
  const auto made = make();
  const std::string card_path = "/v1/admin/gift_cards/" + text(made.at("id"));
  const std::string credit_path = "/v1/admin/accounts/" + to_text(an) + "/store_credit";
  const std::string money = R"({"amount":{"amount":5,"currency":"EUR"},"reason":"x"})";
  for (const char* role : {"an", "moderator"}) {
    EXPECT_EQ(ask(Method::get, "/v1/admin/gift_cards", "", role).status, 403);
    EXPECT_EQ(ask(Method::get, card_path, "", role).status, 403);
    EXPECT_EQ(ask(Method::post, "/v1/admin/gift_cards", money, role).status, 403);
    EXPECT_EQ(ask(Method::patch, card_path, R"({"version":1})", role).status, 403);
    EXPECT_EQ(ask(Method::get, credit_path, "", role).status, 403);
    EXPECT_EQ(ask(Method::post, credit_path, money, role).status, 403);
  }
  EXPECT_EQ(ask(Method::post, credit_path, money, "merchandiser").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/me/store_credit", "", "").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/admin/gift_cards", "", "").status, 401);
  EXPECT_EQ(balance(an), 0);
  const std::string nobody = "/v1/admin/accounts/" + to_text(AccountId{9}) + "/store_credit";
  EXPECT_EQ(code_of(ask(Method::post, nobody, money)), "credit.account_not_found");
  EXPECT_EQ(code_of(ask(Method::get, nobody)), "credit.account_not_found");
  EXPECT_EQ(code_of(ask(Method::get, "/v1/admin/gift_cards/" + to_text(GiftCardId{9}))),
            "credit.card_not_found");
  EXPECT_EQ(code_of(ask(Method::patch, "/v1/admin/gift_cards/" + to_text(GiftCardId{9}), R"({"version":1})")),
            "credit.card_not_found");
}

}  // namespace
}  // namespace plaza::credit
