// One moment for each identity, the earliest of all at hand. An entry that a later word replaced is passed over when it comes up.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "evaluate.h"

namespace plaza::segments {

class Timers {
 public:
  std::size_t size() const { return count_; }
  std::optional<std::pair<Time, Index>> first() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front());
  }
  // This, or what is set when that is earlier.
  void set(Index who, Time at) {
    if (who >= at_.size()) at_.resize(std::max<std::size_t>(who + 1, at_.size() + at_.size() / 2), never);
    if (at_[who] <= at) return;
    count_ += at_[who] == never;
    at_[who] = at;
    heap_.emplace_back(at, who);
    std::push_heap(heap_.begin(), heap_.end(), later);
    if (heap_.size() > 2 * count_ + 1'000) rebuild();
  }
  void clear(Index who) {
    if (who >= at_.size() || at_[who] == never) return;
    at_[who] = never;
    --count_;
    while (!heap_.empty() && at_[heap_.front().second] != heap_.front().first) {
      std::pop_heap(heap_.begin(), heap_.end(), later);
      heap_.pop_back();
    }
  }

 private:
  static bool later(const std::pair<Time, Index>& a, const std::pair<Time, Index>& b) { return a > b; }
  void rebuild() {
    std::erase_if(heap_, [&](const auto& entry) { return at_[entry.second] != entry.first; });
    std::sort(heap_.begin(), heap_.end());
    heap_.erase(std::unique(heap_.begin(), heap_.end()), heap_.end());
  }

  std::vector<Time> at_;  // never: none
  std::vector<std::pair<Time, Index>> heap_;
  std::size_t count_ = 0;
};

}  // namespace plaza::segments
