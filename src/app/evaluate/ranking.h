// Judging of rankings of all items, shared by the suites that offer items to people.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "evaluate/report.h"
#include "ml/recommend/blend.h"
#include "ml/recommend/retrieval.h"

namespace plaza::app::evaluate {

struct Means {
  double recall = 0, ndcg = 0, hit = 0, reciprocal_rank = 0;
  std::size_t people = 0;
};

// Mean quality of the first `top` items that are not in the history (with repeats: of all items), over those who wanted any.
Means judge(const ml::recommend::ItemModel& model, const std::vector<std::vector<std::uint32_t>>& histories,
            const std::vector<std::vector<std::uint32_t>>& wanted, std::size_t top, ml::recommend::Repeats repeats);

// What the recipe chose, as a table.
Table table_of(const ml::recommend::Blend& blend);

}  // namespace plaza::app::evaluate
