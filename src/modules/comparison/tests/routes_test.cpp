#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <string>

#include "comparison/module.h"
#include "platform/http/server.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::comparison {
namespace {

Error unused() { return {ErrorKind::invalid, "unused", "Nobody calls it here."}; }

class HandCatalog final : public catalog::Catalog, public content::ProductChips {
 public:
  std::map<std::string, catalog::Product> all;
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view handle) override {
    const auto found = all.find(std::string(handle));
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<content::ProductChip> chip(catalog::ProductId id) const override {
    for (const auto& [handle, product] : all) {
      if (product.id != id || product.variants.empty()) continue;
      content::ProductChip chip;
      chip.id = id, chip.handle = handle, chip.title = product.title, chip.price = product.variants[0].price;
      return chip;
    }
    return std::nullopt;
  }
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override { return unused(); }
};

class Ratings final : public Evidence {
 public:
  std::string section() const override { return "reviews"; }
  std::vector<Topic> about(db::Reader&, std::span<const catalog::ProductId> products, std::string_view locale) const override {
    Topic topic{"rating", locale == "vi" ? "Điểm" : "Rating", catalog::Direction::more, {}};
    for (const auto id : products) {
      topic.statements.push_back(id.value == 1 ? std::nullopt : std::optional(Statement{std::to_string(id.value), static_cast<double>(id.value), ""}));
    }
    return {topic};
  }
};

class Nobody final : public http::Authenticator {
 public:
  Status authenticate(const http::Request&, http::Caller&) override { return done(); }
};

class ComparisonRoutes : public ::testing::Test {
 protected:
  ComparisonRoutes() {
    module->plug(static_cast<const content::ProductChips&>(catalog));
    module->add_routes(routes);
    product("mug", 1, 2'000, "0.35 l");
    product("bowl", 2, 1'500, "500 ml");
    product("jug", 3, 3'000, "1 l");
    product("cup", 4, 1'500, "200 ml");
    product("pot", 5, 9'000, "2 l");
  }
  catalog::Product& product(const std::string& handle, std::int64_t id, std::int64_t price, const std::string& volume) {
    auto& made = catalog.all[handle];
    made.id = {id};
    made.title = "The " + handle;
    made.status = catalog::ProductStatus::active;
    made.variants.resize(1);
    made.variants[0].price.amount = price;
    const auto space = volume.find(' ');
    made.attributes = {{"volume", "Volume", volume, std::stod(volume), volume.substr(space + 1), catalog::Direction::more}};
    return made;
  }
  boost::json::value get(const std::string& query, int status) {
    http::Request request;
    request.target = "/v1/comparison" + query;
    request.remote_address = "192.0.2.1";
    request.headers = {{"accept-language", language}};
    const auto response = sync_wait(http::dispatch({routes, nobody, {}, {}, &clock}, request));
    EXPECT_EQ(response.status, status) << response.body;
    return boost::json::parse(response.body);
  }
  void expect_refused(const std::string& query, int status, const char* code, const char* field) {
    const auto body = get(query, status);
    EXPECT_EQ(body.at("code").as_string(), code) << query;
    EXPECT_EQ(body.at("errors").at(0).at("field").as_string(), field) << query;
  }

  std::string language = "en";
  testing::TestDatabase database{db::Engine::sqlite};
  testing::FakeClock clock;
  HandCatalog catalog;
  Nobody nobody;
  http::Routes routes;
  std::unique_ptr<Module> module = open({*database, catalog});
};

TEST_F(ComparisonRoutes, ProductsStandSideBySideInTheOrderAskedFor) {
  const auto body = get("?products=jug,mug,bowl", 200);
  EXPECT_EQ(body.at("products").at(0).at("handle").as_string(), "jug");
  EXPECT_EQ(body.at("products").at(2).at("title").as_string(), "The bowl");
  EXPECT_EQ(boost::json::serialize(body.at("lowest_price")), "[2]");
  const auto& row = body.at("rows").at(0);
  EXPECT_EQ(row.at("key").as_string(), "volume");
  EXPECT_EQ(row.at("section").as_string(), "facts");
  EXPECT_EQ(row.at("direction").as_string(), "more");
  EXPECT_EQ(row.at("unit").as_string(), "ml");
  EXPECT_EQ(row.at("cells").at(0).at("text").as_string(), "1000 ml");
  EXPECT_EQ(row.at("cells").at(1).at("text").as_string(), "350 ml");
  EXPECT_EQ(boost::json::serialize(row.at("best")), "[0]");
  EXPECT_TRUE(row.at("differs").as_bool());
  EXPECT_FALSE(row.at("gaps").as_bool());
}

TEST_F(ComparisonRoutes, AGapIsACellWithoutText) {
  product("bowl", 2, 1'500, "500 ml").attributes.clear();
  const auto body = get("?products=mug,bowl", 200);
  EXPECT_TRUE(body.at("rows").at(0).at("cells").at(1).at("text").is_null());
  EXPECT_TRUE(body.at("rows").at(0).at("gaps").as_bool());
}

TEST_F(ComparisonRoutes, TooFewAndTooManyNameTheField) {
  expect_refused("", 400, "comparison.too_few", "products");
  expect_refused("?products=", 400, "comparison.too_few", "products");
  expect_refused("?products=mug", 400, "comparison.too_few", "products");
  expect_refused("?products=mug,mug,%20mug,,", 400, "comparison.too_few", "products");
  expect_refused("?products=mug,bowl,jug,cup,pot", 400, "comparison.too_many", "products");
  EXPECT_EQ(get("?products=mug,bowl,jug,cup", 200).at("products").as_array().size(), 4u);
  EXPECT_EQ(get("?products=mug,bowl,mug", 200).at("products").as_array().size(), 2u);
}

TEST_F(ComparisonRoutes, WhatIsNotInTheShopIsNamedByItsPlace) {
  expect_refused("?products=mug,nothing", 404, "comparison.product_not_found", "products[1]");
  EXPECT_EQ(get("?products=%FF%FE,mug", 400).at("code").as_string(), "request.malformed");
  catalog.all["bowl"].status = catalog::ProductStatus::draft;
  expect_refused("?products=bowl,mug", 404, "comparison.product_not_found", "products[0]");
  catalog.all["bowl"].status = catalog::ProductStatus::archived;
  expect_refused("?products=mug,jug,bowl", 404, "comparison.product_not_found", "products[2]");
  catalog.all["jug"].variants.clear();  // still being prepared
  expect_refused("?products=mug,jug", 404, "comparison.product_not_found", "products[1]");
}

TEST_F(ComparisonRoutes, AVeryLongListIsRefused) { (void)get("?products=" + std::string(2'000, 'a'), 400); }

TEST_F(ComparisonRoutes, EvidenceFollowsTheFactsAndIsJudgedLikeThem) {
  const Ratings ratings;
  module->plug(ratings);
  const auto body = get("?products=mug,bowl,jug", 200);
  const auto& row = body.at("rows").at(1);
  EXPECT_EQ(row.at("section").as_string(), "reviews");
  EXPECT_TRUE(row.at("cells").at(0).at("text").is_null());
  EXPECT_EQ(boost::json::serialize(row.at("best")), "[2]");
  EXPECT_EQ(row.at("label").as_string(), "Rating");
  language = "vi";
  EXPECT_EQ(get("?products=mug,bowl,jug", 200).at("rows").at(1).at("label").as_string(), "Điểm");
}

}  // namespace
}  // namespace plaza::comparison
