// Texts that say nearly the same, found without comparing each with each: the sketches of ml/text, cut into bands for an index in the
// database. Two texts of likeness J share one of sixteen bands with the chance 1 - (1 - J^4)^16: 0.9 for J = 0.6, 0.12 for J = 0.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ml/text/likeness.h"

namespace plaza::reviews {

// Nothing for less than six words: short praise is alike without being copied.
std::optional<ml::text::Sketch> sketch_of(std::string_view text);
// What the index keeps. Positive numbers.
std::vector<std::int64_t> bands_of(const ml::text::Sketch& sketch);

}  // namespace plaza::reviews
