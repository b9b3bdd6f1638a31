#include "platform/http/rate_limit.h"

#include <algorithm>
#include <cmath>

#include "platform/base/check.h"

namespace plaza::http {

RateLimiter::RateLimiter(const RateLimit& limit) : limit_(limit) {
  CHECK(limit.burst > 0 && limit.per_second >= 0 && limit.keys_max > 0);
}

double RateLimiter::tokens_at(const Bucket& bucket, Time now) const {
  // A clock that went back must not take tokens away.
  const double passed = static_cast<double>(std::max<Micros>(now - bucket.at, 0)) / 1e6;
  return std::min(limit_.burst, bucket.tokens + passed * limit_.per_second);
}

bool RateLimiter::take(std::string_view key, Time now, double tokens) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    Bucket& bucket = *found->second;
    buckets_.splice(buckets_.begin(), buckets_, found->second);
    const double there = tokens_at(bucket, now);
    bucket.at = std::max(bucket.at, now);
    bucket.tokens = there;
    if (there < tokens) return false;
    bucket.tokens = there - tokens;
    return true;
  }
  if (limit_.burst < tokens) return false;
  if (buckets_.size() >= limit_.keys_max) {
    by_key_.erase(buckets_.back().key);
    buckets_.pop_back();
  }
  buckets_.push_front({std::string(key), limit_.burst - tokens, now});
  by_key_.emplace(buckets_.front().key, buckets_.begin());
  return true;
}

Micros RateLimiter::wait(std::string_view key, Time now, double tokens) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  const double there = found == by_key_.end() ? limit_.burst : tokens_at(*found->second, now);
  if (there >= tokens) return 0;
  if (limit_.per_second <= 0 || tokens > limit_.burst) return hours(24);
  return static_cast<Micros>(std::ceil((tokens - there) / limit_.per_second * 1e6));
}

void RateLimiter::forget(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto bucket = found->second;
  by_key_.erase(found);
  buckets_.erase(bucket);
}

std::size_t RateLimiter::size() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace plaza::http
