// What can be bought, in memory: one number for each variant, kept as the newest version of each
// location's share. Changes come in any order (this node's commits, other nodes' events); an older
// version never undoes a newer one.
#pragma once

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "allocation.h"
#include "inventory/events.h"
#include "inventory/levels.h"
#include "store.h"
#include "supply_store.h"

namespace plaza::inventory {

class LevelTable final : public Levels {
 public:
  std::int64_t available(catalog::VariantId variant) const override;
  std::optional<Preorder> preorder(catalog::VariantId variant, std::int64_t quantity = 1) const override;
  // What the locations have of it.
  std::vector<Share> shares(catalog::VariantId variant) const;
  // It is, or was, on pre-order.
  bool knows_preorder(catalog::VariantId variant) const override;
  void on_change(Changed changed) override { listeners_.push_back(std::move(changed)); }

  void apply(catalog::VariantId variant, catalog::ProductId product, const LevelPart& part);
  void apply(const Balance& balance);
  void apply(const PreorderRow& preorder);
  void load(db::Reader& reader);
  // Variants behind `after` with at most that many available, in the order of their ids.
  std::vector<catalog::VariantId> at_most(std::int64_t most, catalog::VariantId after,
                                          std::size_t limit) const;

 private:
  struct Part {
    std::int64_t location = 0;
    std::int64_t available = 0;
    std::int64_t version = 0;
  };
  struct Promised {
    std::int64_t left = 0;
    std::optional<Time> at;
    std::int64_t version = 0;
  };
  struct Entry {
    std::int64_t available = 0;  // over the locations
    Part part;                                 // of the first location: most have one
    std::unique_ptr<std::vector<Part>> parts;  // of the others
    std::unique_ptr<Promised> preorder;        // few have one
    std::int64_t buyable() const {
      return preorder ? std::max(available, preorder->left) : available;
    }
    bool one_has(std::int64_t quantity) const {  // one location alone
      const auto enough = [quantity](const Part& other) { return other.available >= quantity; };
      return enough(part) || (parts && std::any_of(parts->begin(), parts->end(), enough));
    }
  };
  struct Shard {
    std::mutex order;  // held while listeners are told, so that they hear of changes in their order
    mutable std::shared_mutex mutex;
    boost::unordered_flat_map<std::int64_t, Entry> entries;
  };

  static bool put(Entry& entry, const Part& part);
  static Part* find(Entry& entry, std::int64_t location);
  static std::size_t shard_of(catalog::VariantId variant);

  std::array<Shard, 64> shards_;
  std::vector<Changed> listeners_;
};

}  // namespace plaza::inventory
