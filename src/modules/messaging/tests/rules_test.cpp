#include "rules.h"

#include <gtest/gtest.h>

namespace plaza::messaging {
namespace {

TEST(Links, AreSeenHoweverTheyAreWritten) {
  for (const char* text : {"see https://x.example", "www.shop.test", "go to lamps.com now", "t.me/cheap", "LAMPS.SHOP", "mail me: a@b.vn",
                           "(buy.example/now)", "ftp://x", "it is at lamps.com."}) {
    EXPECT_TRUE(has_link(text)) << text;
  }
}

TEST(Links, AreNotSeenInOrdinaryWords) {
  for (const char* text : {"Hello. How are you?", "It is 20.5 cm", "Wait...what", "e.g. a vase", "@binh have a look", "Chào bạn.Bạn khỏe không", ""}) {
    EXPECT_FALSE(has_link(text)) << text;
  }
}

TEST(Preferences, DecideWhoMayBegin) {
  EXPECT_TRUE(takes(TakesFrom::everyone, Relation::stranger));
  EXPECT_TRUE(takes(TakesFrom::followed, Relation::followed));
  EXPECT_FALSE(takes(TakesFrom::followed, Relation::stranger));
  EXPECT_FALSE(takes(TakesFrom::nobody, Relation::followed));
}

TEST(Requests, AreFewInAnAccountsFirstWeek) {
  const Time made{1'000'000'000};
  EXPECT_EQ(requests_allowed(made, made + days(7) - 1), 5);
  EXPECT_EQ(requests_allowed(made, made + days(7)), 40);
}

TEST(Requests, AreOneMessageOfPlainWords) {
  Thread thread;
  thread.state = ThreadState::requested;
  thread.account = {1};
  thread.other = {2};
  NewMessage message;
  message.author = {1};
  message.text = "Hello";
  EXPECT_TRUE(may_write(thread, message).ok());
  message.text = "see lamps.com";
  EXPECT_EQ(may_write(thread, message).error().fields.at(0).code, "no_links");
  message.text = "Hello";
  message.cards.push_back({catalog::ProductId{1}, std::nullopt});
  EXPECT_EQ(may_write(thread, message).error().fields.at(0).field, "cards");
  message.cards.clear();
  message.attachments.push_back({1});
  EXPECT_EQ(may_write(thread, message).error().fields.at(0).field, "attachments");
  thread.last = 1;
  EXPECT_EQ(may_write(thread, message).error().code, "messaging.request_pending");
  thread.state = ThreadState::declined;
  EXPECT_EQ(may_write(thread, message).error().code, "messaging.request_pending") << "a refusal does not tell of it";
  message.author = {2};
  EXPECT_TRUE(may_write(thread, message).ok()) << "who was asked may answer with anything";
}

TEST(Messages, NeedSomethingToSay) {
  NewMessage message;
  message.text = "  \n ";
  EXPECT_EQ(checked_text(message).error().fields.at(0).field, "text");
  message.attachments.push_back({1});
  EXPECT_EQ(*checked_text(message), "");
  message.text = "  hello ";
  EXPECT_EQ(*checked_text(message), "hello");
  message.text = std::string(text_max + 1, 'a');
  EXPECT_EQ(checked_text(message).error().fields.at(0).code, "too_long");
  message.text = "\xff";
  EXPECT_EQ(checked_text(message).error().fields.at(0).code, "not_utf8");
}

TEST(Opening, IsOneLineCutAt120) {
  EXPECT_EQ(opening(" a\nb "), "a b");
  EXPECT_EQ(opening(std::string(130, 'x')), std::string(119, 'x') + "…");
}

}  // namespace
}  // namespace plaza::messaging
