#include "catalog_fixture.h"
#include "identity/roles.h"
#include "platform/http/server.h"
#include "platform/json/document.h"

namespace plaza::catalog {
namespace {

using http::Method;
using Texts = std::vector<std::string>;

class RolesByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (request.header("x-role") == "merchandiser") caller.roles = identity::merchandiser;
    if (request.header("x-role") == "moderator") caller.roles = identity::moderator;
    if (caller.roles) caller.subject = 42;
    return done();
  }
};

class CatalogRoutes : public CatalogFixture {
 protected:
  CatalogRoutes() { module->add_routes(routes); }

  http::Response ask(Method method, std::string target, std::string body = "",
                     std::string role = "merchandiser", std::string type = "application/json") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"x-role", role}, {"content-type", type}, {"sec-fetch-site", "same-origin"}};
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
  static Texts fields_of(const http::Response& response) {
    Texts fields;
    const auto problem = object_of(response);
    for (const auto& error : problem.at("errors").as_array())
      fields.push_back(text(error.at("field")));
    return fields;
  }
  boost::json::object create(const std::string& body) {
    const auto answer = ask(Method::post, "/v1/admin/products", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return object_of(answer);
  }

  static constexpr const char* two_sizes =
      R"({"title":"Blue Vase","description_html":"<p>x<script>y</script></p>","vendor":"Sage","tags":["clay"],
          "options":[{"name":"Size","values":["S","M"],"swatches":{"S":"#112233"}}],
          "variants":[{"sku":"A","price":{"amount":1999,"currency":"EUR"},"options":{"Size":"S"}},
                      {"sku":"B","price":{"amount":2999,"currency":"EUR"},
                       "compare_at_price":{"amount":3999,"currency":"EUR"},"options":{"Size":"M"},"weight_grams":700}],
          "attributes":[{"key":"capacity","label":"Capacity","value":"1.5 l","direction":"more"}],
          "media_ids":["med_0000000000003"]})";

  RolesByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(CatalogRoutes, AProductIsMadeAndReadBack) {
  const auto made = create(two_sizes);
  EXPECT_EQ(text(made.at("handle")), "blue-vase");
  EXPECT_EQ(text(made.at("status")), "active");
  EXPECT_EQ(text(made.at("description_html")), "<p>x</p>");
  EXPECT_EQ(made.at("price").at("amount").as_int64(), 1999);
  EXPECT_EQ(text(made.at("image").at("url")), "/media/med_0000000000003/w640.webp");
  EXPECT_EQ(text(made.at("options").as_array()[0].at("values").as_array()[0].at("swatch")),
            "#112233");
  EXPECT_TRUE(made.at("options").as_array()[0].at("values").as_array()[1].at("swatch").is_null());
  const auto& second = made.at("variants").as_array()[1];
  EXPECT_EQ(text(second.at("options").at("Size")), "M");
  EXPECT_EQ(second.at("compare_at_price").at("amount").as_int64(), 3999);
  EXPECT_EQ(second.at("weight_grams").as_int64(), 700);
  const auto& attribute = made.at("attributes").as_array()[0];
  EXPECT_EQ(attribute.at("number").as_double(), 1.5);
  EXPECT_EQ(text(attribute.at("unit")), "l");
  EXPECT_EQ(text(attribute.at("direction")), "more");
  const auto read = ask(Method::get, "/v1/admin/products/" + text(made.at("id")));
  EXPECT_EQ(object_of(read), made);
}

ENGINE_TEST(CatalogRoutes, VariantsAloneCanNameTheOptions) {
  const auto made = create(R"({"title":"Cup","variants":[
      {"price":{"amount":500,"currency":"EUR"},"options":{"Colour":"Red","Size":"S"}},
      {"price":{"amount":600,"currency":"EUR"},"options":{"Colour":"Blue","Size":"S"}}]})");
  EXPECT_EQ(made.at("options").as_array().size(), 2u);
  EXPECT_EQ(text(made.at("variants").as_array()[1].at("title")), "Blue / S");
}

