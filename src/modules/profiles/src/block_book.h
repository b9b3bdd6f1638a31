// Who blocks whom: rows, and all of them in memory.
#pragma once

#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "profiles/blocks.h"
#include "profiles/module.h"

namespace plaza::profiles {

class BlockBook final : public Blocks {
 public:
  explicit BlockBook(const Needs& needs) : database_(needs.database), accounts_(needs.accounts), clock_(needs.clock) {}

  bool blocks(identity::AccountId blocker, identity::AccountId other) const override;
  std::vector<Block> list(db::Reader& reader, identity::AccountId blocker, Time before, int limit) override;
  Status block(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) override;
  Status unblock(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) override;

  void load();
  // What another node changed.
  void refresh(identity::AccountId blocker, identity::AccountId other);
  // Those of a person who is erased, and those against them.
  std::int64_t forget(db::Transaction& tx, identity::AccountId account);

 private:
  void set(identity::AccountId blocker, identity::AccountId other, bool on);

  db::Database& database_;
  identity::Accounts& accounts_;
  const Clock& clock_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, std::unordered_set<std::int64_t>> blocked_;  // by blocker
};

}  // namespace plaza::profiles
