#include "rules.h"

#include <gtest/gtest.h>

#include "texts.h"

namespace plaza::notifications {
namespace {

TEST(NotificationRules, KnowsPathsOfOurOwn) {
  EXPECT_TRUE(is_own_path("/"));
  EXPECT_TRUE(is_own_path("/p/pst_1?x=1#c"));
  for (const char* url : {"", "p", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "javascript:0"}) {
    EXPECT_FALSE(is_own_path(url)) << url;
  }
}

TEST(NotificationRules, CutsSubjectsToOneLine) {
  EXPECT_EQ(cut_subject("  Lovely\r\n\tglaze!  "), "Lovely glaze!");
  std::string long_text;
  for (int i = 0; i < 300; ++i) long_text += "ễ";
  const std::string cut = cut_subject(long_text);
  EXPECT_EQ(cut.substr(0, 3), "ễ");
  EXPECT_EQ(cut.size(), 199 * 3 + 3u);
  EXPECT_TRUE(cut.ends_with("…"));
}

TEST(NotificationRules, LikesAreNotMailedUnlessAsked) {
  EXPECT_FALSE(mailed_by_default(Kind::liked));
  EXPECT_FALSE(mailed_by_default(Kind::order_placed));
  EXPECT_TRUE(mailed_by_default(Kind::replied));
  EXPECT_TRUE(mailed_by_default(Kind::back_in_stock));
}

TEST(BellTexts, SpeakTwoLanguages) {
  EXPECT_EQ(bell_text(Kind::commented, "An", "Lovely!", "en"), "An commented: “Lovely!”");
  EXPECT_EQ(bell_text(Kind::commented, "An", "Đẹp!", "vi"), "An đã bình luận: “Đẹp!”");
  EXPECT_EQ(bell_text(Kind::liked, "", "", "en"), "Somebody liked your post.");
  EXPECT_EQ(bell_text(Kind::liked, "", "", "vi"), "Ai đó đã thích bài viết của bạn.");
  EXPECT_EQ(bell_text(Kind::post_held, "", "", "en"), "Your post is on hold while we look at it.");
}

TEST(BellTexts, HaveWordsForEveryKind) {
  for (std::size_t i = 0; i < enum_names(static_cast<Kind*>(nullptr)).size(); ++i) {
    for (const char* locale : {"en", "vi"}) {
      const auto text = bell_text(static_cast<Kind>(i), "An", "this", locale);
      EXPECT_FALSE(text.empty());
      EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
  }
}

TEST(BellTexts, TakeWhatPeopleWroteLiterally) {
  EXPECT_EQ(bell_text(Kind::commented, "{s}", "{a}", "en"), "{s} commented: “{a}”");
}

TEST(MoneyTexts, FollowTheLanguage) {
  const auto money = [](std::int64_t amount, const char* currency) { return Money{amount, *parse_currency(currency)}; };
  EXPECT_EQ(money_text(money(1999, "EUR"), "en"), "€19.99");
  EXPECT_EQ(money_text(money(1999, "EUR"), "vi"), "19,99\u00A0€");
  EXPECT_EQ(money_text(money(450'000, "VND"), "en"), "₫450,000");
  EXPECT_EQ(money_text(money(450'000, "VND"), "vi"), "450.000\u00A0₫");
  EXPECT_EQ(money_text(money(123'456'789, "USD"), "en"), "$1,234,567.89");
  EXPECT_EQ(money_text(money(-500, "USD"), "en"), "-$5.00");
  EXPECT_EQ(money_text(money(1'000, "CHF"), "en"), "10.00\u00A0CHF");
  EXPECT_EQ(money_text(money(0, "JPY"), "en"), "¥0");
}

}  // namespace
}  // namespace plaza::notifications
