#include "trends.h"

#include <gtest/gtest.h>

#include "platform/testing/fake_clock.h"

namespace plaza::search {
namespace {

using Texts = std::vector<std::string>;

struct TrendsTest : ::testing::Test {
  void say(std::string_view text, int times) {
    for (int i = 0; i < times; ++i) trends.searched(text);
  }
  testing::FakeClock clock;
  Trends trends{clock};
};

TEST_F(TrendsTest, ShowsWhatWasAskedForMoreThanOnce) {
  say("lamp", 1);
  EXPECT_EQ(trends.top(5), Texts{});
  say("lamp", 1);
  say("bình gốm", 3);
  EXPECT_EQ(trends.top(5), (Texts{"bình gốm", "lamp"}));
  EXPECT_EQ(trends.top(1), (Texts{"bình gốm"}));
}

TEST_F(TrendsTest, CountsSpellingsWithAndWithoutMarksAsOne) {
  trends.searched("binh gom");
  trends.searched("  Bình   GỐM ");
  EXPECT_EQ(trends.top(5), (Texts{"Bình   GỐM"}));
}

TEST_F(TrendsTest, FadesSoThatNewThingsOvertake) {
  say("old", 6);
  clock.advance(days(3));
  say("fresh", 2);
  EXPECT_EQ(trends.top(5), (Texts{"fresh", "old"}));
}

TEST_F(TrendsTest, KeepsNothingThatMayBeAPerson) {
  say("mai@example.com", 3);
  say("0912 345 678", 3);
  say("https://example.com/x", 3);
  say(std::string(60, 'a'), 3);
  say("\xff\xfe", 3);
  say("!", 3);
  say("a", 3);
  say("#gom", 3);
  EXPECT_EQ(trends.top(5), Texts{});
}

TEST_F(TrendsTest, FindsBeginnings) {
  say("lamp shade", 2);
  say("lamp", 3);
  say("vase", 9);
  EXPECT_EQ(trends.beginning("LAM", 5), (Texts{"lamp", "lamp shade"}));
  EXPECT_EQ(trends.beginning("lamp s", 5), (Texts{"lamp shade"}));
  EXPECT_EQ(trends.beginning("", 5), Texts{});
}

TEST_F(TrendsTest, HoldsAtMostSoMuchAndKeepsWhatIsAskedForMost) {
  say("kept", 5);
  for (int i = 0; i < 5'000; ++i) trends.searched("word" + std::to_string(i % 90'000));
  EXPECT_EQ(trends.top(5), (Texts{"kept"}));
}

}  // namespace
}  // namespace plaza::search
