// Who gets which variant: a hash of the unit's name decides, so that every node and every replay gives the same answer without
// asking anybody. Different salts give independent answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace plaza::ml::experiment {

// A number in [0, 1), evenly spread over units: FNV-1a over salt and unit, mixed by splitmix64's finaliser. Never changes: what
// people were given rests on it.
double place_of(std::string_view salt, std::string_view unit);

// Which of the shares (each > 0, in any scale) the place falls into.
std::size_t pick(std::span<const std::int64_t> shares, double place);

}  // namespace plaza::ml::experiment
