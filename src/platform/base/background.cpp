#include "platform/base/background.h"

#include <algorithm>
#include <iterator>

namespace plaza {

std::optional<Time> Background::now() {
  std::lock_guard lock(
      mutex_);  // held over the call, so that a clock cannot be removed in the middle of it
  if (clocks_.empty()) return std::nullopt;
  return clocks_.back()->now();
}

void Background::add_clock(const Clock& clock) {
  std::lock_guard lock(mutex_);
  clocks_.push_back(&clock);
}

void Background::remove_clock(const Clock& clock) {
  std::lock_guard lock(mutex_);
  const auto found = std::find(clocks_.rbegin(), clocks_.rend(), &clock);
  if (found != clocks_.rend()) clocks_.erase(std::next(found).base());
}

}  // namespace plaza
