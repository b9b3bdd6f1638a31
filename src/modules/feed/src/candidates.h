// Where candidates come from. A source adds posts that may suit the viewer; it does not judge them. New sources are added to
// the list in candidates.cpp.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "feed/feed.h"
#include "graph.h"
#include "viewer.h"

namespace plaza::feed {

using Random = std::mt19937_64;
class AffinityModel;

struct Candidate {
  Index post;
  Reason reason;         // of the source that brought it first
  Index detail = none;   // the hashtag for Reason::hashtag
  float similarity = 0;  // to what the viewer engaged with last, by co-engagement
  double score = 0;
  double shift = 0;      // of the score: what the brand's rules add
};

// The candidates of one page; a post stands in it once. Reused by its thread, so that a page allocates little.
class CandidateSet {
 public:
  void begin(std::size_t posts);
  // False when it was there already (then only the similarity is raised).
  bool add(Index post, Reason reason, Index detail = none, float similarity = 0);
  std::vector<Candidate>& items() { return items_; }

 private:
  std::vector<Candidate> items_;
  std::vector<std::uint32_t> place_;  // by post: 1 + its place in items_ when stamp_ is this page's
  std::vector<std::uint32_t> stamp_;
  std::uint32_t page_ = 0;
};

struct Sight {  // what a source may look at
  const Graph& graph;
  const ViewerState& viewer;
  Time now;
  Index topic = none;  // a hashtag that candidates should carry
  Scope scope = Scope::for_you;
  Device device = Device::unknown;
  const std::vector<Index>* wanted = nullptr;  // posts that the brand's rules name; may be null
  bool personal = true;  // false: nothing of the viewer is looked at
  const AffinityModel* affinity = nullptr;  // people with one's taste; null while nothing is learnt
  std::span<const float> person = {};       // the viewer's vector in it; empty: not known
};

class CandidateSource {
 public:
  virtual ~CandidateSource() = default;
  virtual void add(const Sight& sight, Random& random, CandidateSet& set) const = 0;
};

const std::vector<const CandidateSource*>& candidate_sources();

}  // namespace plaza::feed
