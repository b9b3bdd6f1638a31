// What a rule would have done: self-normalised inverse propensity scoring (Swaminathan & Joachims 2015) over the logged pages. Each place
// is judged given what stood before it: had the rule been in force, how likely would the shown post have been there? What came of it
// counts by that. The estimator is ml/experiment's; viewers, not places, are its independent units. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>

#include "graph.h"
#include "impressions.h"
#include "rulebook.h"

namespace plaza::feed {

struct Estimate {
  double mean = 0, low = 0, high = 0;  // value of an impression in minor units, with its 95 % interval
};

struct Preview {
  std::int64_t impressions = 0;
  std::int64_t affected = 0;  // places at which the rule would have chosen another post
  double effective = 0;       // sample size that the weighted estimate is worth
  double overlap = 0;         // of what the rule would have shown at those places, how much the log has seen: 1 is all of it
  Estimate now, with;
};

struct PreviewQuestion {
  RuleNow rule;
  Time since;
  Worth worth;
  Tuning tuning;
  std::function<bool(const LoggedPage&)> concerns;  // the rule's audience; empty: everybody
};

Preview preview(const Graph& graph, const std::deque<LoggedPage>& pages, const PreviewQuestion& question);

}  // namespace plaza::feed
