// What people take after what: item → later item, from histories in order of time.
#pragma once

#include <cstdint>
#include <vector>

#include "ml/recommend/sparse.h"

namespace plaza::ml::recommend {

struct TransitionOptions {
  std::size_t steps_max = 5;   // how far behind a later item may stand; its weight is 1 / steps
  double discount = 0.5;       // weights are divided by (times the earlier item was left)^discount
};

SparseRows transitions(const std::vector<std::vector<std::uint32_t>>& histories, std::size_t items, const TransitionOptions& options = {});

}  // namespace plaza::ml::recommend
