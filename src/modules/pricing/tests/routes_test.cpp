#include <boost/json.hpp>

#include "identity/roles.h"
#include "platform/http/server.h"
#include "pricing_fixture.h"

namespace plaza::pricing {
namespace {

using http::Method;

// Roles by a header: who is who is not this module's business.
class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto role = request.header("x-role");
    if (role == "owner") caller.roles = identity::owner;
    if (role == "merchandiser") caller.roles = identity::merchandiser;
    if (role == "agent") caller.roles = identity::agent;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

struct Answer {
  int status = 0;
  boost::json::value body;
  std::string text(const char* path) const { return std::string(body.at_pointer(path).as_string()); }
  std::int64_t number(const char* path) const { return body.at_pointer(path).as_int64(); }
  bool is_null(const char* path) const { return body.at_pointer(path).is_null(); }
  std::size_t count(const char* path = "/items") const { return body.at_pointer(path).as_array().size(); }
  // "409 pricing.stale", or the status alone.
  std::string outcome() const {
    const bool problem = status >= 400 && body.is_object() && body.as_object().contains("code");
    return std::to_string(status) + (problem ? " " + text("/code") : "");
  }
  std::vector<std::string> fields() const {
    std::vector<std::string> found;
    for (const auto& error : body.at_pointer("/errors").as_array()) found.emplace_back(error.at("field").as_string());
    return found;
  }
};
using Texts = std::vector<std::string>;

class PricingRoutes : public PricingFixture {
 protected:
  PricingRoutes() { module->add_routes(routes); }

  Answer ask(Method method, std::string target, std::string body = "", std::string role = "owner") {
    http::Request request;
    request.method = method;
    request.target = "/v1" + target;
    request.body = std::move(body);
    request.headers = {{"x-role", role}, {"content-type", "application/json"}, {"sec-fetch-site", "same-origin"}};
    const auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
    return {response.status, response.body.empty() ? boost::json::value() : boost::json::parse(response.body)};
  }
  Answer get(std::string target) { return ask(Method::get, std::move(target)); }
  Answer post(std::string target, std::string body) { return ask(Method::post, std::move(target), std::move(body)); }
  Answer put(std::string target, std::string body) { return ask(Method::put, std::move(target), std::move(body)); }
  Answer patch(std::string target, std::string body) { return ask(Method::patch, std::move(target), std::move(body)); }
  Answer remove(std::string target) { return ask(Method::del, std::move(target)); }

  RolesByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(PricingRoutes, AListIsMadeFilledChangedAndRemoved) {
  const auto made = post("/admin/price_lists", R"({"name":"Summer","currency":"EUR","starts_at":"2026-03-01T00:00:00Z"})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.text("/state"), "active");
  EXPECT_EQ(made.text("/currency"), "EUR");
  EXPECT_TRUE(made.is_null("/ends_at"));
  EXPECT_EQ(made.number("/version"), 1);
  const std::string path = "/admin/price_lists/" + made.text("/id");

  const auto filled = put(path + "/entries", R"({"entries":[{"variant_id":")" + to_text(blue) + R"(","amount":800,"compare_at":950},
      {"product_id":")" + to_text(bowl) + R"(","off_ppm":250000}]})");
  EXPECT_EQ(filled.number("/entry_count"), 2);
  EXPECT_EQ(price(blue), "800 (was 1000) *");
  EXPECT_EQ(price(small), "750 (was 1000) *");

  const auto entries = get(path + "/entries?limit=1");
  ASSERT_EQ(entries.count(), 1u);
  EXPECT_EQ(entries.text("/items/0/title"), "Vase · Blue");
  EXPECT_EQ(entries.number("/items/0/amount/amount"), 800);
  const auto rest = get(path + "/entries?cursor=" + entries.text("/next_cursor"));
  ASSERT_EQ(rest.count(), 1u);
  EXPECT_TRUE(rest.is_null("/items/0/variant_id"));
  EXPECT_EQ(rest.text("/items/0/title"), "Bowl");
  EXPECT_TRUE(rest.is_null("/next_cursor"));

