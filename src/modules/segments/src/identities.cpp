#include "identities.h"

#include <functional>

namespace plaza::segments {
namespace {

std::uint32_t hash_of(std::string_view text) {
  const std::uint64_t hash = std::hash<std::string_view>()(text);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

std::size_t Visitors::place(std::string_view visitor, std::uint32_t hash, const Identities& identities) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].index != nobody && (slots_[at].hash != hash || identities[slots_[at].index].visitor != visitor)) at = (at + 1) & mask;
  return at;
}

Index Visitors::find(std::string_view visitor, const Identities& identities) const {
  return slots_[place(visitor, hash_of(visitor), identities)].index;
}

void Visitors::add(Index index, const Identities& identities) {
  if ((count_ + 1) * 3 > slots_.size() * 2) grow();
  const std::string_view visitor = identities[index].visitor;
  const auto hash = hash_of(visitor);
  slots_[place(visitor, hash, identities)] = {hash, index};
  ++count_;
}

// Linear probing with backward shift: no tombstones.
void Visitors::remove(std::string_view visitor, const Identities& identities) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = place(visitor, hash_of(visitor), identities);
  if (slots_[hole].index == nobody) return;
  for (std::size_t next = (hole + 1) & mask; slots_[next].index != nobody; next = (next + 1) & mask) {
    const std::size_t home = slots_[next].hash & mask;
    if (((next - home) & mask) < ((next - hole) & mask)) continue;
    slots_[hole] = slots_[next];
    hole = next;
  }
  slots_[hole] = {};
  --count_;
}

void Visitors::grow() {
  std::vector<Slot> before(slots_.size() * 2);
  before.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const auto& slot : before) {
    if (slot.index == nobody) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].index != nobody) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace plaza::segments
