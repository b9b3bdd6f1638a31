#include "level_table.h"

#include <algorithm>

namespace plaza::inventory {

using catalog::VariantId;

std::size_t LevelTable::shard_of(VariantId variant) {
  return std::hash<VariantId>()(variant) >> 58;
}

std::int64_t LevelTable::available(VariantId variant) const {
  const Shard& shard = shards_[shard_of(variant)];
  std::shared_lock lock(shard.mutex);
  const auto found = shard.entries.find(variant.value);
  return found == shard.entries.end() ? 0 : found->second.buyable();
}

std::optional<Preorder> LevelTable::preorder(VariantId variant, std::int64_t quantity) const {
  const Shard& shard = shards_[shard_of(variant)];
  std::shared_lock lock(shard.mutex);
  const auto found = shard.entries.find(variant.value);
  if (found == shard.entries.end() || !found->second.preorder) return std::nullopt;
  const auto& [left, at, version] = *found->second.preorder;
  if (left < quantity || found->second.one_has(quantity)) return std::nullopt;
  return Preorder{left, at};
}

bool LevelTable::knows_preorder(VariantId variant) const {
  const Shard& shard = shards_[shard_of(variant)];
  std::shared_lock lock(shard.mutex);
  const auto found = shard.entries.find(variant.value);
  return found != shard.entries.end() && found->second.preorder;
}

std::vector<Share> LevelTable::shares(VariantId variant) const {
  std::vector<Share> shares;
  const Shard& shard = shards_[shard_of(variant)];
  std::shared_lock lock(shard.mutex);
  const auto found = shard.entries.find(variant.value);
  if (found == shard.entries.end()) return shares;
  const Entry& entry = found->second;
  if (entry.part.version > 0)
    shares.push_back({LocationId{entry.part.location}, entry.part.available});
  if (entry.parts) {
    for (const auto& part : *entry.parts)
      shares.push_back({LocationId{part.location}, part.available});
  }
  return shares;
}

LevelTable::Part* LevelTable::find(Entry& entry, std::int64_t location) {
  if (entry.part.version == 0 || entry.part.location == location) return &entry.part;
  if (!entry.parts) entry.parts = std::make_unique<std::vector<Part>>();
  for (auto& part : *entry.parts) {
    if (part.location == location) return &part;
  }
  return &entry.parts->emplace_back(Part{location, 0, 0});
}

// True when what can be bought is another number now.
bool LevelTable::put(Entry& entry, const Part& part) {
  Part* old = find(entry, part.location);
  if (part.version <= old->version) return false;
  entry.available += part.available - old->available;
  const bool changed = part.available != old->available;
  *old = part;
  return changed;
}

void LevelTable::apply(VariantId variant, catalog::ProductId product, const LevelPart& part) {
  Shard& shard = shards_[shard_of(variant)];
  std::lock_guard order(shard.order);
  std::int64_t now = 0;
  {
    std::unique_lock lock(shard.mutex);
    Entry& entry = shard.entries[variant.value];
    if (!put(entry, {part.location_id.value, part.available, part.version})) return;
    now = entry.buyable();
  }
  for (const auto& listener : listeners_) listener(product, variant, now);
}

void LevelTable::apply(const PreorderRow& row) {
  Shard& shard = shards_[shard_of(row.variant_id)];
  std::lock_guard order(shard.order);
  std::int64_t now = 0;
  {
    std::unique_lock lock(shard.mutex);
    Entry& entry = shard.entries[row.variant_id.value];
    const std::int64_t before = entry.buyable();
    if (entry.preorder && entry.preorder->version >= row.version) return;
    entry.preorder =
        std::make_unique<Promised>(Promised{row.left(), row.promised_at, row.version});
    now = entry.buyable();
    if (now == before) return;
  }
  for (const auto& listener : listeners_) listener(row.product_id, row.variant_id, now);
}

void LevelTable::apply(const Balance& balance) {
  apply(balance.variant_id, balance.product_id,
        {balance.location_id, balance.available(), balance.version});
}

void LevelTable::load(db::Reader& reader) {
  each_balance(reader, [&](const Balance& balance) { apply(balance); });
  each_preorder(reader, [&](const PreorderRow& preorder) { apply(preorder); });
}

std::vector<VariantId> LevelTable::at_most(std::int64_t most, VariantId after,
                                           std::size_t limit) const {
  std::vector<VariantId> found;
  for (const auto& shard : shards_) {
    std::shared_lock lock(shard.mutex);
    for (const auto& [id, entry] : shard.entries) {
      if (entry.available <= most && id > after.value) found.push_back(VariantId{id});
    }
  }
  const std::size_t count = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end());
  found.resize(count);
  return found;
}

}  // namespace plaza::inventory
