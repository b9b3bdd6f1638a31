#include "identity/roles.h"
#include "inventory_fixture.h"
#include "platform/http/server.h"
#include "platform/json/document.h"

namespace plaza::inventory {
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

class InventoryRoutes : public InventoryFixture {
 protected:
  InventoryRoutes() { module->add_routes(routes); }

  http::Response ask(Method method, std::string target, std::string body = "",
                     std::string role = "merchandiser") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {
        {"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  http::Response put(VariantId id, const std::string& body, std::string role = "merchandiser") {
    return ask(Method::put, "/v1/admin/variants/" + to_text(id) + "/stock", body, std::move(role));
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

  RolesByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(InventoryRoutes, StaffSayWhatIsOnHand) {
  const auto answer = put(vase, R"({"on_hand":12,"reason":"delivery"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto view = object_of(answer);
  EXPECT_EQ(text(view.at("variant_id")), to_text(vase));
  EXPECT_EQ(view.at("on_hand").as_int64(), 12);
  EXPECT_EQ(view.at("reserved").as_int64(), 0);
  EXPECT_EQ(view.at("available").as_int64(), 12);
  EXPECT_EQ(text(view.at("location")), "main");
  EXPECT_EQ(ledger(vase)[0].reason, "delivery");
  EXPECT_EQ(ledger(vase)[0].actor, id_text("acc", 42));
}

ENGINE_TEST(InventoryRoutes, WhatCannotBeIsRefusedByItsField) {
  for (const char* body :
       {R"({"on_hand":-1})", R"({"on_hand":1000000001})", R"({"on_hand":"many"})", R"({})",
        R"({"on_hand":99999999999999999999})"}) {
    const auto answer = put(vase, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(text(object_of(answer).at("errors").as_array()[0].at("field")), "on_hand")
        << answer.body;
  }
  EXPECT_EQ(balance(vase), "0/0");
  EXPECT_TRUE(ledger(vase).empty());
}

ENGINE_TEST(InventoryRoutes, EachRefusalHasItsCode) {
  EXPECT_EQ(code_of(put(unknown, R"({"on_hand":1})")), "inventory.variant_not_found");
  const auto nowhere = put(vase, R"({"on_hand":1,"location":"mars"})");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(code_of(nowhere), "inventory.location_not_found");
  ASSERT_EQ(set(vase, 5), "ok");
  ASSERT_EQ(reserve("crt_1", {{vase, 4}}), "ok");
  const auto held = put(vase, R"({"on_hand":3})");
  EXPECT_EQ(held.status, 409);
  EXPECT_EQ(code_of(held), "inventory.below_reserved");
  EXPECT_EQ(balance(vase), "5/4");
}

ENGINE_TEST(InventoryRoutes, OnlyThoseWhoKeepTheStockMayTouchIt) {
  EXPECT_EQ(put(vase, R"({"on_hand":1})", "").status, 401);
  EXPECT_EQ(put(vase, R"({"on_hand":1})", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock", "", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/variants/" + to_text(vase) + "/ledger", "", "").status,
            401);
  EXPECT_EQ(
      ask(Method::post, "/v1/admin/locations", R"({"handle":"x","name":"X"})", "agent").status,
      403);
  EXPECT_EQ(balance(vase), "0/0");
}

ENGINE_TEST(InventoryRoutes, TheLedgerIsReadInPages) {
  for (int i = 1; i <= 5; ++i) ASSERT_EQ(set(vase, i), "ok");
  const std::string path = "/v1/admin/variants/" + to_text(vase) + "/ledger?limit=2";
  const auto first = object_of(ask(Method::get, path));
  ASSERT_EQ(first.at("items").as_array().size(), 2u);
  EXPECT_EQ(first.at("items").as_array()[0].at("balance_on_hand").as_int64(), 5);
  const auto second =
      object_of(ask(Method::get, path + "&cursor=" + text(first.at("next_cursor"))));
  EXPECT_EQ(second.at("items").as_array()[0].at("balance_on_hand").as_int64(), 3);
  const auto third =
      object_of(ask(Method::get, path + "&cursor=" + text(second.at("next_cursor"))));
  EXPECT_EQ(third.at("items").as_array().size(), 1u);
  EXPECT_TRUE(third.at("next_cursor").is_null());
  EXPECT_EQ(ask(Method::get, path + "&cursor=x").status, 400);
}

ENGINE_TEST(InventoryRoutes, TheListShowsWhatRunsOut) {
  known.titles.clear();
  for (int i = 1; i <= 6; ++i) {
    known.titles[VariantId{i}] = "Thing " + std::to_string(i);
    ASSERT_EQ(set(VariantId{i}, i * 2), "ok");
  }
  const auto all = object_of(ask(Method::get, "/v1/admin/stock?limit=4"));
  ASSERT_EQ(all.at("items").as_array().size(), 4u);
  EXPECT_EQ(text(all.at("items").as_array()[0].at("product_title")), "Thing 1");
  EXPECT_EQ(text(all.at("items").as_array()[0].at("sku")), "SKU-1");
  const auto rest =
      object_of(ask(Method::get, "/v1/admin/stock?limit=4&cursor=" + text(all.at("next_cursor"))));
  EXPECT_EQ(rest.at("items").as_array().size(), 2u);
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/stock?low=true")).at("items").as_array().size(),
            2u);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/stock?low=8")).at("items").as_array().size(), 4u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock?low=few").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock?limit=0").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock?cursor=x").status, 400);
}

ENGINE_TEST(InventoryRoutes, TheListFindsWordsOfTitlesAlsoOfWhatWasNeverStocked) {
  ASSERT_EQ(set(vase, 3), "ok");
  const auto found = object_of(ask(Method::get, "/v1/admin/stock?q=Vase"));
  ASSERT_EQ(found.at("items").as_array().size(), 1u);
  EXPECT_EQ(found.at("items").as_array()[0].at("available").as_int64(), 3);
  const auto never = object_of(ask(Method::get, "/v1/admin/stock?q=Bowl"));
  ASSERT_EQ(never.at("items").as_array().size(), 1u);
  EXPECT_EQ(never.at("items").as_array()[0].at("on_hand").as_int64(), 0);
  const auto one = object_of(ask(Method::get, "/v1/admin/stock?q=o&limit=1"));
  EXPECT_EQ(one.at("items").as_array().size(), 1u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/stock?q=Vase&cursor=var_x").status, 400);
}

ENGINE_TEST(InventoryRoutes, ALocationIsMadeOnce) {
  const auto made = ask(Method::post, "/v1/admin/locations", R"({"handle":"hue","name":"Huế"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto again = ask(Method::post, "/v1/admin/locations", R"({"handle":"hue","name":"Other"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(code_of(again), "inventory.handle_taken");
  EXPECT_EQ(ask(Method::post, "/v1/admin/locations", R"({"handle":"Hà Nội","name":"x"})").status,
            400);
  const auto list = object_of(ask(Method::get, "/v1/admin/locations")).at("items").as_array();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(text(list[0].at("handle")), "main");
  EXPECT_EQ(put(vase, R"({"on_hand":2,"location":"hue"})").status, 200);
  EXPECT_EQ(sell("ord_1", {{vase, 2}}), "ok");
}

}  // namespace
}  // namespace plaza::inventory
