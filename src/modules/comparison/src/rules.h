// How statements of products become rows. Pure.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "comparison/comparison.h"
#include "comparison/evidence.h"

namespace plaza::comparison {

// The attributes of all products, put together by key: case, spaces, - and _ do not tell keys apart. Those that all state come
// first; else in the order of the first product that has them, later ones' own after those they follow there.
std::vector<Topic> topics_of(std::span<const catalog::Product> products);

// One row: its unit, its best and whether it differs.
ComparisonRow judged(const Topic& topic, std::string_view section);

// Places of the lowest; empty when all are equal.
std::vector<std::int64_t> lowest(std::span<const content::ProductChip> products);

}  // namespace plaza::comparison
