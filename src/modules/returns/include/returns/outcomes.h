// What became of a product's units after they had arrived: how many came back, why, and how many failed under warranty. From what the shop
// itself delivered, never from what anybody says. For whoever compares products. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "platform/db/connection.h"

namespace plaza::returns {

// Fewer units say nothing of a product.
inline constexpr std::int64_t outcome_units_min = 30;

struct OutcomeReason {
  std::string label, label_vi;  // as the policy words it
  double share = 0;             // of the units that came back
};

// Of units that arrived in the last 365 days and whose time to come back is over.
struct Outcome {
  double returned = 0;                  // share of the units, 0..1, drawn towards the whole shop's by how few they are
  std::optional<double> failed;         // share with an accepted claim, likewise; nothing while the shop accepted none
  std::int64_t units_at_least = 0;      // 30, 50, 100, 200, 500, 1,000, …: how many are judged, without telling what is sold
  std::vector<OutcomeReason> reasons;   // the main ones, most frequent first; empty: too few came back to say
};

class Outcomes {
 public:
  virtual ~Outcomes() = default;
  // One for each product, in their order; nothing where too few units say something. As of the last count, at most six hours ago.
  virtual std::vector<std::optional<Outcome>> of(db::Reader& reader, std::span<const catalog::ProductId> products) = 0;
};

}  // namespace plaza::returns
