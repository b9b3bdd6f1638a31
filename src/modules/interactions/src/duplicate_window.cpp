#include "duplicate_window.h"

#include <cstring>

#include "platform/base/check.h"

namespace plaza::interactions {

namespace {

std::uint64_t mix(std::uint64_t x) {  // splitmix64's finaliser
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace

DuplicateWindow::DuplicateWindow(std::size_t capacity, std::uint64_t seed)
    : seed_(seed), capacity_(capacity), table_(1024, 0), ring_(512) {
  CHECK(capacity >= 512);
}

std::uint64_t DuplicateWindow::hash(std::string_view text) const {
  std::uint64_t state = mix(seed_ ^ text.size());
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    state = mix(state ^ word) + seed_;
    text.remove_prefix(8);
  }
  std::uint64_t tail = 0;
  std::memcpy(&tail, text.data(), text.size());
  state = mix(state ^ tail);
  return state ? state : 1;
}

std::size_t DuplicateWindow::find(std::uint64_t hash) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  while (table_[slot] != 0 && table_[slot] != hash) slot = (slot + 1) & mask;
  return slot;
}

// Linear probing with backward shift: no tombstones, so the table never fills with them.
void DuplicateWindow::erase(std::uint64_t hash) {
  const std::size_t mask = table_.size() - 1;
  std::size_t hole = find(hash);
  if (table_[hole] == 0) return;
  std::size_t next = hole;
  for (;;) {
    next = (next + 1) & mask;
    if (table_[next] == 0) break;
    const std::size_t home = table_[next] & mask;
    const bool may_move = ((next - home) & mask) >= ((next - hole) & mask);
    if (may_move) {
      table_[hole] = table_[next];
      hole = next;
    }
  }
  table_[hole] = 0;
}

void DuplicateWindow::drop_oldest() {
  erase(ring_[first_].hash);
  first_ = (first_ + 1) % ring_.size();
  --count_;
}

void DuplicateWindow::grow() {
  std::vector<Entry> ring(std::min(ring_.size() * 2, capacity_));
  for (std::size_t i = 0; i < count_; ++i) ring[i] = ring_[(first_ + i) % ring_.size()];
  ring_.swap(ring);
  first_ = 0;
  table_.assign(table_.size() * 2, 0);
  for (std::size_t i = 0; i < count_; ++i) table_[find(ring_[i].hash)] = ring_[i].hash;
}

bool DuplicateWindow::insert(std::string_view message_id, Time now) {
  while (count_ > 0 && ring_[first_].at < now.micros - days(1)) drop_oldest();
  const std::uint64_t key = hash(message_id);
  if (table_[find(key)] != 0) return false;
  if (count_ == ring_.size()) {
    if (ring_.size() < capacity_) grow();
    else drop_oldest();
  }
  table_[find(key)] = key;
  ring_[(first_ + count_) % ring_.size()] = {key, now.micros};
  ++count_;
  return true;
}

}  // namespace plaza::interactions
