// Rings that write together, over HTTP; and buyers who come at once because they bought at once.
#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

class Rings : public ReviewsFixture {
 protected:
  // Twelve buyers over half a year: a product with a past.
  void live() {
    for (int i = 0; i < 12; ++i) {
      buy(500 + i, 500 + i, {vase});
      clock.advance(days(15));
      ASSERT_EQ(review(500 + i, "vase", i % 4 == 0 ? 4 : 5, "Buyer number " + std::to_string(i)).status, 201);
    }
  }
};

ENGINE_TEST(Rings, TwoHundredNewAccountsMoveTheShownRatingByLessThanATenth) {
  live();
  const double before = shown(vase);
  accounts.all_new = true;
  std::int64_t published = 0;
  for (int i = 0; i < 200; ++i) {
    address = "198.51.100." + std::to_string(i % 5);
    const auto made = review(1'000 + i, "vase", 1, "Do not buy this vase, it broke on the first day and nobody answers my mails " + std::to_string(i));
    ASSERT_EQ(made.status, 201) << made.raw;
    published += made.text("/status") == "published";
  }
  EXPECT_LT(before - shown(vase), 0.1);
  EXPECT_LT(published, 10);  // those before the ring showed itself
  EXPECT_EQ(get("/v1/products/vase/reviews?stars=1").size("/items"), 0u);  // and they wait, too
  const auto held = staff(http::Method::get, "/v1/admin/reviews?suspected=true&limit=100");
  EXPECT_EQ(held.size("/items"), 100u);
}

ENGINE_TEST(Rings, ASlowRingWithWordsOfTheirOwnGainsNoMore) {
  live();
  const double before = shown(vase);
  for (int i = 0; i < 200; ++i) {
    address = "198.51." + std::to_string(i) + ".7";
    clock.advance(hours(9));
    ASSERT_EQ(review(1'000 + i, "vase", 1, "No " + std::to_string(i)).status, 201);
  }
  EXPECT_LT(before - shown(vase), 0.1);
}

ENGINE_TEST(Rings, APraisingRingOnANewProductGainsNoMore) {
  const double before = 4.0;  // what a product without reviews is taken to be
  for (int i = 0; i < 200; ++i) {
    clock.advance(hours(20));
    ASSERT_EQ(review(1'000 + i, "lamp", 5, "Great " + std::to_string(i)).status, 201);
  }
  EXPECT_LT(shown(lamp) - before, 0.1);
}

ENGINE_TEST(Rings, BuyersWhoCopyEachOtherTogetherWeighNothing) {
  live();
  const double before = shown(vase);
  for (int i = 0; i < 40; ++i) {
    buy(2'000 + i, 2'000 + i, {vase, lamp, bowl});
    address = "203.0.113.9";
    for (const char* product : {"lamp", "bowl", "vase"}) {
      ASSERT_EQ(review(2'000 + i, product, 1, "Very bad quality, I am disappointed, the thing broke after a week, do not buy").status, 201);
    }
  }
  EXPECT_LT(before - shown(vase), 0.1);
  const auto held = staff(http::Method::get, "/v1/admin/reviews?suspected=true&limit=100");
  EXPECT_GE(held.size("/items"), 60u);
  EXPECT_TRUE(held.flag("/items/0/verified"));
  EXPECT_EQ(held.text("/items/0/status"), "published");  // people who bought are heard; it weighs nothing
  EXPECT_EQ(held.text("/items/0/trust"), "none");
}

ENGINE_TEST(Rings, TheHonestBurstAfterASaleIsNotHeld) {
  live();
  accounts.all_new = true;  // the sale brought them
  for (int i = 0; i < 60; ++i) {
    buy(3'000 + i, 3'000 + i, {vase});
    address = "192.0.2." + std::to_string(i);
    clock.advance(minutes(20));
    const auto made = review(3'000 + i, "vase", 5, "Came in the sale, number " + std::to_string(i));
    EXPECT_EQ(made.text("/status"), "published");
  }
  EXPECT_EQ(staff(http::Method::get, "/v1/admin/reviews?suspected=true").size("/items"), 0u);
  dispatcher->drain();
  EXPECT_EQ(module->ratings().of(vase)->count, 72);
}

ENGINE_TEST(Rings, WhoWasClearedByAPersonStaysClear) {
  accounts.all_new = true;
  std::string last;
  for (int i = 0; i < 8; ++i) last = review(1'000 + i, "vase", 1, "Number " + std::to_string(i)).text("/id");
  EXPECT_EQ(staff(http::Method::get, "/v1/admin/reviews?suspected=true").size("/items"), 8u);
  ASSERT_TRUE(stand(moderation::Kind::review, last, moderation::Standing::visible).ok());
  EXPECT_EQ(staff(http::Method::get, "/v1/admin/reviews/" + last).text("/suspicion"), "cleared");
  review(2'000, "vase", 1, "One more");
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 1u);
}

ENGINE_TEST(Rings, AnAddressThatSaysNothingIsNoSign) {
  accounts.all_new = true;
  address = "127.0.0.1";
  for (const char* product : {"vase", "lamp", "bowl", "cup"}) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(review(1'000 + i * 10 + product[0], product, 4, "Fine").text("/status"), "published");
    }
  }
}

}  // namespace
}  // namespace plaza::reviews