ENGINE_TEST(CatalogRoutes, WrongFieldsAreAllNamedAndNothingIsKept) {
  const auto refused = ask(Method::post, "/v1/admin/products",
                           R"({"title":"Cup","handle":"No!","media_ids":["med_00000000000zz"],
      "options":[{"name":"Size","values":["S"]}],
      "variants":[{"price":{"amount":-1,"currency":"EUR"},"options":{"Size":"S"}},
                  {"price":{"amount":5,"currency":"USD"},"options":{"Colour":"Red"}}]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(fields_of(refused), (Texts{"media_ids[0]", "variants[0].price", "variants[1].price",
                                       "variants[1].options.Colour"}));
  const auto later = ask(Method::post, "/v1/admin/products",
                         R"({"title":"Cup","handle":"No!","collection_handles":["x"]})");
  EXPECT_EQ(fields_of(later), (Texts{"collection_handles[0]", "handle"}));
  EXPECT_EQ(fields_of(ask(Method::post, "/v1/admin/products", R"({"title":"","status":"sold"})")),
            (Texts{"title", "status"}));
  EXPECT_TRUE(handles({"", {}, {}, 9}).empty());
}

ENGINE_TEST(CatalogRoutes, AProductWithoutVariantsGetsItsFirstOneLater) {
  const auto made = create(R"({"title":"Cup"})");
  EXPECT_TRUE(made.at("price").is_null());
  const std::string path = "/v1/admin/products/" + text(made.at("id")) + "/variants";
  const auto added = ask(Method::post, path,
                         R"({"price":{"amount":500,"currency":"EUR"},"options":{"Size":"S"}})");
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(text(object_of(added).at("options").at("Size")), "S");
  const auto same = ask(Method::post, path,
                        R"({"price":{"amount":500,"currency":"EUR"},"options":{"Size":"S"}})");
  EXPECT_EQ(same.status, 409);
  EXPECT_EQ(code_of(same), "catalog.variant_exists");
  const auto none = ask(Method::post, path, R"({"price":{"amount":500,"currency":"EUR"}})");
  EXPECT_EQ(fields_of(none), (Texts{"options"}));
  EXPECT_EQ(find("cup")->variants.size(), 1u);
}

ENGINE_TEST(CatalogRoutes, ChangesAProductAndAVariant) {
  const auto made = create(two_sizes);
  const std::string path = "/v1/admin/products/" + text(made.at("id"));
  const auto changed = ask(Method::patch, path, R"({"title":"Green Vase","status":"draft","media":[
      {"source_url":"https://a.example/x.jpg","alt":"New"},{"media_id":"med_0000000000003","alt":"Kept"}]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text(object_of(changed).at("title")), "Green Vase");
  EXPECT_EQ(text(object_of(changed).at("vendor")), "Sage");
  EXPECT_EQ(text(object_of(changed).at("media").as_array()[0].at("url")),
            "https://a.example/x.jpg");
  EXPECT_EQ(text(object_of(changed).at("media").as_array()[1].at("alt")), "Kept");
  const std::string variant =
      "/v1/admin/variants/" + text(made.at("variants").as_array()[0].at("id"));
  const auto cheaper =
      ask(Method::patch, variant, R"({"price":{"amount":1500,"currency":"EUR"},"sku":"A2",
      "image_media_id":"med_0000000000003"})");
  ASSERT_EQ(cheaper.status, 200) << cheaper.body;
  EXPECT_EQ(object_of(cheaper).at("price").at("amount").as_int64(), 1500);
  EXPECT_EQ(text(object_of(cheaper).at("image").at("alt")), "Kept");
  EXPECT_EQ(find("blue-vase")->variants[0].sku, "A2");
  EXPECT_EQ(fields_of(ask(
                Method::patch, variant,
                R"({"price":{"amount":1,"currency":"USD"},"image_media_id":"med_0000000000004"})")),
            (Texts{"price", "image_media_id"}));
}

ENGINE_TEST(CatalogRoutes, EachRefusalHasItsCode) {
  create(two_sizes);
  EXPECT_EQ(
      code_of(ask(Method::post, "/v1/admin/products", R"({"title":"X","handle":"blue-vase"})")),
      "catalog.handle_taken");
  const std::string nobody = "/v1/admin/products/" + to_text(ProductId{5});
  for (const auto method : {Method::get, Method::del}) {
    const auto answer = ask(method, nobody);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(code_of(answer), "catalog.product_not_found");
  }
  EXPECT_EQ(code_of(ask(Method::patch, nobody, R"({"title":"X"})")), "catalog.product_not_found");
  EXPECT_EQ(code_of(ask(Method::post, nobody + "/variants",
                        R"({"price":{"amount":1,"currency":"EUR"}})")),
            "catalog.product_not_found");
  EXPECT_EQ(
      code_of(ask(Method::patch, "/v1/admin/variants/" + to_text(VariantId{5}), R"({"sku":"X"})")),
      "catalog.variant_not_found");
  EXPECT_EQ(code_of(ask(Method::get, "/v1/admin/imports/" + to_text(ImportId{5}))),
            "catalog.import_not_found");
  EXPECT_EQ(code_of(ask(Method::get, "/v1/admin/collections/" + to_text(CollectionId{5}))),
            "catalog.collection_not_found");
}

