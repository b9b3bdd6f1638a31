// A clock that tests move by hand. Thread-safe.
#pragma once

#include <atomic>

#include "platform/base/time.h"

namespace plaza::testing {

class FakeClock final : public Clock {
 public:
  // 2026-03-01T09:30:00Z unless told otherwise.
  explicit FakeClock(Time start = Time{1'772'357'400'000'000}) : micros_(start.micros) {}

  Time now() const override { return Time{micros_.load()}; }
  void set(Time time) { micros_.store(time.micros); }
  void advance(Micros length) { micros_.fetch_add(length); }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace plaza::testing
