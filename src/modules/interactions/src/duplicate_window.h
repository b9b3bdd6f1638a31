// The message ids of the last 24 hours, bounded: an open-addressing set of 64-bit keyed hashes over a ring that remembers
// their order. Memory instead of a unique index, which would make every insert 13 times as dear. Not thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/base/time.h"

namespace plaza::interactions {

class DuplicateWindow {
 public:
  // At most `capacity` ids (16 bytes each in the ring, 8 to 16 in the table); beyond it the oldest go first.
  DuplicateWindow(std::size_t capacity, std::uint64_t seed);

  // True if the id was not in the window; it then is. Forgets what is older than 24 hours before `now`.
  bool insert(std::string_view message_id, Time now);
  // Takes an id back whose write was rolled back, so that the sender may try again.
  void forget(std::string_view message_id) { erase(hash(message_id)); }
  std::size_t size() const { return count_; }

 private:
  struct Entry {
    std::uint64_t hash;
    std::int64_t at;
  };
  std::uint64_t hash(std::string_view text) const;
  std::size_t find(std::uint64_t hash) const;  // its slot, or the free one where it belongs
  void erase(std::uint64_t hash);
  void drop_oldest();
  void grow();

  std::uint64_t seed_;
  std::size_t capacity_;
  std::vector<std::uint64_t> table_;  // 0 is free
  std::vector<Entry> ring_;           // grows up to capacity_
  std::size_t first_ = 0;             // the oldest entry of ring_
  std::size_t count_ = 0;
};

}  // namespace plaza::interactions
