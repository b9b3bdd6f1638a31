#include "platform/base/task.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "platform/base/result.h"
#include "platform/base/signal.h"

namespace plaza {
namespace {

Task<int> give(int value) { co_return value; }

Task<int> add(int a, int b) {
  const int x = co_await give(a);
  const int y = co_await give(b);
  co_return x + y;
}

Task<int> fail() {
  throw std::runtime_error("broken");
  co_return 0;
}

Task<std::thread::id> thread_after_work_elsewhere() {
  std::thread worker;
  std::function<void(Awaitable<int>::Resume)> start = [&](Awaitable<int>::Resume resume) {
    worker = std::thread([resume] { resume(7); });
  };
  Awaitable<int> elsewhere(start);
  const int value = co_await elsewhere;
  worker.join();
  EXPECT_EQ(value, 7);
  co_return std::this_thread::get_id();
}

TEST(Task, GivesItsValueToTheAwaiter) { EXPECT_EQ(sync_wait(add(2, 3)), 5); }

TEST(Task, CarriesExceptions) { EXPECT_THROW(sync_wait(fail()), std::runtime_error); }

TEST(Task, GoesOnOnTheExecutorItWasSuspendedOn) {
  EXPECT_EQ(sync_wait(thread_after_work_elsewhere()), std::this_thread::get_id());
}

TEST(Task, MayBeAwaitedThousandsDeepInALoop) {
  const auto sum = []() -> Task<int> {
    int total = 0;
    for (int i = 0; i < 100'000; ++i) total += co_await give(1);
    co_return total;
  };
  EXPECT_EQ(sync_wait(sum()), 100'000);
}

TEST(Executor, ScopesNest) {
  EXPECT_EQ(Executor::current(), nullptr);
  LoopExecutor outer, inner;
  {
    ExecutorScope first(outer);
    {
      ExecutorScope second(inner);
      EXPECT_EQ(Executor::current(), &inner);
    }
    EXPECT_EQ(Executor::current(), &outer);
  }
  EXPECT_EQ(Executor::current(), nullptr);
}

TEST(Signal, IsNotLostBetweenLookingAndWaiting) {
  Signal signal;
  const auto seen = signal.count();
  signal.raise();
  EXPECT_EQ(signal.wait_past(seen, hours(1)), seen + 1);
  EXPECT_EQ(signal.wait_past(seen + 1, 0), seen + 1);
}

TEST(Signal, WakesAWaitingThread) {
  Signal signal;
  std::thread other([&] { signal.raise(); });
  EXPECT_EQ(signal.wait_past(0, hours(1)), 1u);
  other.join();
}

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorKind::unprocessable, "test.odd", "It is odd."};
  return value / 2;
}
Result<int> quarter(int value) {
  TRY(const int h, half(value));
  TRY_DONE(half(h));
  return half(h);
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().code, "test.odd");
}

TEST(ResultDeathTest, StopsWhenTheWrongSideIsTaken) {
  EXPECT_DEATH((void)half(3).value(), "CHECK failed");
  EXPECT_DEATH((void)half(2).error(), "CHECK failed");
}

}  // namespace
}  // namespace plaza
