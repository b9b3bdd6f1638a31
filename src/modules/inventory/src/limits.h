// Purchase limits: how much one order, and one person within a number of days, may have of a variant.
// The rules are memory; what a person had is counted in the database under a row of theirs, so that two
// purchases at once cannot both be within the limit. A variant without a limit costs a look-up.
#pragma once

#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "inventory/stock.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "supply_store.h"

namespace plaza::inventory {

// Thread-safe.
class Limits {
 public:
  Limits(IdSource& ids, const Clock& clock) : ids_(ids), clock_(clock) {}

  void load(db::Reader& reader);
  void put(const LimitRow& limit);
  void remove(catalog::VariantId variant);
  std::optional<LimitRow> of(catalog::VariantId variant) const;

  // inventory.limit_reached if an order of these, and of what it has already, is too large, whoever buys.
  Status check(std::span<const StockLine> lines, std::span<const StockLine> has = {}) const;
  // Counts the units for each of the buyer's keys; inventory.limit_reached: the caller rolls back.
  Status take(db::Transaction& tx, std::string_view order, std::span<const StockLine> lines,
              const Buyer& buyer) const;
  void give_back(db::Transaction& tx, std::string_view order, const StockLine& line) const;

 private:
  IdSource& ids_;
  const Clock& clock_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, LimitRow> limits_;
};

}  // namespace plaza::inventory
