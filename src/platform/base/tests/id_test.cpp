#include "platform/base/id.h"

#include <gtest/gtest.h>

#include <set>

namespace plaza {
namespace {

struct ThingTag {
  static constexpr const char* prefix = "thg";
};
using ThingId = Id<ThingTag>;

struct StillClock final : Clock {
  Time time{1'704'067'200'000'000 + seconds(10)};
  Time now() const override { return time; }
};

TEST(Id, TextIsThePrefixAndThirteenLetters) {
  EXPECT_EQ(to_text(ThingId{1}), "thg_0000000000001");
  EXPECT_EQ(to_text(ThingId{0x7FFFFFFFFFFFFFFF}), "thg_7zzzzzzzzzzzz");
}

TEST(Id, TextIsReadBack) {
  for (std::int64_t value : {1LL, 31LL, 32LL, 123'456'789'012'345LL, 0x7FFFFFFFFFFFFFFFLL}) {
    EXPECT_EQ(parse_id<ThingId>(to_text(ThingId{value})), ThingId{value});
  }
}

TEST(Id, RefusesWhatIsNotItsText) {
  for (const char* text :
       {"", "thg", "thg_", "thg_1", "thg_000000000000i", "thg_000000000000O", "abc_0000000000001",
        "thg-0000000000001", "thg_00000000000001", "thg_8000000000000", "thg_zzzzzzzzzzzzz",
        "thg_0000000000000", "THG_0000000000001"}) {
    EXPECT_EQ(parse_id<ThingId>(text), std::nullopt) << text;
  }
}

TEST(IdSource, CountsWithinAMillisecond) {
  StillClock clock;
  IdSource ids(clock, 5);
  const std::int64_t first = ids.next();
  EXPECT_EQ(first, (10'000LL << 22) | (5 << 12));
  EXPECT_EQ(ids.next(), first + 1);
  EXPECT_EQ(time_of_id(first), clock.time);
}

TEST(IdSource, NeverGoesBackWhenTheClockDoes) {
  StillClock clock;
  IdSource ids(clock, 7);
  const std::int64_t first = ids.next();
  clock.time = clock.time - hours(1);
  EXPECT_EQ(ids.next(), first + 1);
  IdSource restarted(clock, 7, first + 1);
  EXPECT_EQ(restarted.next(), first + 2);
}

TEST(IdSource, KeepsItsNodeWhenAMillisecondIsFull) {
  StillClock clock;
  IdSource ids(clock, 1023);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t id = ids.next();
    EXPECT_EQ(id >> 12 & 1023, 1023);
    EXPECT_TRUE(seen.empty() || id > *seen.rbegin());
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 10'000u);
}

TEST(IdSource, LeavesTheBitsOfAnotherNodesLastIdAlone) {
  StillClock clock;
  const std::int64_t foreign = (20'000LL << 22) | (3 << 12) | 9;
  IdSource ids(clock, 4, foreign);
  EXPECT_EQ(ids.next(), (20'001LL << 22) | (4 << 12));
}

TEST(RandomId, IsPositiveAndDiffers) {
  const auto a = random_id();
  const auto b = random_id();
  EXPECT_GT(a, 0);
  EXPECT_GT(b, 0);
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace plaza
