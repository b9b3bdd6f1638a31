#include "platform/base/signal.h"

#include <chrono>

namespace plaza {

void Signal::raise() {
  std::lock_guard lock(mutex_);
  ++count_;
  raised_.notify_all();
}

std::uint64_t Signal::count() const {
  std::lock_guard lock(mutex_);
  return count_;
}

std::uint64_t Signal::wait_past(std::uint64_t seen, Micros longest) {
  std::unique_lock lock(mutex_);
  raised_.wait_for(lock, std::chrono::microseconds(longest), [&] { return count_ > seen; });
  return count_;
}

}  // namespace plaza
