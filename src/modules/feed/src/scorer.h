// How well a candidate suits the viewer now: an additive model that is there from the first day (the prior), and the learnt value in
// money, which takes over as it gathers evidence. Pure: it looks and sets numbers.
#pragma once

#include <array>
#include <vector>

#include "post_features.h"
#include "feed/tuning.h"
#include "value.h"

namespace plaza::feed {

// Written into page records: 1, the prior alone; 2, with a share of the learnt value.
inline constexpr int prior_policy = 1;
inline constexpr int learnt_policy = 2;

// The parts of the prior, for scores and for telling the viewer why. Log-odds.
struct PriorParts {
  double rate = 0, hashtags = 0, products = 0, author = 0, similarity = 0, affinity = 0, follow = 0, fresh = 0, heat = 0, seen = 0;
  double sum() const { return rate + hashtags + products + author + similarity + affinity + follow + fresh + heat + seen; }
};
PriorParts prior_of(const Eye::Look& look);

// How high the bar is for this viewer and a post whose goods are nearly gone: stock as a price. Those who want them most see past it.
double scarcity_bar(const Tuning& tuning, std::int64_t stock, const Eye::Look& look);

// Sets `score` of every candidate; higher is better.
void score(const Sight& sight, const Eye& eye, const ValueModel& model, const Tuning& tuning, std::vector<Candidate>& candidates);

}  // namespace plaza::feed
