// Wakes a background loop: raised by whoever made work, waited on by the loop, which also wakes by itself after a
// while. Raises are counted, so one that happens between looking for work and waiting is not lost. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "platform/base/time.h"

namespace plaza {

class Signal {
 public:
  void raise();
  std::uint64_t count() const;
  // Returns when the count is past `seen`, or after `longest`; gives the count.
  std::uint64_t wait_past(std::uint64_t seen, Micros longest);

 private:
  mutable std::mutex mutex_;
  std::condition_variable raised_;
  std::uint64_t count_ = 0;
};

}  // namespace plaza
