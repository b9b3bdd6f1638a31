// What is searched for, without who searched: folded text and a number that fades. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/base/time.h"

namespace plaza::search {

class Trends {
 public:
  explicit Trends(const Clock& clock) : clock_(clock) {}

  // Forgets at once what could be somebody's address or number, and what is too long to be a search.
  void searched(std::string_view text);
  // The most frequent now; only what was searched for more than once.
  std::vector<std::string> top(std::size_t limit) const;
  // Those that begin with `typed`, without case and marks.
  std::vector<std::string> beginning(std::string_view typed, std::size_t limit) const;

 private:
  struct Entry {
    std::string text;  // as it was typed last
    double score = 0;  // as of `at`
    std::int64_t times = 0;
    Time at;
  };
  double now_score(const Entry& entry, Time now) const;
  void make_room(Time now);
  template <class Take>
  std::vector<std::string> best(std::size_t limit, const Take& take) const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace plaza::search
