#include <boost/json.hpp>

#include "identity/roles.h"
#include "platform/http/server.h"
#include "promotions_fixture.h"

namespace plaza::promotions {
namespace {

using http::Method;

// Roles by a header: who is who is not this module's business.
class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-role") == "merchandiser") caller.roles = identity::merchandiser;
    if (request.header("x-role") == "agent") caller.roles = identity::agent;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

class PromotionsRoutes : public PromotionsFixture {
 protected:
  PromotionsRoutes() { module->add_routes(routes); }

  http::Response ask(Method method, std::string target, std::string body = "",
                     std::string role = "merchandiser", std::string key = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {
        {"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  http::Response post(const std::string& body, std::string role = "merchandiser") {
    return ask(Method::post, "/v1/admin/discounts", body, std::move(role));
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
  std::string make_ten() {
    const auto made = post(R"({"code":"TEN","title":"Ten","kind":"percent","percent_bp":1000})");
    EXPECT_EQ(made.status, 201) << made.body;
    return text(object_of(made).at("id"));
  }

  RolesByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(PromotionsRoutes, ADiscountIsMadeReadChangedAndDeleted) {
  const auto id = make_ten();
  const std::string path = "/v1/admin/discounts/" + id;
  auto view = object_of(ask(Method::get, path));
  EXPECT_EQ(text(view.at("code")), "TEN");
  EXPECT_EQ(text(view.at("class")), "order");
  EXPECT_EQ(view.at("uses").as_int64(), 0);
  EXPECT_EQ(view.at("version").as_int64(), 1);
  EXPECT_EQ(told(basket({"TEN"})), "TEN 400");
  const auto changed = ask(Method::patch, path,
                           R"({"version":1,"percent_bp":2000,"uses_max":1,
                               "combines_with":["shipping","product"]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(object_of(changed).at("version").as_int64(), 2);
  EXPECT_EQ(object_of(changed).at("combines_with").as_array().size(), 2u);
  ASSERT_EQ(check_out(1, basket({"TEN"})), "ok");
  EXPECT_EQ(object_of(ask(Method::get, path)).at("uses").as_int64(), 1);
  EXPECT_EQ(told(basket({"TEN"})), "promotions.used_up");
  ASSERT_EQ(ask(Method::patch, path, R"({"version":2,"clear":["uses_max"]})").status, 200);
  EXPECT_EQ(told(basket({"TEN"})), "TEN 800");
  EXPECT_EQ(ask(Method::del, path).status, 204);
  EXPECT_EQ(ask(Method::del, path).status, 204);
  EXPECT_EQ(told(basket({"TEN"})), "promotions.unknown_code");
  EXPECT_EQ(text(object_of(ask(Method::get, path)).at("status")), "archived");
}

ENGINE_TEST(PromotionsRoutes, EachRefusalHasItsCodeAndChangesNothing) {
  const auto id = make_ten();
  const std::string path = "/v1/admin/discounts/" + id;
  const auto again = post(R"({"code":"ten","title":"x","kind":"percent","percent_bp":1})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(code_of(again), "promotions.code_taken");
  const auto stale = ask(Method::patch, path, R"({"version":7,"title":"x"})");
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(code_of(stale), "promotions.stale");
  EXPECT_EQ(ask(Method::patch, path, R"({"title":"x"})").status, 400);
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1,"status":"archived"})").status, 400);
  EXPECT_EQ(ask(Method::patch, path, R"({"version":1,"kind":"amount"})").status, 400);
  const std::string nobody = "/v1/admin/discounts/" + to_text(DiscountId{5});
  EXPECT_EQ(code_of(ask(Method::get, nobody)), "promotions.discount_not_found");
  EXPECT_EQ(code_of(ask(Method::patch, nobody, R"({"version":1})")),
            "promotions.discount_not_found");
  EXPECT_EQ(code_of(ask(Method::del, nobody)), "promotions.discount_not_found");
  EXPECT_EQ(object_of(ask(Method::get, path)).at("version").as_int64(), 1);
  EXPECT_EQ(told(basket({"TEN"})), "TEN 400");
}

ENGINE_TEST(PromotionsRoutes, WhatIsWrongIsNamedByItsField) {
  const auto field = [&](const std::string& body) {
    const auto answer = post(body);
    EXPECT_EQ(answer.status, 400) << body;
    return text(object_of(answer).at("errors").as_array().at(0).at("field"));
  };
  EXPECT_EQ(field(R"({"title":"x"})"), "kind");
  EXPECT_EQ(field(R"({"title":"x","kind":"half"})"), "kind");
  EXPECT_EQ(field(R"({"title":"x","kind":"percent","percent_bp":10.5})"), "percent_bp");
  EXPECT_EQ(field(R"({"title":"x","kind":"percent","percent_bp":-1})"), "percent_bp");
  EXPECT_EQ(field(R"({"title":"x","kind":"amount","amount":{"amount":-5,"currency":"EUR"}})"),
            "amount");
  EXPECT_EQ(field(R"({"title":"x","kind":"percent","percent_bp":1,"code":"a b"})"), "code");
  EXPECT_EQ(field(R"({"title":"x","kind":"percent","percent_bp":1,"uses_max":0})"), "uses_max");
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/discounts")).at("items").as_array().size(), 0u);
}

ENGINE_TEST(PromotionsRoutes, OnlyMerchandisersMayDiscount) {
  const std::string body = R"({"title":"x","kind":"percent","percent_bp":1})";
  EXPECT_EQ(post(body, "").status, 401);
  EXPECT_EQ(post(body, "agent").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/discounts", "", "agent").status, 403);
  const auto id = make_ten();
  EXPECT_EQ(ask(Method::get, "/v1/admin/discounts/" + id, "", "").status, 401);
  EXPECT_EQ(ask(Method::patch, "/v1/admin/discounts/" + id, R"({"version":1})", "agent").status,
            403);
  EXPECT_EQ(ask(Method::del, "/v1/admin/discounts/" + id, "", "agent").status, 403);
  EXPECT_EQ(told(basket({"TEN"})), "TEN 400");
}

ENGINE_TEST(PromotionsRoutes, TheSecondClickMakesNoSecondDiscount) {
  const std::string body = R"({"title":"x","kind":"percent","percent_bp":1})";
  const auto first = ask(Method::post, "/v1/admin/discounts", body, "merchandiser", "key-1");
  const auto second = ask(Method::post, "/v1/admin/discounts", body, "merchandiser", "key-1");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/discounts")).at("items").as_array().size(), 1u);
}

ENGINE_TEST(PromotionsRoutes, TheListIsReadInPages) {
  for (int i = 1; i <= 5; ++i) make(percent(i, "C" + std::to_string(i)));
  const auto first = object_of(ask(Method::get, "/v1/admin/discounts?limit=3"));
  EXPECT_EQ(first.at("items").as_array().size(), 3u);
  const auto rest = object_of(
      ask(Method::get, "/v1/admin/discounts?limit=3&cursor=" + text(first.at("next_cursor"))));
  EXPECT_EQ(rest.at("items").as_array().size(), 2u);
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  EXPECT_EQ(ask(Method::get, "/v1/admin/discounts?limit=101").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/discounts?cursor=x").status, 400);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/discounts?status=disabled"))
                .at("items").as_array().size(), 0u);
}

}  // namespace
}  // namespace plaza::promotions
