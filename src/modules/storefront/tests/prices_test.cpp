// Prices of lists and sales on cards and pages, in kept answers too.
#include "storefront_fixture.h"

namespace plaza::storefront {
namespace {

// "800 EUR", "800 EUR (was 1000)", with a star in a sale: of the page's or the first card's.
std::string shown(const Answer& answer, const std::string& at = "") {
  const auto path = [&](const char* name) { return at + name; };
  std::string text = std::to_string(answer.number(path("price.amount").c_str())) + " " + answer.string(path("price.currency").c_str());
  const auto was = answer.number(path("compare_at_price.amount").c_str());
  if (was >= 0) text += " (was " + std::to_string(was) + ")";
  return answer.flag(path("on_sale").c_str()) ? text + " *" : text;
}

TEST_F(StorefrontTest, ASaleShowsInEveryKeptAnswerWhenItBeginsAndEnds) {
  product(1, "Vase", 1'000, 9);
  module->load();
  const auto page = [&] { return shown(get("/v1/products/p1")); };
  const auto list = [&] { return shown(get("/v1/products"), "items.0."); };
  EXPECT_EQ(page(), "1000 EUR");
  EXPECT_EQ(list(), "1000 EUR");
  EXPECT_FALSE(get("/products/p1").has("<s>"));
  for (const std::vector<catalog::ProductId>& told : {std::vector<catalog::ProductId>{{1}}, {}}) {
    prices.sale = true;
    prices.tell(told);
    EXPECT_EQ(page(), "800 EUR (was 1000) *");
    EXPECT_EQ(list(), "800 EUR (was 1000) *");
    EXPECT_EQ(get("/v1/products/p1").number("variants.0.price.amount"), 800);
    EXPECT_EQ(get("/v1/products/p1").string("sale_ends_at"), "2026-03-01T21:20:00Z");
    EXPECT_TRUE(get("/products/p1").has("\"price\":\"8.00\""));
    EXPECT_EQ(module->chips().chip({1})->price.amount, 800);
    EXPECT_EQ(module->cards().card({1})->compare_at_price->amount, 1'000);
    prices.sale = false;
    prices.tell(told);
    EXPECT_EQ(page(), "1000 EUR");
    EXPECT_EQ(list(), "1000 EUR");
  }
}

TEST_F(StorefrontTest, ListsAreInTheOrderOfThePricesThatAreShown) {
  product(1, "A", 1'000, 9);
  product(2, "B", 900, 9);
  module->load();
  EXPECT_EQ(get("/v1/products?sort=price_asc").handles(), (Texts{"p2", "p1"}));
  prices.sale = true;
  prices.tell({{1}});
  EXPECT_EQ(get("/v1/products?sort=price_asc").handles(), (Texts{"p1", "p2"}));
  prices.sale = false;
  prices.tell({});
  EXPECT_EQ(get("/v1/products?sort=price_asc").handles(), (Texts{"p2", "p1"}));
}

TEST_F(StorefrontTest, ShowsAnyCurrencyThatIsSoldIn) {
  product(1, "Vase", 1'000, 9).variants[0].compare_at_price = Money{1'500, eur};
  module->load();
  EXPECT_EQ(shown(get("/v1/products/p1?currency=JPY")), "1600 JPY (was 2400)");
  EXPECT_EQ(shown(get("/v1/products?currency=JPY"), "items.0."), "1600 JPY (was 2400)");
  EXPECT_EQ(shown(get("/v1/products/p1?currency=EUR")), "1000 EUR (was 1500)");
  search.results.products.ids = {{1}};
  EXPECT_EQ(shown(get("/v1/products?q=vase&currency=JPY"), "items.0."), "1600 JPY (was 2400)");
  for (const auto* path : {"/v1/products", "/v1/products/p1"}) {
    const auto refused = get(std::string(path) + "?currency=USD");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.string("code"), "pricing.currency_not_sold");
    EXPECT_EQ(refused.string("errors.0.field"), "currency");
    EXPECT_EQ(get(std::string(path) + "?currency=euro").string("errors.0.field"), "currency");
  }
}

TEST_F(StorefrontTest, ACollectionShowsPricesLikeItsProducts) {
  catalog::Collection made;
  made.id = {5};
  made.handle = "light";
  made.title = "Light";
  collections.known = {made};
  product(1, "Vase", 1'000, 9).collections = {{5}};
  module->load();
  const auto price = [&](std::string target, http::Headers headers = {}) {
    return shown(get(std::move(target), std::move(headers)), "products.items.0.");
  };
  EXPECT_EQ(price("/v1/collections/light"), "1000 EUR");
  EXPECT_EQ(price("/v1/collections/light?currency=JPY"), "1600 JPY");
  EXPECT_EQ(price("/v1/collections/light", {{"x-account", "7"}}), "500 EUR");
  EXPECT_EQ(get("/v1/collections/light?currency=USD").string("code"), "pricing.currency_not_sold");
  EXPECT_TRUE(get("/collections/light", {{"x-account", "7"}}).has("\"amount\":500"));
  EXPECT_FALSE(get("/collections/light").has("\"amount\":500"));
}

TEST_F(StorefrontTest, WhoHasOtherPricesGetsNoKeptAnswer) {
  product(1, "Vase", 1'000, 9);
  module->load();
  EXPECT_EQ(shown(get("/v1/products/p1")), "1000 EUR");
  const auto own = get("/v1/products/p1", {{"x-account", "7"}});
  EXPECT_EQ(shown(own), "500 EUR");
  EXPECT_EQ(own.header("cache-control"), "private, no-cache");
  EXPECT_EQ(shown(get("/v1/products", {{"x-account", "7"}}), "items.0."), "500 EUR");
  EXPECT_EQ(shown(get("/v1/products/p1?currency=JPY", {{"x-account", "7"}})), "800 JPY");
  EXPECT_EQ(get("/products/p1", {{"x-account", "7"}}).header("cache-control"), "private, no-cache");
  search.results.products.ids = {{1}};
  EXPECT_EQ(shown(get("/v1/search?q=vase", {{"x-account", "7"}}), "products.items.0."), "500 EUR");
  EXPECT_EQ(shown(get("/v1/search?q=vase"), "products.items.0."), "1000 EUR");
  EXPECT_EQ(shown(get("/v1/products/p1", {{"x-account", "8"}})), "1000 EUR");
  EXPECT_EQ(shown(get("/v1/products/p1")), "1000 EUR");
}

TEST_F(StorefrontTest, TheCurrencyThatABrowserChoseIsShownEverywhereAndKeptApart) {
  product(1, "Vase", 1'000, 9);
  auto& look = content.all[10];
  look.id = {10};
  look.author_id = {1};
  look.status = content::PostStatus::published;
  look.tags = {{{1}, 0, 0.5, 0.5, {}}};
  feed.shown = {10};
  module->load();
  search.results.products.ids = {{1}};
  search.results.posts.ids = {{10}};
  const http::Headers yen = {{"cookie", "plaza_currency=JPY"}};
  std::set<std::string> tags;
  // Twice and in turns: the second time each comes from what was kept.
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(shown(get("/v1/products/p1")), "1000 EUR");
    EXPECT_EQ(shown(get("/v1/products/p1", yen)), "1600 JPY");
    EXPECT_EQ(shown(get("/v1/products"), "items.0."), "1000 EUR");
    EXPECT_EQ(shown(get("/v1/products", yen), "items.0."), "1600 JPY");
    EXPECT_TRUE(get("/products/p1").has("\"price\":\"10.00\",\"priceCurrency\":\"EUR\""));
    EXPECT_TRUE(get("/products/p1", yen).has("\"price\":\"1600\",\"priceCurrency\":\"JPY\""));
    EXPECT_FALSE(get("/products/p1", yen).has("\"priceCurrency\":\"EUR\""));
    EXPECT_TRUE(get("/products/p1", yen).has("\"shown_currency\":\"JPY\",\"currencies\":[\"EUR\",\"JPY\"]"));
    for (const auto* target : {"/v1/products/p1", "/products/p1"}) {
      tags.insert(std::string(target) + get(target).header("etag"));
      tags.insert(std::string(target) + get(target, yen).header("etag"));
      EXPECT_NE(get(target).header("vary").find("cookie"), std::string::npos);
    }
  }
  EXPECT_EQ(tags.size(), 4u);
  EXPECT_EQ(shown(get("/v1/search?q=vase", yen), "products.items.0."), "1600 JPY");
  EXPECT_EQ(shown(get("/v1/search?q=vase", yen), "posts.items.0.tags.0.product."), "1600 JPY");
  EXPECT_EQ(shown(get("/v1/feed", yen), "items.0.post.tags.0.product."), "1600 JPY");
  EXPECT_EQ(shown(get("/v1/feed"), "items.0.post.tags.0.product."), "1000 EUR");
  EXPECT_TRUE(get("/", yen).has("\"amount\":1600"));
  EXPECT_FALSE(get("/").has("\"amount\":1600"));
  // What is named goes before what is remembered; what is sold in no longer is no wish.
  EXPECT_EQ(shown(get("/v1/products/p1?currency=EUR", yen)), "1000 EUR");
  EXPECT_EQ(shown(get("/v1/products/p1", {{"cookie", "plaza_currency=USD"}})), "1000 EUR");
  EXPECT_EQ(shown(get("/v1/products/p1", {{"cookie", "plaza_currency=\n"}})), "1000 EUR");
  // An own price in another currency.
  EXPECT_EQ(shown(get("/v1/products/p1", {{"cookie", "plaza_currency=JPY"}, {"x-account", "7"}})), "800 JPY");
}

}  // namespace
}  // namespace plaza::storefront
