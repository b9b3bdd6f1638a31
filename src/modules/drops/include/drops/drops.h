// Drops as other modules see them: what the shop shows of them, and planning one. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "drops/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::drops {

enum class Phase { comes, runs, over };

struct ShownDrop {
  DropId id;
  catalog::ProductId product_id;
  std::string title;
  Phase phase = Phase::comes;
  bool raffle = false;
  bool sold_out = false;
  std::int64_t quantity = 0;
  Time opens_at;
  std::optional<Time> closes_at;
};

struct DropPlan {
  catalog::ProductId product_id;
  bool raffle = false;
  Time joins_at, opens_at;  // opens_at in the future
  std::optional<Time> closes_at;
  std::int64_t quantity = 1;
  std::int64_t per_person = 1;
  bool sells_on = false;  // what is left sells without a gate once it is over
};

class Drops {
 public:
  virtual ~Drops() = default;
  // Those that run or come, and those that ended within a week; newest first, at most 50. Memory.
  virtual std::vector<ShownDrop> shown() const = 0;
  // Nothing for drafts and unknown ones. Memory.
  virtual std::optional<ShownDrop> find(DropId id) const = 0;
  // Makes a drop that is scheduled at once. Codes as of POST /v1/admin/drops.
  virtual Result<DropId> schedule(db::Transaction& tx, const DropPlan& plan) = 0;
};

}  // namespace plaza::drops
