// The features of engagement.h. Private to it.
#pragma once

#include <unordered_map>

#include "ml/rank/engagement.h"
#include "ml/rank/logistic.h"

namespace plaza::ml::rank {

struct Tally {
  double shown = 0, engaged = 0, clicked = 0, depth = 0;
};

// Counts of what was shown that can also be taken back.
class Tallies {
 public:
  explicit Tallies(const Items& items);
  void add(const Shown& shown, double times);  // -1 takes back

  Tally all;
  std::vector<Tally> item, person, surface, length;
  std::vector<std::vector<Tally>> kind;                                   // by kind, by value
  std::vector<std::unordered_map<std::uint64_t, Tally>> person_and_kind;  // by kind
  std::unordered_map<std::uint64_t, Tally> person_and_surface, person_and_length, item_and_surface;

 private:
  const Items& items_;
};

class FeatureTable {
 public:
  FeatureTable(const Items& items, const Past& past, std::vector<Affinity> affinities);
  // What was shown becomes known.
  void learn(std::span<const Shown> shown);
  // The rows of `shown` from all that is known.
  Features rows(std::span<const Shown> shown) const;
  // The rows of what was learnt: each from the other nine tenths.
  Features cross_fitted(std::span<const Shown> learnt);

 private:
  struct Habits {  // of a person's past
    double share = 0;                     // of what was seen that was engaged with
    double length_seen = 0, length_engaged = 0;  // mean logarithms
  };
  void row(const Shown& shown, const std::vector<float>& affinities, std::vector<float>& out) const;
  void kind_features(const Shown& shown, std::size_t kind, double base, std::vector<float>& out) const;
  void item_features(const Shown& shown, double base, std::vector<float>& out) const;
  void person_features(const Shown& shown, double base, std::vector<float>& out) const;
  // Affinities of all rows, asked for person by person.
  std::vector<std::vector<float>> affinities_of(std::span<const Shown> shown) const;

  const Items& items_;
  const Past& past_;
  const std::vector<Affinity> affinities_;
  Tallies tallies_;
  std::vector<double> seen_before_, engaged_before_;  // by item
  std::vector<std::unordered_map<std::uint64_t, std::pair<double, double>>> past_and_kind_;  // seen, engaged
  std::vector<Habits> habits_;
};

}  // namespace plaza::ml::rank
