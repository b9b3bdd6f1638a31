// All entries of an unordered map, a slice of its buckets at a time with the lock let go in between, so that nobody waits for long. When
// the map grows meanwhile it begins anew: an entry may come twice.
#pragma once

#include <algorithm>
#include <cstddef>
#include <shared_mutex>

namespace plaza::feed {

inline constexpr std::size_t slice_of_all = 1'024;  // buckets, posts or topics under one hold of the lock

template <class Map, class Take>
void in_slices(std::shared_mutex& mutex, const Map& map, const Take& take) {
  std::size_t buckets = 0, bucket = 0;
  for (;;) {
    const std::shared_lock lock(mutex);
    if (map.bucket_count() != buckets) {
      buckets = map.bucket_count();
      bucket = 0;
    }
    for (const std::size_t end = std::min(bucket + slice_of_all, buckets); bucket < end; ++bucket) {
      for (auto each = map.begin(bucket); each != map.end(bucket); ++each) take(*each);
    }
    if (bucket == buckets) return;
  }
}

}  // namespace plaza::feed