  const auto patched = patch(path, R"({"version":2,"ends_at":"2026-02-01T00:00:00Z","starts_at":"","name":"Winter"})");
  EXPECT_EQ(patched.text("/state"), "ended");
  EXPECT_TRUE(patched.is_null("/starts_at"));
  EXPECT_EQ(patched.text("/name"), "Winter");
  EXPECT_EQ(price(blue), "1000");
  EXPECT_EQ(get(path).text("/name"), "Winter");
  EXPECT_EQ(patch(path, R"({"version":2,"enabled":false})").outcome(), "409 pricing.stale");
  EXPECT_EQ(patch(path, R"({"enabled":false})").text("/state"), "disabled");

  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(remove(path).outcome(), "404 pricing.list_not_found");
  EXPECT_EQ(get(path).outcome(), "404 pricing.list_not_found");
  EXPECT_EQ(get(path + "/entries").outcome(), "404 pricing.list_not_found");
}

ENGINE_TEST(PricingRoutes, ListsArePagedNewestFirst) {
  for (const char* name : {"A", "B", "C"}) {
    ASSERT_EQ(post("/admin/price_lists", std::string(R"({"name":")") + name + "\"}").status, 201);
  }
  const auto first = get("/admin/price_lists?limit=2");
  EXPECT_EQ(first.text("/items/0/name"), "C");
  const auto second = get("/admin/price_lists?limit=2&cursor=" + first.text("/next_cursor"));
  ASSERT_EQ(second.count(), 1u);
  EXPECT_EQ(second.text("/items/0/name"), "A");
}

ENGINE_TEST(PricingRoutes, WhatIsWrongIsToldByItsField) {
  const auto fields = [&](const char* body) { return post("/admin/price_lists", body).fields(); };
  EXPECT_EQ(fields(R"({"name":"","off_ppm":1000001,"rounding_step":0})"), (Texts{"name", "off_ppm", "rounding_step"}));
  EXPECT_EQ(fields(R"({"name":"A","rounding_step":100,"rounding_ending":100})"), Texts{"rounding_ending"});
  EXPECT_EQ(fields(R"({"name":"A","starts_at":"2026-03-02T00:00:00Z","ends_at":"2026-03-01T00:00:00Z"})"), Texts{"ends_at"});
  EXPECT_EQ(post("/admin/price_lists", R"({"name":"A","currency":"USD"})").outcome(), "400 pricing.currency_not_sold");
  EXPECT_EQ(post("/admin/price_lists", R"({"name":"A","customer_group_id":")" + to_text(CustomerGroupId{9}) + "\"}").outcome(),
            "404 pricing.group_not_found");
  EXPECT_EQ(get("/admin/price_lists").count(), 0u);

  const auto made = post("/admin/price_lists", R"({"name":"A","currency":"EUR"})");
  const std::string path = "/admin/price_lists/" + made.text("/id");
  EXPECT_EQ(put(path + "/entries", R"({"entries":[{"variant_id":")" + to_text(VariantId{999}) + R"(","amount":1}]})").fields(),
            Texts{"entries[0].variant_id"});
  EXPECT_EQ(put(path + "/entries", R"({"entries":[{"variant_id":")" + to_text(blue) + R"(","amount":-1}]})").fields(),
            Texts{"entries[0].amount"});
  EXPECT_EQ(put(path + "/entries", R"({"entries":[{"variant_id":")" + to_text(blue) + R"(","amount":1.5}]})").fields(),
            Texts{"entries[0].amount"});
  EXPECT_EQ(put(path + "/entries", R"({"entries":[]})").fields(), Texts{"entries"});
  EXPECT_EQ(get(path + "/entries?cursor=x").fields(), Texts{"cursor"});
  EXPECT_EQ(patch(path, R"({"starts_at":"soon"})").fields(), Texts{"starts_at"});
  EXPECT_EQ(get(path).number("/version"), 1);
}

ENGINE_TEST(PricingRoutes, GroupsHaveMembers) {
  const auto made = post("/admin/customer_groups", R"({"name":"Trade"})");
  ASSERT_EQ(made.status, 201);
  const std::string path = "/admin/customer_groups/" + made.text("/id");
  const std::string members = R"({"account_ids":[")" + to_text(an) + R"(",")" + to_text(binh) + R"("]})";
  EXPECT_EQ(post(path + "/members", members).number("/member_count"), 2);
  EXPECT_EQ(post(path + "/members", members).number("/member_count"), 2);  // the second click
  EXPECT_EQ(post(path + "/members", R"({"account_ids":[")" + to_text(AccountId{999}) + R"("]})").fields(), Texts{"account_ids[0]"});
  const auto page = get(path + "/members?limit=1");
  EXPECT_EQ(page.text("/items/0/name"), "An");
  EXPECT_EQ(get(path + "/members?cursor=" + page.text("/next_cursor")).text("/items/0/handle"), "binh");
  EXPECT_EQ(remove(path + "/members/" + to_text(an)).status, 204);
  EXPECT_EQ(remove(path + "/members/" + to_text(an)).status, 204);
  EXPECT_EQ(get("/admin/customer_groups").number("/items/0/member_count"), 1);
  EXPECT_EQ(patch(path, R"({"version":9,"name":"B"})").outcome(), "409 pricing.stale");
  EXPECT_EQ(patch(path, R"({"tax_exempt":true})").text("/name"), "Trade");

  const auto list = post("/admin/price_lists", R"({"name":"Trade","customer_group_id":")" + made.text("/id") + "\"}");
  EXPECT_EQ(remove(path).outcome(), "409 pricing.group_in_use");
  EXPECT_EQ(remove("/admin/price_lists/" + list.text("/id")).status, 204);
  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(remove(path).outcome(), "404 pricing.group_not_found");
  EXPECT_EQ(post(path + "/members", members).outcome(), "404 pricing.group_not_found");
}

