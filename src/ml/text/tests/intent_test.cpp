#include "ml/text/intent.h"

#include <gtest/gtest.h>

#include "ml/text/toxicity.h"

namespace plaza::ml::text {
namespace {

std::string first(std::string_view text) {
  const auto found = intents(text);
  return found.empty() ? "none" : std::string(intent_name(found[0].intent));
}

TEST(Intents, AreFoundInBothLanguages) {
  const std::vector<std::pair<const char*, const char*>> asked = {
      {"Hi, where is my order? Ordered last Monday", "where_is_order"},
      {"shop ơi đơn hàng tới đâu rồi ạ", "where_is_order"},
      {"bao gio giao hang vay shop", "where_is_order"},
      {"I want a refund please", "refund"},
      {"hoàn tiền cho mình nhé", "refund"},
      {"How do I return this vase?", "return_item"},
      {"Can I exchange it for a different colour", "exchange"},
      {"shop cho mình đổi size được không", "exchange"},
      {"The lid arrived broken", "damaged"},
      {"the bowl came in two pieces", "damaged"},
      {"hàng bị vỡ rồi shop", "damaged"},
      {"you sent me the wrong colour", "wrong_item"},
      {"shop giao nhầm màu cho mình", "wrong_item"},
      {"what size should I take, I am 1.70 m", "size_question"},
      {"mình cao 1m6 thì mặc size nào", "size_question"},
      {"is the blue one back in stock soon", "stock_question"},
      {"còn hàng không shop", "stock_question"},
      {"how much is it", "price_question"},
      {"giá bao nhiêu vậy shop", "price_question"},
      {"is it still under warranty", "warranty"},
      {"please cancel my order", "cancel_order"},
      {"cho mình hủy đơn với", "cancel_order"},
      {"I need to change my address", "change_address"},
      {"mình muốn đổi địa chỉ nhận hàng", "change_address"},
      {"I was charged twice", "payment_problem"},
      {"my son got a rash and we went to the hospital", "safety"},
      {"dùng xong bị dị ứng nổi mẩn", "safety"},
      {"absolutely love it, highly recommend", "praise"},
      {"the weather is mild today", "none"},
      {"", "none"}};
  for (const auto& [text, intent] : asked) EXPECT_EQ(first(text), intent) << text;
}

TEST(Intents, SayWhichWordsToldThem) {
  const auto found = intents("Where is my order?");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].words, std::vector<std::string>{"where is my order"});
  EXPECT_GE(found[0].score, 0.5);
}

TEST(Intents, HaveNamesThatReadBack) {
  for (std::size_t i = 0; i < intents_count; ++i) {
    const auto intent = static_cast<Intent>(i);
    EXPECT_EQ(intent_from_name(intent_name(intent)), intent);
  }
  EXPECT_FALSE(intent_from_name("fly").has_value());
}

std::string grave(std::string_view text) { return std::string(severity_name(severity(intents(text), sentiment(text)))); }

TEST(Severity, PutsPeopleBeforeMoneyBeforeThings) {
  EXPECT_EQ(grave("The kettle caught fire and I was charged twice"), "safety");
  EXPECT_EQ(grave("They took my money and refuse to refund, the cup was broken too"), "money");
  EXPECT_EQ(grave("The cup arrived broken and late"), "defect");
  EXPECT_EQ(grave("My parcel is delayed, still waiting"), "late");
  EXPECT_EQ(grave("I hate the colour"), "taste");
  EXPECT_EQ(grave("Do you have it in blue?"), "none");
  EXPECT_EQ(grave("Nồi bị nổ, tay mình bị bỏng"), "safety");
  EXPECT_EQ(grave("Shop lừa đảo, không hoàn tiền"), "money");
  EXPECT_EQ(grave("It was not broken, love it"), "none");
  EXPECT_LT(severity_weight(Severity::money), severity_weight(Severity::safety));
}

TEST(Intents, GiveAClassifierMarginsToStandOn) {
  const auto prior = intent_prior(intents("where is my order"));
  EXPECT_GT(prior[static_cast<std::size_t>(Intent::where_is_order)], 0);
  EXPECT_LT(prior[static_cast<std::size_t>(Intent::warranty)], 0);
}

TEST(Toxicity, FindsWhatHurtsAndSaysWhy) {
  for (const auto text : {"you are an idiot", "fuck off", "I will find you", "kill yourself", "you're stupid, sh1t face", "đồ ngu", "mày là đồ rác rưởi",
                          "địt mẹ mày", "tao biết nhà mày đấy", "do mat day vo hoc lua dao qua di"}) {
    EXPECT_GE(toxicity(text).score, 0.5) << text;
  }
  EXPECT_EQ(toxicity("go die").signs[0].kind, "self_harm_call");
}

TEST(Toxicity, LeavesHonestAngerAlone) {
  for (const auto text : {"This is the worst service ever, I want my money back", "damn good bowl", "hàng quá tệ, thất vọng", "the cock on the plate is blue",
                          "Scunthorpe", "ngủ ngon nhé", ""}) {
    EXPECT_LT(toxicity(text).score, 0.5) << text;
  }
}

TEST(Spam, FindsSellersBaitAndRepetition) {
  for (const auto text : {"Make money from home! Contact me on telegram t.me/abc", "Kiếm tiền online việc nhẹ lương cao, ib zalo 0912 345 678",
                          "CHEAP FOLLOWERS buy followers http://a.xyz http://b.xyz http://c.xyz", "buy buy-now sales sales sales sales sales sales wow",
                          "She helped me earn $5000 in crypto investment, dm me", "nha cai ca cuoc no hu rut tien nhanh bit.ly/xx"}) {
    EXPECT_GE(spam(text).score, 0.5) << text;
  }
}

TEST(Spam, LeavesCustomersAlone) {
  for (const auto text : {"Please call me on 0912345678 about my order", "My order number is 1000234, see https://shop.example/orders/1", "Shop còn hàng không, ib mình nhé",
                          "Love love love this bowl!!!", "@noor look at this #gom", ""}) {
    EXPECT_LT(spam(text).score, 0.5) << text;
  }
}

}  // namespace
}  // namespace plaza::ml::text
