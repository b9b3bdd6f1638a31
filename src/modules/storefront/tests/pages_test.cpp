#include <algorithm>

#include "page_template.h"
#include "storefront_fixture.h"
#include "platform/json/document.h"

namespace plaza::storefront {
namespace {

// What stands between the first `from` after `after` and the next `to`.
std::string between(const std::string& text, std::string_view after, std::string_view from, std::string_view to) {
  auto begin = text.find(after);
  if (begin == std::string::npos) return "";
  begin = text.find(from, begin) + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}
boost::json::value json_ld(const std::string& page) {
  return boost::json::parse(between(page, "application/ld+json", ">", "</script>"));
}
boost::json::value data(const std::string& page) { return boost::json::parse(between(page, "id=\"data\"", ">", "</script>")); }
std::size_t times(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

constexpr const char* hostile = "</script><script>alert(1)</script> \"quoted\" 'n' <!-- & &amp; \\ \n Bình";

TEST_F(StorefrontTest, AProductPageHoldsNoMarkupOfItsTexts) {
  auto& vase = product(1, hostile, 100, 9);
  vase.vendor = hostile;
  vase.variants[0].title = hostile;
  vase.variants[0].sku = hostile;
  vase.attributes = {{"k", hostile, hostile, std::nullopt, hostile, catalog::Direction::neutral}};
  vase.media.resize(1);
  vase.media[0].source_url = "https://old.example/\"><script>x</script>.jpg";
  vase.media[0].alt = hostile;
  module->load();
  const auto page = get("/products/p1");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(times(page.text, "<script"), 2u);  // the facts and the data
  EXPECT_EQ(times(page.text, "</script"), 2u);
  EXPECT_EQ(times(page.text, "alert(1)"), times(page.text, "script>alert(1)") + times(page.text, "script&gt;alert(1)"));
  EXPECT_FALSE(page.has("<!--"));
  EXPECT_EQ(json_ld(page.text).at("name").as_string(), hostile);
  EXPECT_EQ(json_ld(page.text).at("brand").at("name").as_string(), hostile);
  EXPECT_EQ(json_ld(page.text).at("offers").at(0).at("sku").as_string(), hostile);
  EXPECT_EQ(json_ld(page.text).at("offers").at(0).at("price").as_string(), "1.00");
  EXPECT_EQ(data(page.text).at("route").as_string(), "product");
  EXPECT_EQ(data(page.text).at("data").at("title").as_string(), hostile);
  EXPECT_EQ(data(page.text).at("brand").at("name").as_string(), "Dark <Moon>");
}

TEST_F(StorefrontTest, AProductPageTellsCrawlersWhatItIs) {
  product(1, "Vase", 1'999, 0).description_html = "<p>Thrown &amp; fired.</p><p>By &lt;hand&gt;</p>";
  module->load();
  const auto page = get("/products/p1");
  EXPECT_TRUE(page.has("<title>Vase · Dark &lt;Moon&gt;</title>"));
  EXPECT_TRUE(page.has("<meta name=\"description\" content=\"Thrown &amp; fired. By &lt;hand&gt;\">"));
  EXPECT_TRUE(page.has("<link rel=\"canonical\" href=\"https://shop.example/products/p1\">"));
  EXPECT_TRUE(page.has("property=\"og:availability\" content=\"oos\""));
  EXPECT_EQ(json_ld(page.text).at("description").as_string(), "Thrown & fired. By <hand>");
  EXPECT_EQ(json_ld(page.text).at("offers").at(0).at("availability").as_string(), "https://schema.org/OutOfStock");
  EXPECT_FALSE(page.header("content-security-policy").empty());
}

TEST_F(StorefrontTest, PagesOfOneLanguageAreNotGivenToReadersOfAnother) {
  product(1, "Vase", 100, 9);
  module->load();
  EXPECT_TRUE(get("/products/p1").has("<html lang=\"en\""));
  EXPECT_TRUE(get("/products/p1?lang=vi").has("<html lang=\"vi\""));
  EXPECT_TRUE(get("/products/p1").has("<html lang=\"en\""));
  EXPECT_TRUE(get("/products/p1", {{"cookie", "plaza_theme=dark"}}).has("data-theme=\"dark\""));
  EXPECT_FALSE(get("/products/p1", {{"cookie", "plaza_theme=\"><script>"}}).has("data-theme"));
}

TEST_F(StorefrontTest, TheShopPageIsEachViewersOwnFromTheFirstPaint) {
  shop_variant = [](identity::AccountId account, std::string_view) -> std::optional<ShopVariant> {
    if (account.value != 7) return std::nullopt;
    return ShopVariant{"For the <evening>", "Warm light", "", {"lamps"}};
  };
  collections.known = {{{7}, "tea", "Tea", "", 0}, {{8}, "lamps", "Lamps", "", 1}};
  module->load();
  const auto own = get("/collections", {{"x-account", "7"}});
  EXPECT_EQ(data(own.text).at("route").as_string(), "collections");
  EXPECT_EQ(data(own.text).at("data").at("hero").at("text").as_string(), "Warm light");
  EXPECT_TRUE(own.has("<h1>For the &lt;evening&gt;</h1>"));
  EXPECT_LT(own.text.find("/collections/lamps"), own.text.find("/collections/tea"));
  const auto other = get("/collections", {{"x-account", "8"}});
  EXPECT_TRUE(data(other.text).at("data").at("hero").is_null());
  EXPECT_LT(other.text.find("/collections/tea"), other.text.find("/collections/lamps"));
  EXPECT_TRUE(data(get("/collections?all=1").text).at("data").is_null());
}

TEST_F(StorefrontTest, WhatIsNotThereIsAPageOfItsOwn) {
  module->load();
  for (const auto* path : {"/products/none", "/collections/none", "/p/pst_0000000000001", "/p/nonsense", "/@nobody", "/nothing",
                           "/deep/er/still", "/products/%3Cscript%3E"}) {
    const auto page = get(path);
    EXPECT_EQ(page.status, 404) << path;
    EXPECT_TRUE(page.has("404")) << path;
    EXPECT_TRUE(page.has("name=\"robots\" content=\"noindex\"")) << path;
    EXPECT_FALSE(page.has("<script>")) << path;
    EXPECT_EQ(data(page.text).at("route").as_string(), "missing") << path;
  }
}

TEST_F(StorefrontTest, EachNewBrowserGetsANameEvenWithAKeptPage) {
  product(1, "Vase", 100, 9);
  module->load();
  const auto first = get("/products/p1").header("set-cookie"), second = get("/products/p1").header("set-cookie");
  EXPECT_TRUE(first.starts_with("plaza_visitor="));
  EXPECT_NE(first, second);
  EXPECT_TRUE(first.ends_with("; Secure"));
  EXPECT_EQ(get("/products/p1", {{"cookie", "plaza_visitor=abcdefghijklmnop"}}).header("set-cookie"), "");
}

struct PostPages : StorefrontTest {
  PostPages() {
    accounts.faces[5] = {{5}, "mai", "Mai <b>", "I <3 clay & tea", 0};
    auto& post = content.all[501];
    post.id = {501};
    post.author_id = {5};
    post.text = hostile;
    post.tags = {{{1}, 0, 0.5, 0.5, {}}};
    product(1, "Vase", 100, 9);
    module->load();
  }
  const std::string path = "/p/" + to_text(content::PostId{501});
};

TEST_F(PostPages, APostPageHoldsNoMarkupOfItsTexts) {
  const auto page = get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(times(page.text, "<script"), 2u);
  EXPECT_FALSE(page.has("Mai <b>"));
  EXPECT_EQ(json_ld(page.text).at("headline").as_string(), hostile);
  EXPECT_EQ(data(page.text).at("route").as_string(), "post");
}

TEST_F(PostPages, APostForFollowersIsThereForThemAlone) {
  content.all[501].visibility = content::PostVisibility::followers;
  content.follow = {{8, 5}};
  publish(501, content::PostPublished{{501}, {5}, true});
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(get(path, {{"x-account", "7"}}).status, 404);
  EXPECT_EQ(get(path, {{"x-account", "8"}}).status, 200);
  EXPECT_EQ(get(path, {{"x-account", "5"}}).status, 200);
  EXPECT_EQ(get(path).status, 404);  // nothing was kept
  EXPECT_TRUE(get(path, {{"x-account", "8"}}).has("noindex"));
}

TEST_F(PostPages, APostThatIsKeptAmongSomeIsThereForTheseAlone) {
  feed.shown = {501};
  search.results.posts = {{{501}}, 1, false};
  kept.among = {{501, 8}};
  for (const char* account : {"", "7"}) {
    const http::Headers as = *account ? http::Headers{{"x-account", account}} : http::Headers{};
    EXPECT_EQ(get(path, as).status, 404);
    EXPECT_EQ(get("/v1/feed", as).at("items")->as_array().size(), 0u);
    EXPECT_EQ(get("/v1/search?q=x&kind=posts", as).at("posts.items")->as_array().size(), 0u);
    EXPECT_FALSE(get("/", as).has(path));
    EXPECT_FALSE(get("/search?q=x", as).has(path));
  }
  for (const char* account : {"5", "8"}) {  // its author, and the one it is kept for
    const http::Headers as{{"x-account", account}};
    EXPECT_EQ(get(path, as).status, 200);
    EXPECT_TRUE(get(path, as).has("noindex"));
    EXPECT_EQ(get("/v1/search?q=x&kind=posts", as).at("posts.items")->as_array().size(), 1u);
    EXPECT_EQ(get("/v1/feed", as).at("items")->as_array().size(), 1u);
  }
  EXPECT_EQ(get(path).status, 404);  // nothing was kept
  search.remembered.clear();
  get("/v1/search?q=x&kind=posts", {{"x-account", "8"}});
  EXPECT_EQ(search.remembered, (std::vector<std::string>{"x 0"}));  // no trend of what few may find
}

TEST_F(PostPages, ARemovedOrHeldPostIsGoneFromPagesFeedAndSearch) {
  feed.shown = {501};
  search.results.posts = {{{501}}, 1, false};
  EXPECT_EQ(get("/v1/feed").at("items")->as_array().size(), 1u);
  EXPECT_EQ(get("/v1/search?q=x&kind=posts").at("posts.items")->as_array().size(), 1u);
  content.all[501].status = content::PostStatus::held;
  publish(501, content::PostRemoved{{501}, {5}});
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(get("/v1/feed").at("items")->as_array().size(), 0u);
  EXPECT_EQ(get("/v1/search?q=x&kind=posts").at("posts.items")->as_array().size(), 0u);
}

TEST_F(PostPages, TheFeedShowsNoTagOfWhatIsSoldOut) {
  feed.shown = {501};
  EXPECT_EQ(get("/v1/feed").at("items.0.post.tags")->as_array().size(), 1u);
  stock(10, 0);
  EXPECT_EQ(get("/v1/feed").at("items")->as_array().size(), 0u);
}

TEST_F(PostPages, APersonsPageShowsTheirWordsAsWords) {
  const auto page = get("/@mai");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("I &lt;3 clay &amp; tea"));
  EXPECT_TRUE(page.has("content=\"I &lt;3 clay &amp; tea\""));
  EXPECT_EQ(json_ld(page.text).at("mainEntity").at("name").as_string(), "Mai <b>");
  EXPECT_EQ(get("/v1/people/mai").string("display_name"), "Mai <b>");
  EXPECT_EQ(get("/v1/people/nobody").string("code"), "content.person_not_found");
}

TEST_F(PostPages, TheSearchPageHoldsNoMarkupOfTheQuestion) {
  const auto page = get("/search?q=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(times(page.text, "<script"), 1u);
  EXPECT_EQ(data(page.text).at("data").at("query").as_string(), "</script><script>alert(1)</script>");
  EXPECT_EQ(get("/search").status, 200);
  EXPECT_EQ(get("/search?q=" + std::string(5'000, 'a')).status, 200);
}

TEST_F(StorefrontTest, TheFirstPictureOfAPageComesAtOnceAndTheOthersWhenTheyAreNear) {
  auto& vase = product(1, "Vase", 100, 9);
  vase.media.resize(3);
  for (auto& picture : vase.media) picture.source_url = "https://old.example/a.jpg";
  module->load();
  const auto page = get("/products/p1");
  EXPECT_EQ(times(page.text, "<img "), 3u);
  EXPECT_EQ(times(page.text, "fetchpriority=\"high\""), 1u);
  EXPECT_EQ(times(page.text, "loading=\"lazy\""), 2u);
  EXPECT_LT(page.text.find("fetchpriority"), page.text.find("loading=\"lazy\""));
}

TEST_F(StorefrontTest, TheStartsDataFollowsItsAddress) {
  module->load();
  (void)get("/?topic=gom&scope=following");
  EXPECT_EQ(feed.asked.topic, "gom");
  EXPECT_EQ(feed.asked.scope, feed::Scope::following);
  EXPECT_TRUE(get("/?topic=gom").has("noindex"));
  (void)get("/?scope=nonsense&topic=" + std::string(100, 'a'));
  EXPECT_EQ(feed.asked.topic, "");
  EXPECT_EQ(feed.asked.scope, feed::Scope::for_you);
  EXPECT_FALSE(get("/").has("noindex"));
}

struct ComparePages : StorefrontTest {
  ComparePages() {
    module->load();
    comparison::ComparisonView view;
    for (const char* name : {"mug", "bowl"}) {
      content::ProductChip chip;
      chip.handle = name;
      chip.title = hostile;
      chip.price = {1'999, eur};
      chip.image = identity::Picture{"/media/" + std::string(name) + ".webp", 10, 10, hostile, std::nullopt};
      view.products.push_back(chip);
    }
    view.products[1].available = false;
    view.rows.resize(1);
    auto& row = view.rows[0];
    row.label = "Volume <b>";
    row.section = "facts";
    row.cells = {{"350 ml", 350}, {}};
    row.best = {0};
    row.differs = true;
    comparison.answer = view;
  }
};

TEST_F(ComparePages, AComparisonReadsWithoutAScript) {
  const auto page = get("/compare?products=mug,%20bowl,mug");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(comparison.asked, (Texts{"mug", "bowl"}));
  EXPECT_TRUE(page.has("<th scope=\"row\">Volume &lt;b&gt;</th><td><strong>350 ml</strong> (best)</td><td><i>not stated</i></td>"));
  EXPECT_TRUE(page.has("<td>19.99 EUR</td><td>19.99 EUR – sold out</td>"));
  EXPECT_TRUE(page.has("<link rel=\"canonical\" href=\"https://shop.example/compare?products=mug,bowl\">"));
  EXPECT_TRUE(page.has("property=\"og:image\" content=\"https://shop.example/media/mug.webp\""));
  EXPECT_TRUE(get("/compare?products=mug,bowl&lang=vi").has("<i>chưa công bố</i>"));
  EXPECT_EQ(data(page.text).at("route").as_string(), "compare");
  EXPECT_EQ(data(page.text).at("data").at("products").at(0).at("title").as_string(), hostile);
  EXPECT_EQ(times(page.text, "<script"), 1u);
}

TEST_F(ComparePages, WithoutProductsItOffersToChooseAndWhatIsGoneIsNotFound) {
  comparison.answer.reset();
  const auto none = get("/compare");
  EXPECT_EQ(none.status, 200);
  EXPECT_TRUE(none.has("Choose two to four products"));
  EXPECT_TRUE(data(none.text).at("data").is_null());
  comparison.refusal = {ErrorKind::not_found, "comparison.product_not_found", "Gone."};
  EXPECT_EQ(get("/compare?products=mug,none").status, 404);
}

TEST_F(PostPages, TheSitemapNamesWhatMayBeFound) {
  const auto page = get("/sitemap.xml");
  EXPECT_TRUE(page.has("<loc>https://shop.example/products/p1</loc>"));
  EXPECT_TRUE(page.has("<loc>https://shop.example" + path + "</loc>"));
  EXPECT_TRUE(get("/robots.txt").has("Sitemap: https://shop.example/sitemap.xml"));
}

TEST(PageTemplate, PutsTheThreePartsWhereTheShellSays) {
  const PageTemplate made("<html lang=\"en\"><head><!--plaza:head--></head><body><div id=\"app\"><!--plaza:body--></div><!--plaza:data--></body>");
  PageContent content;
  content.head.title = "T";
  content.head.path = "/x?y=1";
  content.body = "<p>body</p>";
  content.route = "r";
  const auto page = made.fill(content, {"vi", "dark", "https://s", "Brand", "{}"});
  EXPECT_TRUE(page.starts_with("<html lang=\"vi\" data-theme=\"dark\"><head><title>T · Brand</title>"));
  EXPECT_NE(page.find("hreflang=\"vi\" href=\"https://s/x?y=1&amp;lang=vi\""), std::string::npos);
  EXPECT_NE(page.find("<div id=\"app\"><p>body</p></div><script type=\"application/json\" id=\"data\">{\"route\":\"r\",\"data\":null"),
            std::string::npos);
}

TEST(PageTemplate, GivesAPlainPageForAShellWithoutItsMarks) {
  PageContent content;
  content.body = "<p>body</p>";
  for (const auto* shell : {"", "<html></html>", "<!--plaza:head--><!--plaza:body-->"}) {
    EXPECT_NE(PageTemplate(shell).fill(content, {"en", "", "", "B", "{}"}).find("<div id=\"app\"><p>body</p></div>"), std::string::npos);
  }
}

TEST_F(StorefrontTest, ADropsPageIsReadableAndCarriesItsDataForLinksAndSearchEngines) {
  product(1, "Vase", 1'000, 9);
  drops::ShownDrop drop;
  drop.id = {77};
  drop.product_id = {1};
  drop.title = hostile;
  drop.quantity = 30;
  drop.opens_at = Time{1'772'400'000'000'000};
  hand_drops.all = {drop};
  module->load();
  const std::string path = "/drops/" + to_text(drop.id);
  const auto page = get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("<link rel=\"canonical\" href=\"https://shop.example" + path + "\">"));
  EXPECT_TRUE(page.has("property=\"og:title\""));
  EXPECT_FALSE(page.has("noindex"));
  EXPECT_TRUE(page.has("In a waiting room. 30 pieces. Opens 2026-03-01T21:20 UTC."));
  const auto event = json_ld(page.text);
  EXPECT_EQ(event.at("@type").as_string(), "SaleEvent");
  EXPECT_EQ(event.at("name").as_string(), hostile);
  EXPECT_EQ(event.at("startDate").as_string(), "2026-03-01T21:20:00Z");
  EXPECT_EQ(event.at("offers").at("price").as_string(), "10.00");
  EXPECT_EQ(event.at("offers").at("availability").as_string(), "https://schema.org/PreOrder");
  EXPECT_EQ(json_ld(get(path, {{"cookie", "plaza_currency=JPY"}}).text).at("offers").at("priceCurrency").as_string(), "JPY");
  EXPECT_TRUE(get("/drops").has("href=\"" + path + "\""));
  EXPECT_TRUE(get("/sitemap.xml").has(path));
  EXPECT_TRUE(get("/drops/" + to_text(drops::DropId{78})).has("noindex"));
  EXPECT_TRUE(get("/drops/nothing").has("noindex"));
}

TEST_F(StorefrontTest, AFeedThatNobodyWroteInShowsTheShop) {
  product(1, "Vase", 1'000, 9);
  module->load();
  EXPECT_TRUE(get("/").has("href=\"/products/p1\""));
}

}  // namespace
}  // namespace plaza::storefront