ENGINE_TEST(PricingRoutes, CurrenciesAreSoldInUntilTheyAreRemoved) {
  EXPECT_EQ(put("/admin/currencies/JPY", R"({"rate":"163.5","rounding_step":10})").text("/rate"), "163.5");
  EXPECT_EQ(price(blue, "JPY"), "1640");
  EXPECT_EQ(get("/currencies").text("/items/1/currency"), "JPY");
  EXPECT_EQ(get("/currencies").number("/items/1/digits"), 0);
  EXPECT_EQ(get("/admin/currencies").text("/base"), "EUR");
  for (const char* body : {R"({"rate":"0"})", R"({"rate":"1e9"})", R"({"rate":"-1"})", R"({})"}) {
    EXPECT_EQ(put("/admin/currencies/JPY", body).fields(), Texts{"rate"}) << body;
  }
  EXPECT_EQ(put("/admin/currencies/EUR", R"({"rate":"1"})").fields(), Texts{"currency"});
  EXPECT_EQ(put("/admin/currencies/yen", R"({"rate":"1"})").fields(), Texts{"currency"});
  const auto list = post("/admin/price_lists", R"({"name":"Japan","currency":"JPY"})");
  EXPECT_EQ(remove("/admin/currencies/JPY").outcome(), "409 pricing.currency_in_use");
  EXPECT_EQ(remove("/admin/price_lists/" + list.text("/id")).status, 204);
  EXPECT_EQ(remove("/admin/currencies/JPY").status, 204);
  EXPECT_EQ(remove("/admin/currencies/JPY").outcome(), "404 pricing.currency_not_found");
  EXPECT_EQ(price(blue, "JPY"), "none");
}

