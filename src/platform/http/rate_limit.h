// How often somebody may do something: a token bucket per key, in the memory of this process. The table is bounded: of
// more keys than it holds, the one unused for longest is forgotten (and starts with a full bucket again).
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/base/time.h"

namespace plaza::http {

struct RateLimit {
  double burst = 10;         // at once
  double per_second = 1;     // refilled
  std::size_t keys_max = 100'000;
};

// Thread-safe.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit);

  // Takes `tokens` from the key's bucket; false, and nothing is taken, when there are fewer.
  bool take(std::string_view key, Time now, double tokens = 1);
  // How long until `tokens` are there; 0 when they are. For Retry-After.
  Micros wait(std::string_view key, Time now, double tokens = 1) const;
  // The key starts afresh: after a right password, say.
  void forget(std::string_view key);
  std::size_t size() const;

 private:
  struct Bucket {
    std::string key;
    double tokens;
    Time at;
  };
  using Buckets = std::list<Bucket>;
  double tokens_at(const Bucket& bucket, Time now) const;

  const RateLimit limit_;
  mutable std::mutex mutex_;
  Buckets buckets_;  // the last used in front
  std::unordered_map<std::string_view, Buckets::iterator> by_key_;
};

}  // namespace plaza::http
