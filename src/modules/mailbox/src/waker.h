// Ends waiting: once woken it stays so. Its descriptor becomes readable, for poll(). Thread-safe.
#pragma once

#include <chrono>

#include "platform/base/time.h"

namespace plaza::mailbox {

class Waker {
 public:
  Waker();
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  void wake();
  bool awake() const;
  int descriptor() const { return descriptor_; }
  // False: woken before the time was over.
  bool pause(Micros length) const;

 private:
  const int descriptor_;
};

}  // namespace plaza::mailbox
