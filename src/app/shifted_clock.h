// The system's clock, moved by an amount: the demo's year of history is written through the real services while the clock
// walks through them. Everywhere else the amount is zero.
#pragma once

#include <atomic>

#include "platform/base/time.h"

namespace plaza::app {

class ShiftedClock final : public Clock {
 public:
  Time now() const override { return system_.now() + shift_.load(std::memory_order_relaxed); }
  void shift(Micros by) { shift_.store(by, std::memory_order_relaxed); }

 private:
  SystemClock system_;
  std::atomic<Micros> shift_ = 0;
};

}  // namespace plaza::app
