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

TEST(BellTexts, SayWhenAnEventIsByTheShopsClock) {
  const auto span = [](const char* from, const char* to) { return Span{*parse_time(from), *parse_time(to)}; };
  const Span evening = span("2026-03-05T17:00:00Z", "2026-03-05T19:30:00Z");
  EXPECT_EQ(span_text(evening, "en", hours(1)), "Thu, 5 Mar 2026, 18:00–20:30 (UTC+1)");
  EXPECT_EQ(span_text(evening, "vi", hours(1)), "18:00–20:30 thứ Năm, 5/3/2026 (UTC+1)");
  EXPECT_EQ(span_text(evening, "en", 0), "Thu, 5 Mar 2026, 17:00–19:30 (UTC)");
  EXPECT_EQ(span_text(evening, "en", -minutes(210)), "Thu, 5 Mar 2026, 13:30–16:00 (UTC−3:30)");
  EXPECT_EQ(span_text(evening, "en", hours(6)), "Thu, 5 Mar 2026, 23:00 – Fri, 6 Mar 2026, 01:30 (UTC+6)");
  EXPECT_EQ(span_text(evening, "vi", hours(6)), "23:00 thứ Năm, 5/3/2026 – 01:30 thứ Sáu, 6/3/2026 (UTC+6)");
  EXPECT_EQ(span_text(span("1969-12-28T00:05:00Z", "1969-12-28T00:06:00Z"), "vi", 0), "00:05–00:06 Chủ Nhật, 28/12/1969 (UTC)");
  EXPECT_EQ(bell_text(Kind::event_moved, "An", "Open {w}", "en", {"tomorrow", "today", ""}), "“Open {w}” was moved from today to tomorrow.");
  EXPECT_EQ(bell_text(Kind::event_moved, "An", "Open", "vi", {"mai", "hôm nay", "Lò"}), "“Open” đã đổi giờ, từ hôm nay sang mai. Địa điểm: Lò");
  EXPECT_EQ(bell_text(Kind::event_cancelled, "", "Open", "en", {"today", "", ""}), "“Open”, planned for today, is called off.");
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
