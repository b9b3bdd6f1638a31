// From scored candidates to a page: variety, fairness between creators, the brand's pins, and places given to exploration with their
// propensities. Exploration leans towards what suits the viewer and towards what few were shown (a softmax of the score and an optimism
// that shrinks with impressions), so that a post's first audience is one that may like it. Pure.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "candidates.h"
#include "feed/tuning.h"

namespace plaza::feed {

struct Placed {
  Candidate candidate;
  double propensity = 1;  // that the policy puts this post at this place, given what stands before it
  double explore = 0;     // the part of it that is exploration's
  bool explored = false;  // exploration gave it the place, and the ranking would not have
  bool pinned = false;
};

struct RerankTerms {
  std::size_t limit = 10;
  Tuning tuning;
  bool explores = true;
  std::vector<std::pair<std::size_t, Index>> pins = {};  // place (from 0) and post
};

// What may stand at a place, as the choice sees it.
struct Option {
  Index post;
  double score;
  bool used = false;
};

// The best of `options` for the next place after `before`, or options.size(): the highest score after what the places before it take
// from the same author, product and hashtag; no creator has more than their share while there are others; creators who are shown little
// get theirs unless that is far worse. Used by the re-ranking and, over logged pages, to tell what a rule would have done.
std::size_t best_option(const Graph& graph, std::span<const Option> options, std::span<const Index> before, std::size_t limit,
                        const Tuning& tuning);

// Fewer than `first_audience` impressions within its time: every new post gets them. After that more, up to eight times as many, while
// it may still be better than the average (an upper confidence bound).
enum class Stage { first_audience, earning, known };
Stage stage_of(const Graph& graph, Index post, const Tuning& tuning, Time now);

// At most `terms.limit` of `candidates` (which it reorders).
std::vector<Placed> rerank(const Sight& sight, std::vector<Candidate>& candidates, const RerankTerms& terms, Random& random);

}  // namespace plaza::feed
