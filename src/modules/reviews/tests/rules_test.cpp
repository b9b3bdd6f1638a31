// The arithmetic of ratings, the guard's judgement, and texts that are alike.
#include "rules.h"

#include <gtest/gtest.h>

#include "import_sheet.h"
#include "likeness.h"
#include "summary.h"

namespace plaza::reviews {
namespace {

std::size_t at(Trust trust) { return static_cast<std::size_t>(trust); }

TEST(Ratings, AProductWithoutReviewsHasNone) { EXPECT_FALSE(rating_of(Counts{}, 4, 2)); }

TEST(Ratings, AFewReviewsStayNearTheShopsMean) {
  Counts counts{};
  counts[at(Trust::verified)][4] = 1;
  const auto one = rating_of(counts, 4, 2);
  ASSERT_TRUE(one);
  EXPECT_DOUBLE_EQ(one->shown, 4.11);  // (8 * 4 + 5) / 9
  EXPECT_DOUBLE_EQ(one->plain, 5);
  EXPECT_EQ(one->count, 1);
  EXPECT_EQ(one->verified, 1);
  counts[at(Trust::verified)][4] = 92;
  EXPECT_DOUBLE_EQ(rating_of(counts, 4, 2)->shown, 4.92);  // (32 + 460) / 100
}

TEST(Ratings, WhoDidNotBuyWeighsLittleAndTogetherNoMoreThanTheirShare) {
  Counts counts{};
  counts[at(Trust::verified)][4] = 12;
  const double before = rating_of(counts, 4, 2)->shown;
  counts[at(Trust::unverified)][0] = 1;
  EXPECT_LE(before - rating_of(counts, 4, 2)->shown, 0.05);
  for (const std::int64_t crowd : {200, 20'000, 2'000'000}) {
    counts[at(Trust::unverified)][0] = crowd;
    EXPECT_LE(before - rating_of(counts, 4, 2)->shown, 0.1) << crowd;
  }
  EXPECT_DOUBLE_EQ(rating_of(counts, 4, 0)->shown, before);
  counts[at(Trust::none)][0] = 1'000'000;
  EXPECT_LE(before - rating_of(counts, 4, 2)->shown, 0.1);
  EXPECT_EQ(rating_of(counts, 4, 2)->count, 2'000'012);
}

TEST(Ratings, AnIncentiveHalvesTheWeight) {
  Counts counts{};
  counts[at(Trust::incentivised)][4] = 2;
  EXPECT_DOUBLE_EQ(rating_of(counts, 4, 2)->shown, 4.11);
  EXPECT_EQ(rating_of(counts, 4, 2)->verified, 2);
}

TEST(Ratings, TheShopsMeanBeginsAtFour) {
  EXPECT_DOUBLE_EQ(shop_mean(Counts{}), 4);
  Counts counts{};
  counts[at(Trust::verified)][0] = 20;
  counts[at(Trust::unverified)][0] = 1'000'000;  // crowds do not move it
  EXPECT_DOUBLE_EQ(shop_mean(counts), 2.5);
}

TEST(Guard, ABurstOfBuyersIsNone) {
  Signals signals;
  signals.verified = true;
  signals.unverified_today = 500;
  signals.account_age = days(1);
  EXPECT_FALSE(judge(signals).suspected);
}

TEST(Guard, ABurstWithoutPurchasesIsOneUnlessTheProductIsUsedToIt) {
  Signals signals;
  signals.account_age = days(100);
  signals.unverified_today = 4;
  EXPECT_FALSE(judge(signals).suspected);
  signals.unverified_today = 5;
  EXPECT_TRUE(judge(signals).suspected);
  EXPECT_TRUE(judge(signals).says("burst"));
  signals.unverified_a_day = 3;
  EXPECT_FALSE(judge(signals).suspected);
}

TEST(Guard, OneSignAloneIsNoProof) {
  for (auto sign : {&Signals::like_texts, &Signals::same_address, &Signals::companions}) {
    Signals signals;
    signals.account_age = days(100);
    signals.*sign = 50;
    EXPECT_FALSE(judge(signals).suspected);
    signals.account_age = hours(1);
    EXPECT_TRUE(judge(signals).suspected);
    signals.verified = true;
    EXPECT_FALSE(judge(signals).suspected);
  }
}

TEST(Guard, BuyersWhoCopyTogetherAreSuspected) {
  Signals signals;
  signals.verified = true;
  signals.like_texts = 3;
  signals.companions = 4;
  signals.account_age = days(100);
  EXPECT_TRUE(judge(signals).suspected);
}

double alike(const char* a, const char* b) { return ml::text::likeness(*sketch_of(a), *sketch_of(b)); }

TEST(Likeness, FindsCopiesWithAFewWordsChanged) {
  const char* first = "This vase is the best thing I ever bought for my kitchen, the glaze is lovely and it never leaks at all";
  const char* copy = "this vase is the best thing I ever bought for my kitchen; the glaze is lovely and it never leaks really";
  const char* other = "My sister gave me the lamp for my birthday and it stands on the window sill beside the old clock now";
  EXPECT_GT(alike(first, copy), 0.6);
  EXPECT_LT(alike(first, other), 0.05);
  const auto of_first = bands_of(*sketch_of(first)), of_copy = bands_of(*sketch_of(copy)), of_other = bands_of(*sketch_of(other));
  ASSERT_EQ(of_first.size(), 16u);
  int shared = 0, strange = 0;
  for (std::size_t i = 0; i < of_first.size(); ++i) {
    EXPECT_GE(of_first[i], 0);
    shared += of_first[i] == of_copy[i];
    strange += of_first[i] == of_other[i];
  }
  EXPECT_GT(shared, 0);
  EXPECT_EQ(strange, 0);
}

TEST(Likeness, ShortPraiseIsNoCopy) {
  EXPECT_FALSE(sketch_of("Lovely vase, thank you!"));
  EXPECT_FALSE(sketch_of(""));
}

TEST(Likeness, VietnameseIsComparedWithoutItsMarks) {
  EXPECT_DOUBLE_EQ(alike("Bình gốm rất đẹp, men mịn và giao hàng nhanh lắm", "Binh gom rat dep, men min va giao hang nhanh lam"), 1);
}

TEST(Aspects, AreThoseOfTheProductsKind) {
  Settings settings;
  settings.aspects.push_back({.key = "light", .label = "Light", .product_types = {"lamp"}});
  catalog::Product product;
  product.product_type = "Lamp";
  EXPECT_EQ(aspects_of(settings, product).size(), 3u);
  product.product_type = "Ceramics";
  EXPECT_EQ(aspects_of(settings, product).size(), 2u);
}

TEST(Names, AreCutToAnInitial) {
  EXPECT_EQ(short_name("Lan Anh Nguyễn"), "Lan N.");
  EXPECT_EQ(short_name("  Đức Đỗ "), "Đức Đ.");
  EXPECT_EQ(short_name("Prince"), "Prince");
  EXPECT_EQ(short_name(""), "");
}

TEST(FileTimes, AreReadAsToolsWriteThem) {
  const auto text = [](const char* from) {
    const auto time = parse_file_time(from);
    return time ? to_text(*time).substr(0, 19) : std::string();
  };
  EXPECT_EQ(text("2025-03-02 10:12:00 UTC"), "2025-03-02T10:12:00");
  EXPECT_EQ(text("2025-03-02"), "2025-03-02T00:00:00");
  EXPECT_EQ(text("02/03/2025"), "2025-03-02T00:00:00");
  EXPECT_EQ(text("12/31/2024"), "2024-12-31T00:00:00");
  EXPECT_EQ(text("2025-03-02T10:12:00Z"), "2025-03-02T10:12:00");
  EXPECT_EQ(text("yesterday"), "");
  EXPECT_EQ(text("2025-13-40"), "");
}

Review said(std::int64_t id, std::int64_t stars, const char* text) {
  Review review;
  review.id = ReviewId{id};
  review.stars = stars;
  review.text = text;
  return review;
}

TEST(Summaries, CountWhatSeveralSayAndNameTheirReviews) {
  const std::vector<Review> reviews = {
      said(1, 5, "The glaze is lovely. Delivery was slow."), said(2, 5, "Lovely glaze, and it stands well."),
      said(3, 4, "A beautiful glaze!"), said(4, 2, "The rim was chipped when it came."), said(5, 1, "Chipped rim. Sent it back."),
      said(6, 4, "I gave it to my mother."), said(7, 3, "The glaze is not beautiful, I find."), said(8, 5, "Nice.")};
  const auto summary = summarise(reviews, "Sage vase");
  ASSERT_EQ(summary.praised.size(), 1u);
  EXPECT_EQ(summary.praised[0].topic, "glaze");
  EXPECT_EQ(summary.praised[0].word, "lovely");
  EXPECT_EQ(summary.praised[0].count, 3);
  EXPECT_EQ(summary.praised[0].review_ids, (std::vector{ReviewId{1}, ReviewId{2}, ReviewId{3}}));
  EXPECT_EQ(summary.praised[0].quote, "The glaze is lovely");
  ASSERT_EQ(summary.faulted.size(), 1u);
  EXPECT_EQ(summary.faulted[0].topic, "rim");
  EXPECT_EQ(summary.faulted[0].review_ids, (std::vector{ReviewId{4}, ReviewId{5}}));
  EXPECT_TRUE(summarise({reviews.begin(), reviews.begin() + 7}, "Sage vase").praised.empty());
}

TEST(Summaries, KnowWhichThingAWordIsSaidOf) {
  std::vector<Review> reviews{said(1, 3, "The cable is short and stiff."), said(2, 4, "Good light, short cable."), said(3, 5, "Warm light.")};
  for (int i = 4; i <= 8; ++i) reviews.push_back(said(i, 4, "It stands on my desk."));
  const auto summary = summarise(reviews, "Kiln Lamp");
  ASSERT_EQ(summary.faulted.size(), 1u);
  EXPECT_EQ(summary.faulted[0].topic, "cable");
  EXPECT_EQ(summary.faulted[0].count, 2);
  ASSERT_EQ(summary.praised.size(), 1u);
  EXPECT_EQ(summary.praised[0].topic, "light");
}

TEST(Summaries, SpeakVietnamese) {
  std::vector<Review> reviews;
  for (int i = 1; i <= 8; ++i) reviews.push_back(said(i, 5, i < 4 ? "Men rất đẹp và mịn" : "Mình mua tặng mẹ"));
  const auto summary = summarise(reviews, "Bình");
  ASSERT_GE(summary.praised.size(), 1u);
  EXPECT_EQ(summary.praised[0].topic, "men");
  EXPECT_EQ(summary.praised[0].count, 3);
}

}  // namespace
}  // namespace plaza::reviews
