#include "platform/http/rate_limit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace plaza::http {
namespace {

constexpr Time start{1'000'000'000};

TEST(RateLimiter, GivesTheBurstThenTheRate) {
  RateLimiter limiter({3, 1, 10});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.take("a", start));
  EXPECT_FALSE(limiter.take("a", start));
  EXPECT_EQ(limiter.wait("a", start), seconds(1));
  EXPECT_FALSE(limiter.take("a", start + milliseconds(999)));
  EXPECT_TRUE(limiter.take("a", start + seconds(1)));
  EXPECT_FALSE(limiter.take("a", start + seconds(1)));
}

TEST(RateLimiter, ARefusalTakesNothing) {
  RateLimiter limiter({2, 1, 10});
  EXPECT_TRUE(limiter.take("a", start));
  EXPECT_FALSE(limiter.take("a", start, 2));
  EXPECT_TRUE(limiter.take("a", start));
}

TEST(RateLimiter, NeverHoldsMoreThanTheBurst) {
  RateLimiter limiter({2, 1, 10});
  limiter.take("a", start);
  const Time later = start + hours(1);
  EXPECT_TRUE(limiter.take("a", later));
  EXPECT_TRUE(limiter.take("a", later));
  EXPECT_FALSE(limiter.take("a", later));
  EXPECT_FALSE(limiter.take("b", later, 3));
}

TEST(RateLimiter, AClockThatWentBackTakesNothingAway) {
  RateLimiter limiter({2, 1, 10});
  EXPECT_TRUE(limiter.take("a", start));
  EXPECT_TRUE(limiter.take("a", start - hours(1)));
  EXPECT_FALSE(limiter.take("a", start - hours(1)));
  EXPECT_TRUE(limiter.take("a", start + seconds(1)));
}

TEST(RateLimiter, KeysDoNotShareAndCanBeForgotten) {
  RateLimiter limiter({1, 0, 10});
  EXPECT_TRUE(limiter.take("a", start));
  EXPECT_TRUE(limiter.take("b", start));
  EXPECT_FALSE(limiter.take("a", start));
  limiter.forget("a");
  limiter.forget("unknown");
  EXPECT_TRUE(limiter.take("a", start));
}

TEST(RateLimiter, ForgetsTheLongestUnusedWhenFull) {
  RateLimiter limiter({1, 0, 2});
  limiter.take("a", start);
  limiter.take("b", start);
  EXPECT_FALSE(limiter.take("a", start));  // used again: b is now the oldest
  limiter.take("c", start);
  EXPECT_EQ(limiter.size(), 2u);
  EXPECT_FALSE(limiter.take("a", start));
  EXPECT_TRUE(limiter.take("b", start));
}

TEST(RateLimiter, CountsExactlyUnderManyThreads) {
  RateLimiter limiter({100, 0, 10});
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) taken += limiter.take("a", start) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 100);
}

}  // namespace
}  // namespace plaza::http