ENGINE_TEST(PricingRoutes, TaxZonesAreMadeChangedAndRemoved) {
  const auto made = post("/admin/tax_zones", R"({"name":"Germany","countries":["DE"],"shipping_ppm":190000,
      "rates":[{"tax_class":"standard","rate_ppm":190000},{"tax_class":"reduced","rate_ppm":70000}]})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.count("/rates"), 2u);
  EXPECT_TRUE(made.body.at("prices_include_tax").as_bool());
  EXPECT_EQ(post("/admin/tax_zones", R"({"name":"Again","countries":["FR","DE"]})").outcome(), "409 pricing.country_taken");
  EXPECT_EQ(post("/admin/tax_zones", R"({"name":"Wrong","countries":["Germany"]})").fields(), Texts{"countries[0]"});
  const std::string path = "/admin/tax_zones/" + made.text("/id");
  EXPECT_EQ(patch(path, R"({"version":1,"prices_include_tax":false})").number("/version"), 2);
  EXPECT_EQ(patch(path, R"({"version":1,"prices_include_tax":true})").outcome(), "409 pricing.stale");
  const std::vector<Line> lines = {{1'000, 1, "reduced"}};
  const auto taxation = module->taxes().of({lines, "DE", "", "", {}, clock.now()});
  EXPECT_EQ(taxation.rates.lines, std::vector<std::int64_t>{70'000});
  EXPECT_FALSE(taxation.prices_include_tax);
  EXPECT_EQ(get("/admin/tax_zones").count(), 1u);
  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(remove(path).outcome(), "404 pricing.zone_not_found");
  EXPECT_EQ(patch(path, R"({"name":"A"})").outcome(), "404 pricing.zone_not_found");
}

ENGINE_TEST(PricingRoutes, ExemptionsHoldUntilTheirTime) {
  const auto exempt = [&] {
    const std::vector<Line> lines = {{1'000, 1}};
    const auto taxation = module->taxes().of({lines, "DE", "", "", an, clock.now()});
    return taxation.tax_exempt ? taxation.exempt_reason : std::string();
  };
  const auto made = post("/admin/tax_exemptions",
                         R"({"account_id":")" + to_text(an) + R"(","note":"VAT id ATU1","until":")" + to_text(clock.now() + days(1)) + "\"}");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.text("/name"), "An");
  EXPECT_EQ(exempt(), "VAT id ATU1");
  clock.advance(days(1));
  EXPECT_EQ(exempt(), "");
  EXPECT_EQ(post("/admin/tax_exemptions", R"({"account_id":")" + to_text(an) + R"(","note":"For good"})").status, 201);
  EXPECT_EQ(exempt(), "For good");
  EXPECT_EQ(get("/admin/tax_exemptions").count(), 1u);
  EXPECT_EQ(post("/admin/tax_exemptions", R"({"account_id":")" + to_text(AccountId{9}) + R"(","note":"x"})").fields(), Texts{"account_id"});
  EXPECT_EQ(remove("/admin/tax_exemptions/" + to_text(an)).status, 204);
  EXPECT_EQ(remove("/admin/tax_exemptions/" + to_text(an)).outcome(), "404 pricing.exemption_not_found");
  EXPECT_EQ(exempt(), "");
}

ENGINE_TEST(PricingRoutes, ProductsBearATaxClass) {
  EXPECT_EQ(put("/admin/tax_classes", R"({"tax_class":"reduced","product_ids":[")" + to_text(vase) + R"("]})").status, 204);
  EXPECT_EQ(module->taxes().class_of(vase), "reduced");
  EXPECT_EQ(module->taxes().class_of(bowl), "standard");
  EXPECT_EQ(get("/admin/tax_classes").text("/items/0/title"), "Vase");
  EXPECT_EQ(put("/admin/tax_classes", R"({"tax_class":"reduced","product_ids":[")" + to_text(ProductId{9}) + R"("]})").fields(),
            Texts{"product_ids[0]"});
  EXPECT_EQ(put("/admin/tax_classes", R"({"tax_class":"standard","product_ids":[")" + to_text(vase) + R"("]})").status, 204);
  EXPECT_EQ(get("/admin/tax_classes").count(), 0u);
}

ENGINE_TEST(PricingRoutes, ShippingZonesAreMadeChangedAndRemoved) {
  const auto made = post("/admin/shipping_zones", R"({"name":"EU","countries":["DE","FR"],"rates":[
      {"id":"standard","name":"Parcel","kind":"weight","price":490,"steps":[{"from":5000,"price":890}],"weight_max":31500},
      {"id":"berlin","name":"Shop","pickup":true,"pickup_address":"Torstr. 1","pickup_country":"DE"}]})");
  ASSERT_EQ(made.status, 201);
  const auto options = module->shipping().options({"FR", "", 0, 5'000, currency("EUR")});
  ASSERT_EQ(options.size(), 2u);
  EXPECT_EQ(options[0].price, 890);
  const std::string path = "/admin/shipping_zones/" + made.text("/id");
  EXPECT_EQ(patch(path, R"({"rates":[{"id":"a","name":"A","delivery_days_min":5,"delivery_days_max":2}]})").fields(),
            Texts{"rates[0].delivery_days_max"});
  EXPECT_EQ(patch(path, R"({"version":7,"name":"B"})").outcome(), "409 pricing.stale");
  EXPECT_EQ(patch(path, R"({"version":1,"countries":["DE"]})").count("/countries"), 1u);
  EXPECT_TRUE(module->shipping().options({"FR", "", 0, 0, currency("EUR")}).empty());
  EXPECT_EQ(post("/admin/shipping_zones", R"({"name":"Rest"})").status, 201);
  EXPECT_EQ(post("/admin/shipping_zones", R"({"name":"Rest too"})").outcome(), "409 pricing.country_taken");
  EXPECT_EQ(get("/admin/shipping_zones").count(), 2u);
  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(remove(path).outcome(), "404 pricing.zone_not_found");
}

ENGINE_TEST(PricingRoutes, OnlyTheRightStaffMayWrite) {
  const std::string list = R"({"name":"A"})";
  const std::string zone = R"({"name":"Z","countries":["DE"]})";
  EXPECT_EQ(ask(Method::post, "/admin/price_lists", list, "").status, 401);
  EXPECT_EQ(ask(Method::post, "/admin/price_lists", list, "agent").status, 403);
  EXPECT_EQ(ask(Method::post, "/admin/price_lists", list, "merchandiser").status, 201);
  for (const char* path : {"/admin/tax_zones", "/admin/shipping_zones"}) {
    EXPECT_EQ(ask(Method::post, path, zone, "merchandiser").status, 403) << path;
    EXPECT_EQ(ask(Method::post, path, zone, "").status, 401) << path;
    EXPECT_EQ(ask(Method::get, path, "", "merchandiser").count(), 0u) << path;
  }
  EXPECT_EQ(ask(Method::put, "/admin/currencies/JPY", R"({"rate":"1"})", "merchandiser").status, 403);
  const std::string exemption = R"({"account_id":")" + to_text(an) + R"(","note":"x"})";
  EXPECT_EQ(ask(Method::post, "/admin/tax_exemptions", exemption, "merchandiser").status, 403);
  EXPECT_EQ(ask(Method::get, "/admin/tax_exemptions", "", "agent").status, 403);
  EXPECT_EQ(ask(Method::get, "/currencies", "", "").count(), 1u);  // everybody's
}

ENGINE_TEST(PricingRoutes, TaxClassesAreMadeRenamedAndRemovedEverywhereAtOnce) {
  const auto germany = post("/admin/tax_zones", R"({"name":"Germany","countries":["DE"],"rates":[{"tax_class":"standard","rate_ppm":190000}]})");
  const auto others = post("/admin/tax_zones", R"({"name":"Others","rates":[{"tax_class":"standard","rate_ppm":0}]})");
  ASSERT_EQ(germany.status, 201);
  ASSERT_EQ(others.status, 201);
  const std::string at = "/admin/tax_class_names";
  EXPECT_EQ(get(at).count(), 1u);
  EXPECT_EQ(get(at).text("/items/0/name"), "standard");
  const std::string body = R"({"name":"Reduced","rates":[{"zone_id":")" + germany.text("/id") + R"(","rate_ppm":70000}]})";
  EXPECT_EQ(ask(Method::post, at, body, "merchandiser").status, 403);
  EXPECT_EQ(post(at, body).outcome(), "201");
  EXPECT_EQ(post(at, body).outcome(), "409 pricing.class_taken");
  EXPECT_EQ(post(at, R"({"name":"Books","rates":[]})").status, 400);
  EXPECT_EQ(post(at, R"({"name":"Books","rates":[{"zone_id":")" + germany.text("/id") + R"(","rate_ppm":1},{"zone_id":")" +
                         germany.text("/id") + R"(","rate_ppm":2}]})").status, 400);
  EXPECT_EQ(get(at).count(), 2u);  // the refused one left nothing
  EXPECT_EQ(put("/admin/tax_classes", R"({"tax_class":"Reduced","product_ids":[")" + to_text(vase) + R"("]})").status, 204);
  EXPECT_EQ(get(at).number("/items/1/product_count"), 1);
  EXPECT_EQ(get(at).number("/items/1/rates/0/rate_ppm"), 70'000);
  EXPECT_EQ(remove(at + "/Reduced").outcome(), "409 pricing.class_in_use");

  EXPECT_EQ(patch(at + "/Reduced", R"({"name":"standard"})").outcome(), "409 pricing.class_taken");
  EXPECT_EQ(patch(at + "/standard", R"({"name":"usual"})").outcome(), "409 pricing.class_is_standard");
  EXPECT_EQ(patch(at + "/nothing", R"({"name":"usual"})").outcome(), "404 pricing.class_not_found");
  EXPECT_EQ(patch(at + "/Reduced", R"({"name":"Books"})").outcome(), "200");
  EXPECT_EQ(get("/admin/tax_classes").text("/items/0/tax_class"), "Books");
  EXPECT_EQ(get(at).text("/items/1/name"), "Books");
  EXPECT_EQ(get(at).number("/items/1/rates/0/rate_ppm"), 70'000);
  EXPECT_EQ(get(at).count(), 2u);

  EXPECT_EQ(put("/admin/tax_classes", R"({"tax_class":"standard","product_ids":[")" + to_text(vase) + R"("]})").status, 204);
  EXPECT_EQ(remove(at + "/standard").outcome(), "409 pricing.class_is_standard");
  EXPECT_EQ(remove(at + "/Books").outcome(), "204");
  EXPECT_EQ(remove(at + "/Books").outcome(), "404 pricing.class_not_found");
  EXPECT_EQ(get(at).count(), 1u);
}

}  // namespace
}  // namespace plaza::pricing
