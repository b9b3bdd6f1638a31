// A place for a value that comes later, once: what a coroutine or a thread leaves for who waits for it. std::optional without
// copies, moves and comparisons, which every T would pay for in each file that awaits one.
#pragma once

#include <memory>
#include <utility>

#include "platform/base/check.h"

namespace plaza {

template <class T>
class Slot {
 public:
  Slot() {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (full_) std::destroy_at(&value_);
  }

  // Puts a value in, in the place of one that may be there (a write that is run again).
  template <class... Args>
  void emplace(Args&&... args) {
    if (std::exchange(full_, false)) std::destroy_at(&value_);
    std::construct_at(&value_, std::forward<Args>(args)...);
    full_ = true;
  }
  bool has_value() const { return full_; }
  T& operator*() {
    CHECK(full_);
    return value_;
  }
  T* operator->() { return &**this; }

 private:
  union {
    T value_;
  };
  bool full_ = false;
};

}  // namespace plaza
