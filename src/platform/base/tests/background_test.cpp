#include "platform/base/background.h"

#include <gtest/gtest.h>

namespace plaza {
namespace {

struct FixedClock final : Clock {
  explicit FixedClock(std::int64_t micros) : time{micros} {}
  Time time;
  Time now() const override { return time; }
};

TEST(Background, HasTheTimeOfTheClockAddedLast) {
  Background background;
  EXPECT_EQ(background.now(), std::nullopt);
  FixedClock first(1), second(2);
  background.add_clock(first);
  background.add_clock(second);
  background.add_clock(first);
  EXPECT_EQ(background.now(), Time{1});
  background.remove_clock(first);
  EXPECT_EQ(background.now(), Time{2});
  background.remove_clock(second);
  background.remove_clock(second);
  EXPECT_EQ(background.now(), Time{1});
}

}  // namespace
}  // namespace plaza
