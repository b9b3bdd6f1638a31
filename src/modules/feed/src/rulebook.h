// The brand's rules as a page uses them: those in force for this viewer now, with what they name found in the graph. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "feed/ports.h"
#include "feed/rules.h"
#include "graph.h"

namespace plaza::feed {

struct RuleNow {
  RuleKind kind = RuleKind::boost;
  RuleTarget target = RuleTarget::post;
  Index index = none;     // of the target
  std::size_t place = 0;  // pin: from 0
  double shift = 0;       // boost and bury: of the score
};

inline constexpr std::size_t rules_max = 50;
inline constexpr double bury_shift = -12;  // below what any post reaches by itself

// Nothing while what it names is not there.
std::optional<RuleNow> resolve(const Graph& graph, const RuleTerms& rule);
bool in_force(const RuleTerms& rule, Time now);
bool names(const PostNode& node, Index post, const RuleNow& rule);
// How far the rules move a post's score.
double shift_of(const Graph& graph, Index post, std::span<const RuleNow> rules);
// Posts that the rules name, so that they are among the candidates: the post itself, or the newest of the product, hashtag or creator.
std::vector<Index> wanted_by(const Graph& graph, std::span<const RuleNow> rules);

}  // namespace plaza::feed
