// Pure decisions: what an experiment may become, which terms are sound, who gets what.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "experiments/experiment.h"
#include "platform/base/result.h"

namespace plaza::experiments {

inline constexpr int running_max = 50;
inline constexpr std::int64_t experiments_max = 5'000;
inline constexpr std::int64_t holdout_default_bp = 500;
inline constexpr std::int64_t holdout_max_bp = 5'000;

bool may_move(Stage from, Stage to);
// Codes: request.invalid with fields.
Status check(const Terms& terms);
// What an experiment that is no draft any more refuses to change; nullptr: all is as it was.
const char* frozen_change(const Terms& before, const Terms& after);

// `first` is the identity that a profile had first ("v:…" or "a:…"): it stays when others are linked to it.
std::size_t variant_of(ExperimentId id, const std::vector<Variant>& variants, std::string_view first);
bool held_out(std::int64_t share_bp, std::string_view first);

}  // namespace plaza::experiments
