#include "platform/base/time.h"

#include <gtest/gtest.h>

namespace plaza {
namespace {

TEST(Time, TextIsRfc3339WithoutAZeroFraction) {
  EXPECT_EQ(to_text(Time{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Time{1'772'357'400'123'456}), "2026-03-01T09:30:00.123456Z");
  EXPECT_EQ(to_text(Time{-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Time{951'782'400'000'000}), "2000-02-29T00:00:00Z");
}

TEST(Time, TextIsReadBack) {
  for (std::int64_t micros : {0LL, 1LL, -1LL, 1'772'357'400'123'456LL, 4'102'444'800'000'000LL}) {
    EXPECT_EQ(parse_time(to_text(Time{micros})), Time{micros});
  }
}

TEST(Time, TakesAnyOffsetAndFraction) {
  const Time expected{1'772'357'400'000'000};
  EXPECT_EQ(parse_time("2026-03-01T16:30:00+07:00"), expected);
  EXPECT_EQ(parse_time("2026-03-01T04:00:00-05:30"), expected);
  EXPECT_EQ(parse_time("2026-03-01t09:30:00z"), expected);
  EXPECT_EQ(parse_time("2026-03-01 09:30:00Z"), expected);
  EXPECT_EQ(parse_time("2026-03-01T09:30:00.5Z"), expected + milliseconds(500));
  EXPECT_EQ(parse_time("2026-03-01T09:30:00.1234567Z"), expected + 123'456);
}

TEST(Time, CountsALeapSecondAsTheNextMinute) {
  EXPECT_EQ(parse_time("2016-12-31T23:59:60Z"), parse_time("2017-01-01T00:00:00Z"));
}

TEST(Time, RefusesWhatIsNotATime) {
  for (const char* text : {"", "2026-03-01", "2026-03-01T09:30:00", "2026-02-30T00:00:00Z",
                           "2026-13-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:60:00Z",
                           "2026-03-01T09:30:61Z", "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00Zx",
                           "2026-03-01T09:30:00+24:00", "26-03-01T09:30:00Z", "2026-03-01T09:30Z",
                           " 2026-03-01T09:30:00Z", "2025-02-29T00:00:00Z"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace plaza