ENGINE_TEST(CatalogRoutes, OnlyMerchandisersMayTouchIt) {
  const auto made = create(two_sizes);
  const std::string path = "/v1/admin/products/" + text(made.at("id"));
  for (const auto& [method, target, body] :
       std::vector<std::tuple<Method, std::string, std::string>>{
           {Method::get, "/v1/admin/products", ""},
           {Method::post, "/v1/admin/products", R"({"title":"X"})"},
           {Method::patch, path, R"({"title":"X"})"},
           {Method::del, path, ""},
           {Method::post, path + "/variants", "{}"},
           {Method::post, "/v1/admin/collections", R"({"title":"X"})"},
           {Method::get, "/v1/admin/collections", ""},
           {Method::post, "/v1/admin/imports", "Handle,Title\n"}}) {
    EXPECT_EQ(ask(method, target, body, "").status, 401) << target;
    EXPECT_EQ(ask(method, target, body, "moderator").status, 403) << target;
  }
  EXPECT_EQ(find("blue-vase")->title, "Blue Vase");
  EXPECT_EQ(handles({"", {}, {}, 9}).size(), 1u);
}

ENGINE_TEST(CatalogRoutes, TheListIsReadInPages) {
  for (int i = 0; i < 5; ++i)
    create(R"({"title":"Vase","variants":[{"price":{"amount":5,"currency":"EUR"}}]})");
  const auto first = object_of(ask(Method::get, "/v1/admin/products?limit=2"));
  EXPECT_EQ(text(first.at("items").as_array()[0].at("handle")), "vase-5");
  const auto rest = object_of(
      ask(Method::get, "/v1/admin/products?limit=3&cursor=" + text(first.at("next_cursor"))));
  EXPECT_EQ(rest.at("items").as_array().size(), 3u);
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/products?q=vas&status=active&limit=100"))
                .at("items")
                .as_array()
                .size(),
            5u);
  EXPECT_EQ(
      object_of(ask(Method::get, "/v1/admin/products?status=draft")).at("items").as_array().size(),
      0u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/products?limit=101").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/products?cursor=x").status, 400);
}

ENGINE_TEST(CatalogRoutes, AFullPageKnowsWhetherThereIsMore) {
  for (int i = 0; i < 101; ++i) make(vase());
  const auto page = object_of(ask(Method::get, "/v1/admin/products?limit=100"));
  EXPECT_EQ(page.at("items").as_array().size(), 100u);
  const auto last = object_of(
      ask(Method::get, "/v1/admin/products?limit=100&cursor=" + text(page.at("next_cursor"))));
  EXPECT_EQ(last.at("items").as_array().size(), 1u);
  EXPECT_TRUE(last.at("next_cursor").is_null());
}

ENGINE_TEST(CatalogRoutes, ArchivesAndRemoves) {
  const auto made = create(two_sizes);
  EXPECT_EQ(ask(Method::del, "/v1/admin/products/" + text(made.at("id"))).status, 204);
  EXPECT_EQ(find("blue-vase")->status, ProductStatus::archived);
  const auto collection =
      ask(Method::post, "/v1/admin/collections",
          R"({"title":"Summer","product_ids":[")" + text(made.at("id")) + R"("]})");
  ASSERT_EQ(collection.status, 201) << collection.body;
  const std::string path = "/v1/admin/collections/" + text(object_of(collection).at("id"));
  EXPECT_EQ(object_of(ask(Method::get, path)).at("product_ids").as_array().size(), 1u);
  EXPECT_EQ(text(object_of(ask(Method::patch, path, R"({"title":"Winter"})")).at("title")),
            "Winter");
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/collections")).at("items").as_array().size(), 1u);
  EXPECT_EQ(ask(Method::del, path).status, 204);
  EXPECT_EQ(ask(Method::del, path).status, 404);
}

ENGINE_TEST(CatalogRoutes, AnImportIsTakenAndFollowed) {
  const auto started =
      ask(Method::post, "/v1/admin/imports?kind=products",
          "Handle,Title,Variant Price\nvase,Vase,5\nbad,,5\n", "merchandiser", "text/csv");
  ASSERT_EQ(started.status, 202) << started.body;
  EXPECT_EQ(text(object_of(started).at("status")), "waiting");
  runner->run_due();
  const auto report =
      object_of(ask(Method::get, "/v1/admin/imports/" + text(object_of(started).at("id"))));
  EXPECT_EQ(text(report.at("status")), "finished");
  EXPECT_EQ(report.at("total").as_int64(), 2);
  EXPECT_EQ(report.at("created").as_int64(), 1);
  EXPECT_EQ(report.at("failed").as_int64(), 1);
  EXPECT_EQ(report.at("problems").as_array()[0].at("line").as_int64(), 3);
  EXPECT_EQ(code_of(ask(Method::post, "/v1/admin/imports", "a,b\n", "merchandiser", "text/csv")),
            "catalog.import_unknown_columns");
  EXPECT_EQ(code_of(ask(Method::post, "/v1/admin/imports?kind=x", "Handle,Title\n", "merchandiser",
                        "text/csv")),
            "catalog.import_kind_unknown");
}

}  // namespace
}  // namespace plaza::catalog
