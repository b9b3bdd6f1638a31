#include "ml/text/sentiment.h"

#include <gtest/gtest.h>

namespace plaza::ml::text {
namespace {

double score(std::string_view text) { return sentiment(text).score; }

TEST(Sentiment, FeelsEnglishAndVietnamese) {
  for (const auto text : {"Great quality, love it!", "The best vase I ever bought", "Hàng đẹp lắm, shop tư vấn nhiệt tình", "hang dep lam, giao nhanh nha shop",
                          "❤️❤️", "5/5", "★★★★★"}) {
    EXPECT_EQ(sentiment(text).sign(), 1) << text;
  }
  for (const auto text : {"Broken on arrival, terrible service", "I want my money back", "Hàng bị vỡ, thất vọng quá", "shop lua dao, hang gia", "😡", "1/5 sao",
                          "★☆☆☆☆", "The parcel came today and the field bowl is in two clean halves. The box was fine from outside."}) {
    EXPECT_EQ(sentiment(text).sign(), -1) << text;
  }
  for (const auto text : {"Is it dishwasher safe?", "Cho mình hỏi size M cao bao nhiêu", "", "12345", "¿Cuándo llega?"}) EXPECT_EQ(sentiment(text).sign(), 0) << text;
}

TEST(Sentiment, NegationTurnsIt) {
  EXPECT_GT(score("it is good"), 0.3);
  EXPECT_LT(score("it is not good"), -0.2);
  EXPECT_GT(score("not bad"), 0);
  EXPECT_LT(score("không tốt"), -0.2);
  EXPECT_LT(score("ko dep"), score("dep"));
}

TEST(Sentiment, WhoAsksHowOthersDoItIsNotUnhappy) {
  for (const auto text : {"Has anybody reclaimed clay with plaster bats in the wet season?\n\nMine never dry before they grow a garden.",
                          "Does anyone know how long the linen takes? Mine rarely comes out of the wash flat.", "Có ai phơi thạch cao mùa mưa chưa? Của mình chưa bao giờ khô trong một tuần."}) {
    EXPECT_EQ(sentiment(text).sign(), 0) << text << " " << score(text);
  }
  for (const auto text : {"Where is my order? You never answer my mails.", "Has anybody had this? It never worked and it is useless.", "Does anyone know where my order is? It has not come.",
                          "It never dries.", "Có ai bị vậy không? Hàng bị vỡ, thất vọng quá."}) {
    EXPECT_EQ(sentiment(text).sign(), -1) << text << " " << score(text);
  }
}

TEST(Sentiment, StrengthMakesItMore) {
  EXPECT_GT(score("very good"), score("good"));
  EXPECT_LT(score("slightly good"), score("good"));
  EXPECT_GT(score("đẹp lắm"), score("đẹp"));
  EXPECT_GT(score("GOOD!!!"), score("good"));
}

TEST(Sentiment, WhatFollowsButCountsMore) {
  EXPECT_LT(score("beautiful but broken"), score("broken but beautiful"));
  EXPECT_LT(score("hàng đẹp nhưng giao chậm"), score("giao chậm nhưng hàng đẹp"));
}

TEST(Sentiment, SaysWhichWordsDecided) {
  const auto felt = sentiment("Giao hàng nhanh nhưng bị vỡ");
  ASSERT_EQ(felt.words.size(), 2u);
  EXPECT_EQ(felt.words[0].text, "bị vỡ");
  EXPECT_LT(felt.words[0].weight, 0);
  EXPECT_EQ(felt.words[1].text, "giao hàng nhanh");
  EXPECT_GT(felt.words[1].weight, 0);
  EXPECT_EQ(felt.language, Language::vietnamese);
}

TEST(Sentiment, IsNeverOutOfItsRange) {
  std::string loud;
  for (int i = 0; i < 500; ++i) loud += "love hate GREAT!!! tệ quá ";
  for (const auto& text : {loud, std::string(5'000, '!'), std::string("\xff\xff")}) {
    const auto felt = sentiment(text);
    EXPECT_LE(std::abs(felt.score), 1.0);
    EXPECT_GE(felt.confidence, 0.0);
    EXPECT_LE(felt.confidence, 1.0);
    EXPECT_LE(felt.words.size(), 8u);
  }
}

TEST(Sentiment, GivesAClassifierMarginsToStandOn) {
  const auto good = sentiment_prior(sentiment("love it")), none = sentiment_prior(sentiment("the box"));
  EXPECT_GT(good[2], good[1]);
  EXPECT_GT(good[1], good[0]);
  EXPECT_EQ(none[0], none[2]);
}

}  // namespace
}  // namespace plaza::ml::text
