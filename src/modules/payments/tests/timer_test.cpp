// The real timer, with delays too short to be noticed.
#include "payments/timer.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <vector>

#include "deadline.h"

namespace plaza::payments {
namespace {

TEST(Timer, CallsInTheOrderOfTheTimesAndNotOfTheAsking) {
  const auto timer = open_timer();
  std::vector<int> called;
  std::promise<void> all;
  timer->after(milliseconds(30), [&] {
    called.push_back(3);
    all.set_value();
  });
  timer->after(milliseconds(20), [&] { called.push_back(2); });
  timer->after(0, [&] { called.push_back(1); });
  all.get_future().get();
  EXPECT_EQ(called, (std::vector<int>{1, 2, 3}));
}

TEST(Timer, DropsWhatStillWaitsWhenItGoes) {
  const auto held = std::make_shared<int>(1);
  auto timer = open_timer();
  timer->after(hours(1), [held] { ADD_FAILURE() << "called although the timer is gone"; });
  EXPECT_EQ(held.use_count(), 2);
  timer.reset();
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Timer, APauseEnds) {
  const auto timer = open_timer();
  sync_wait(pause(*timer, milliseconds(1)));
}

Task<int> at_once() { co_return 1; }
Task<int> after(Timer& timer, Micros delay) {
  co_await pause(timer, delay);
  co_return 1;
}
Task<int> never_well() {
  throw std::runtime_error("broken");
  co_return 1;
}

TEST(Deadline, TheFirstOfAnswerAndTimeGoesOn) {
  const auto timer = open_timer();
  EXPECT_EQ(sync_wait(within(*timer, hours(1), at_once(), 2, 3)), 1);
  EXPECT_EQ(sync_wait(within(*timer, hours(1), after(*timer, milliseconds(1)), 2, 3)), 1);
  EXPECT_EQ(sync_wait(within(*timer, milliseconds(1), after(*timer, milliseconds(40)), 2, 3)), 2);
  EXPECT_EQ(sync_wait(within(*timer, hours(1), never_well(), 2, 3)), 3);
  sync_wait(pause(*timer, milliseconds(60)));  // the one that came too late ends too
}

TEST(Deadline, OfManyWhoFinishARaceOneIsHeard) {
  std::vector<int> heard;
  Race<int> race([&](int value) { heard.push_back(value); });
  EXPECT_FALSE(race.over());
  race.finish(1);
  race.finish(2);
  EXPECT_TRUE(race.over());
  EXPECT_EQ(heard, (std::vector<int>{1}));
}

}  // namespace
}  // namespace plaza::payments
