#include "attempts.h"

#include <algorithm>

namespace plaza::identity {
namespace {
constexpr std::size_t keys_max = 100'000;
}

double Attempts::filled(const Bucket& bucket, Time now) const {
  const double passed = static_cast<double>(std::max<Micros>(now - bucket.at, 0));
  return std::min<double>(allowed_, bucket.tokens + passed * allowed_ / static_cast<double>(window_));
}

// Full buckets say nothing. When an attacker fills the table with half-empty ones, all are forgotten: a moment of leniency is
// better than memory without end, or a refusal for everybody.
void Attempts::make_room(Time now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= allowed_; });
  if (buckets_.size() >= keys_max) buckets_.clear();
}

bool Attempts::take(std::string_view key, Time now) {
  if (allowed_ <= 0) return true;
  std::lock_guard lock(mutex_);
  if (buckets_.size() >= keys_max) make_room(now);
  const auto [entry, is_new] = buckets_.try_emplace(std::string(key), Bucket{static_cast<double>(allowed_), now});
  Bucket& bucket = entry->second;
  bucket.tokens = filled(bucket, now);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void Attempts::give_back(std::string_view key, Time now) {
  if (allowed_ <= 0) return;
  std::lock_guard lock(mutex_);
  const auto entry = buckets_.find(std::string(key));
  if (entry == buckets_.end()) return;
  entry->second.tokens = std::min<double>(allowed_, filled(entry->second, now) + 1);
  entry->second.at = now;
}

}  // namespace plaza::identity
