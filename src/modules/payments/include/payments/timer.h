// Runs something later. Payments needs it for deadlines; tests turn it by hand.
#pragma once

#include <functional>
#include <memory>

#include "platform/base/result.h"
#include "platform/base/task.h"
#include "platform/base/time.h"

namespace plaza::payments {

class Timer {
 public:
  virtual ~Timer() = default;
  // Calls `work` once, on another thread, when `delay` has passed. `work` is quick and does not throw. Thread-safe.
  virtual void after(Micros delay, std::function<void()> work) = 0;
};

// One thread; what is still waiting when it is destroyed is dropped.
std::unique_ptr<Timer> open_timer();

// Suspends without holding a thread.
Task<Done> pause(Timer& timer, Micros delay);

}  // namespace plaza::payments
