#include "orders/events.h"
#include "storefront_fixture.h"

namespace plaza::storefront {
namespace {

TEST_F(StorefrontTest, ListsProductsInEachOrderPageByPage) {
  product(1, "A", 300, 9);
  product(2, "B", 100, 9);
  product(3, "C", 200, 9);
  product(4, "D", 100, 9);
  module->load();
  EXPECT_EQ(get("/v1/products?sort=newest").handles(), (Texts{"p4", "p3", "p2", "p1"}));
  EXPECT_EQ(get("/v1/products?sort=price_asc").handles(), (Texts{"p2", "p4", "p3", "p1"}));
  EXPECT_EQ(get("/v1/products?sort=price_desc").handles(), (Texts{"p1", "p3", "p4", "p2"}));
  for (const auto* sort : {"newest", "price_asc", "price_desc", "popular", "relevance"}) {
    const auto whole = get(std::string("/v1/products?sort=") + sort).handles();
    Texts paged;
    std::string cursor;
    for (int page = 0; page < 5; ++page) {
      const auto answer = get(std::string("/v1/products?limit=1&sort=") + sort + "&cursor=" + cursor);
      for (const auto& handle : answer.handles()) paged.push_back(handle);
      cursor = answer.string("next_cursor");
      if (cursor.empty()) break;
    }
    EXPECT_EQ(paged, whole) << sort;
  }
  EXPECT_EQ(get("/v1/products?cursor=what").status, 400);
  EXPECT_EQ(get("/v1/products?cursor=9223372036854775807.9223372036854775807").status, 200);
  EXPECT_EQ(get("/v1/products?limit=101").status, 400);
  EXPECT_EQ(get("/v1/products?sort=cheapest").status, 400);
}

TEST_F(StorefrontTest, ACursorSurvivesThatItsProductMovesOrGoes) {
  for (int i = 1; i <= 6; ++i) product(i, "P", 100 * i, 9);
  module->load();
  const auto first = get("/v1/products?sort=price_asc&limit=2");
  EXPECT_EQ(first.handles(), (Texts{"p1", "p2"}));
  catalog.all.erase(2);
  changed(2);
  product(1, "P", 550, 9);
  changed(1);
  const auto second = get("/v1/products?sort=price_asc&limit=2&cursor=" + first.string("next_cursor"));
  EXPECT_EQ(second.handles(), (Texts{"p3", "p4"}));
  EXPECT_EQ(get("/v1/products?sort=price_asc&limit=9&cursor=" + second.string("next_cursor")).handles(), (Texts{"p5", "p1", "p6"}));
}

TEST_F(StorefrontTest, AViewersSegmentOrdersTheCollectionsAndHasItsOwnHero) {
  shop_variant = [](identity::AccountId account, std::string_view) -> std::optional<ShopVariant> {
    if (account) return std::nullopt;
    return ShopVariant{"For the evening", "Warm light", "gone", {"none", "empty"}};
  };
  collections.known = {{{7}, "tea", "Tea", "<p>x</p>", 0}, {{8}, "empty", "Empty", "", 1}};
  module->load();
  EXPECT_EQ(get("/v1/collections").handles(), (Texts{"empty", "tea"}));
  EXPECT_EQ(get("/v1/collections").string("hero.title"), "For the evening");
  EXPECT_EQ(get("/v1/collections").string("hero.landing"), "");  // there is no such collection
  shop_variant = {};
  EXPECT_EQ(get("/v1/collections").handles(), (Texts{"tea", "empty"}));
  EXPECT_EQ(get("/v1/collections").string("hero.title"), "");
}

TEST_F(StorefrontTest, WhatSellsComesFirstInThePopularOrder) {
  product(1, "A", 100, 50);
  product(2, "B", 100, 50);
  module->load();
  EXPECT_EQ(get("/v1/products?sort=popular").handles(), (Texts{"p2", "p1"}));
  orders::OrderPaid paid;
  paid.order_id = {1};
  paid.number = "#1001";
  paid.lines = {{{10}, {1}, 3, {100, eur}, {}}};
  paid.total = {300, eur};
  interactions::Record record;
  record.name = orders::OrderPaid::topic;
  record.properties = json::encode(paid);
  record.trust = interactions::Trust::domain;
  module->learner().apply(record);
  EXPECT_EQ(get("/v1/products?sort=popular").handles(), (Texts{"p1", "p2"}));
  record.trust = interactions::Trust{};
  record.properties = "{}";
  EXPECT_NO_THROW(module->learner().apply(record));
}

TEST_F(StorefrontTest, SoldOutShowsAtOnceInEveryKeptAnswer) {
  product(1, "Vase", 100, 9);
  module->load();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(get("/v1/products").flag("items.0.available"));
    EXPECT_TRUE(get("/v1/products/p1").flag("available"));
    EXPECT_TRUE(get("/products/p1").has("InStock"));
  }
  EXPECT_EQ(get("/v1/products/p1").at("variants.0.units_left")->is_null(), true);
  stock(10, 3);
  EXPECT_EQ(get("/v1/products/p1").number("variants.0.units_left"), 3);
  stock(10, 0);
  EXPECT_FALSE(get("/v1/products").flag("items.0.available"));
  EXPECT_FALSE(get("/v1/products/p1").flag("variants.0.available"));
  EXPECT_TRUE(get("/products/p1").has("OutOfStock"));
  EXPECT_FALSE(module->chips().chip({1})->available);
  stock(10, 400);
  EXPECT_TRUE(get("/v1/products/p1").flag("available"));
  EXPECT_TRUE(get("/v1/products/p1").at("variants.0.units_left")->is_null());
}

TEST_F(StorefrontTest, APriceShowsInEveryKeptAnswerOnceItIsAnnounced) {
  product(1, "Vase", 1'000, 9);
  module->load();
  EXPECT_EQ(get("/v1/products/p1").number("price.amount"), 1'000);
  EXPECT_TRUE(get("/products/p1").has("10.00 EUR"));
  product(1, "Vase", 1'250, 9);
  changed(1);
  EXPECT_EQ(get("/v1/products/p1").number("price.amount"), 1'250);
  EXPECT_EQ(get("/v1/products").number("items.0.price.amount"), 1'250);
  EXPECT_TRUE(get("/products/p1").has("12.50 EUR"));
}

TEST_F(StorefrontTest, TheCardShowsTheCheapestThatCanBeBought) {
  auto& vase = product(1, "Vase", 100, 0);
  vase.variants.push_back(vase.variants[0]);
  vase.variants[1].id = {11};
  vase.variants[1].price = {300, eur};
  levels.units[11] = 5;
  module->load();
  EXPECT_EQ(get("/v1/products").number("items.0.price.amount"), 300);
  stock(10, 1);
  EXPECT_EQ(get("/v1/products").number("items.0.price.amount"), 100);
  stock(10, 0);
  stock(11, 0);
  EXPECT_EQ(get("/v1/products").number("items.0.price.amount"), 100);
  EXPECT_EQ(get("/v1/products?sort=price_asc").handles(), (Texts{"p1"}));
}

TEST_F(StorefrontTest, AHandleGoesOverToAnotherProductInWhateverOrderTheNewsArrive) {
  product(1, "Old", 100, 9).handle = "vase";
  product(2, "New", 100, 9);
  module->load();
  catalog.all[1].handle = "old-vase";
  catalog.all[2].handle = "vase";
  changed(2);
  changed(1);
  EXPECT_EQ(get("/v1/products/vase").string("title"), "New");
  EXPECT_EQ(get("/v1/products/old-vase").string("title"), "Old");
  catalog.all.erase(1);
  changed(1);
  EXPECT_EQ(get("/v1/products/old-vase").status, 404);
  EXPECT_EQ(get("/v1/products/vase").status, 200);
}

TEST_F(StorefrontTest, ArchivedAndUnfinishedProductsAreNotShown) {
  product(1, "Vase", 100, 9);
  product(2, "Empty", 100, 9).variants.clear();
  product(3, "Draft", 100, 9).status = catalog::ProductStatus::draft;
  module->load();
  EXPECT_EQ(get("/v1/products").handles(), (Texts{"p1"}));
  EXPECT_EQ(get("/v1/products/p1").status, 200);
  catalog.all[1].status = catalog::ProductStatus::archived;
  changed(1);
  EXPECT_EQ(get("/v1/products/p1").status, 404);
  EXPECT_EQ(get("/v1/products/p1").string("code"), "catalog.product_not_found");
  EXPECT_EQ(get("/products/p1").status, 404);
  EXPECT_EQ(get("/v1/products").handles(), Texts{});
  EXPECT_FALSE(module->cards().card({1}));
  for (const auto* handle : {"p2", "p3", "", "%00", "..", "a%2Fb"}) {
    EXPECT_GE(get(std::string("/v1/products/") + handle).status, 400) << handle;
  }
}

TEST_F(StorefrontTest, CollectionsShowTheirProductsAndTheirNewNames) {
  product(1, "A", 100, 9).collections = {{7}};
  product(2, "B", 100, 9);
  collections.known = {{{7}, "tea", "Tea", "<p>x</p>", 0}, {{8}, "empty", "Empty", "", 1}};
  module->load();
  EXPECT_EQ(get("/v1/products?collection=tea").handles(), (Texts{"p1"}));
  EXPECT_EQ(get("/v1/products?collection=empty").handles(), Texts{});
  EXPECT_EQ(get("/v1/products?collection=none").string("code"), "catalog.collection_not_found");
  EXPECT_EQ(get("/v1/collections").handles(), (Texts{"tea", "empty"}));
  EXPECT_EQ(get("/v1/collections/tea").number("collection.product_count"), 1);
  EXPECT_EQ(get("/v1/collections/none").status, 404);
  EXPECT_EQ(get("/v1/products/p1").string("collections.0.title"), "Tea");
  EXPECT_TRUE(get("/collections/tea").has("<h1>Tea</h1>"));
  collections.known[0].title = "Tea time";
  catalog::CollectionChanged event;
  event.collection_id = {7};
  publish(7, event);
  EXPECT_EQ(get("/v1/products/p1").string("collections.0.title"), "Tea time");
  EXPECT_TRUE(get("/collections/tea").has("<h1>Tea time</h1>"));
  catalog.all[1].collections.clear();
  changed(1);
  EXPECT_EQ(get("/v1/products?collection=tea").handles(), Texts{});
}

TEST_F(StorefrontTest, APictureShowsAsSoonAsItIsReady) {
  auto& vase = product(1, "Vase", 100, 9);
  vase.media.resize(1);
  vase.media[0].media_id = {77};
  module->load();
  EXPECT_TRUE(get("/v1/products/p1").at("image")->is_null());
  EXPECT_TRUE(get("/v1/products").at("items.0.image")->is_null());
  media.ready.insert(77);
  publish(77, media::MediaReady{{77}, media::Status::ready});
  EXPECT_EQ(get("/v1/products/p1").string("image.url"), "/media/" + to_text(media::MediaId{77}) + "/w640.webp");
  EXPECT_EQ(get("/v1/products").number("items.0.image.width"), 640);
}

TEST_F(StorefrontTest, AKeptAnswerIsNotSentAgainToWhoHasIt) {
  product(1, "Vase", 100, 9);
  module->load();
  const auto etag = get("/v1/products/p1").header("etag");
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(get("/v1/products/p1", {{"if-none-match", etag}}).status, 304);
  stock(10, 0);
  const auto after = get("/v1/products/p1", {{"if-none-match", etag}});
  EXPECT_EQ(after.status, 200);
  EXPECT_NE(after.header("etag"), etag);
}

TEST_F(StorefrontTest, ASearchIsPagedByPlaceAndNeverKept) {
  product(1, "Vase", 100, 9);
  module->load();
  search.results.products.ids = {{1}, {999}};
  search.results.products.count = 5;
  auto answer = get("/v1/products?q=vase");
  EXPECT_EQ(answer.handles(), (Texts{"p1"}));
  EXPECT_EQ(answer.string("next_cursor"), "2");
  answer = get("/v1/products?q=vase&cursor=2");
  EXPECT_EQ(search.asked, (Texts{"vase 0", "vase 2"}));
  EXPECT_EQ(get("/v1/products?q=vase&cursor=-1").status, 400);
  EXPECT_EQ(get("/v1/products?q=vase&cursor=1001").status, 400);
  search.results = {};
  EXPECT_EQ(get("/v1/products?q=vase").handles(), Texts{});
}

TEST_F(StorefrontTest, SearchShowsCardsAndRemembersWhatWasFound) {
  product(1, "Vase", 100, 9);
  module->load();
  search.results.products = {{{1}}, 1'000, true};
  search.results.corrected = "vase";
  const auto answer = get("/v1/search?q=vsae");
  EXPECT_EQ(answer.handles("products.items"), (Texts{"p1"}));
  EXPECT_EQ(answer.string("products.count_text"), "1,000+");
  EXPECT_EQ(answer.string("posts.count_text"), "0");
  EXPECT_EQ(answer.string("corrected"), "vase");
  EXPECT_EQ(search.remembered, (Texts{"vsae 1"}));
  EXPECT_EQ(get("/v1/search").status, 400);
  EXPECT_EQ(get("/v1/search?q=" + std::string(201, 'a')).status, 400);
  const auto suggestions = get("/v1/search/suggestions?q=bl");
  EXPECT_EQ(suggestions.string("items.0.url"), "/products/p1");
  EXPECT_EQ(suggestions.string("items.1.url"), "/search?q=%23gom");
  EXPECT_EQ(get("/v1/search/trends").string("items.0.url"), "/search?q=b%C3%ACnh%20g%E1%BB%91m");
}

}  // namespace
}  // namespace plaza::storefront
