// Counts attempts against guessing and flooding: a bucket per key that holds `allowed` tokens and fills again within `window`
// (token bucket). In memory, per node, at most 100,000 keys. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/base/time.h"

namespace plaza::identity {

class Attempts {
 public:
  // `allowed` 0: no limit.
  Attempts(int allowed, Micros window) : allowed_(allowed), window_(window) {}

  // Takes one token; false when there is none.
  bool take(std::string_view key, Time now);
  // Gives one back: the attempt turned out to be no guess.
  void give_back(std::string_view key, Time now);

 private:
  struct Bucket {
    double tokens = 0;
    Time at;
  };
  double filled(const Bucket& bucket, Time now) const;
  void make_room(Time now);

  const int allowed_;
  const Micros window_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace plaza::identity
