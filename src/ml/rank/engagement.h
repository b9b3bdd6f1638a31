// Who engages with what they are shown: from what was shown before, to whom, where, and what they did. Rates of items, of their kinds
// (author, theme …), of people, of places, and of pairs of them, each drawn towards what is known in general when there is little of
// its own; cross-fitted in ten parts, so that no row knows its own outcome. Logistic regression and boosted trees over these features
// are added up. How many trees, how strong a ridge: chosen on the latest part of what was shown.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace plaza::ml::rank {

inline constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

struct Shown {
  std::uint32_t person = 0, item = 0;
  std::uint32_t surface = 0;  // where: a tab, a page
  double at = 0;              // days
  bool engaged = false;       // what is to be foretold
  bool clicked = false;
  float depth = 0;            // how much of it was watched or read: 1 is all
};

struct Items {
  std::size_t count = 0;
  std::vector<std::vector<std::uint32_t>> kinds;  // for each kind of thing (author, theme …) the one of each item, or unknown
  std::vector<float> length;                      // of each item, seconds; 0: none
  std::vector<float> since;                       // the day it came, as Shown::at
};

struct Past {  // before the first that was shown, oldest first; of each person
  std::vector<std::vector<std::uint32_t>> seen, engaged;
};

// How well an item goes with a person's past, by models of other kinds: one number for each.
using Affinity = std::function<std::vector<float>(std::uint32_t person, std::span<const std::uint32_t> items)>;

struct EngagementOptions {
  std::uint64_t seed = 1;
  std::function<void(const std::string& doing)> progress = [](const std::string&) {};
};

class EngagementModel {
 public:
  virtual ~EngagementModel() = default;
  // Higher is likelier; comparable within one call. Outcomes in `shown` are not looked at.
  virtual std::vector<double> score(std::span<const Shown> shown) const = 0;
  virtual std::string about() const = 0;  // what was chosen, in words
};

// `items` and `past` must outlive the model. At least 100 rows with both outcomes, else std::invalid_argument.
std::unique_ptr<EngagementModel> fit_engagement(std::span<const Shown> shown, const Items& items, const Past& past,
                                                const std::vector<Affinity>& affinities, const EngagementOptions& options);

}  // namespace plaza::ml::rank
