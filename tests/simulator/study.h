// What is measured on a simulated shop, and how. One study is one population with one seed; three shops of it are run side by side, on
// the same people, posts and luck: with the feed as it is, without exploration, and with clicks as all that anything is worth.
//
// Cold visitors. Everybody who comes for the first time in the measured part looks at 30 posts, page by page as the storefront asks for
// them. The value of a look is what it is truly worth to the shop on average (its chances, times the shop's worths). Beside the feed stands
// what the same person at the same moment would have been shown by popularity, which knows the same log.
//
// Good new posts. In the measured part cohorts of new posts come whose true mean value lies in the best tenth of what there is. The served
// rate of a cohort is its share of the places times what its posts are worth to those who see them there, which is the value that it adds
// per impression of the whole feed (the "attention" of fresh content in Wang et al., "Fresh content needs more attention", KDD 2023; what Su
// et al., "Long-term value of exploration", WSDM 2024, call discovered is what has reached its rate). Its attainable rate is the highest
// that it holds over a fifth of the horizon, in whichever of the two shops that is higher. The time to 80 % is the number of impressions
// of the whole feed from the cohort's arrival until the served rate, averaged over a window, first reaches 80 % of the attainable one;
// a cohort that does not get there counts with the horizon (a restricted mean: what is told of the slower shop is a lower bound).
// Cohorts of all seeds are laid over each other before the time is read off, and for the standard error of it one study is left out at a
// time (jackknife).
//
// Estimators. The shop is stopped; pages are made for people who come at random, and nothing is learnt any more. The first place of each
// page, as the page's record tells it, is a logged decision with a propensity. Two other policies are estimated from it: no exploration,
// and half of it. What they are truly worth is found by running them.
//
// A/A. Visitors are divided by a salt in two halves that are treated alike; what they did is compared by ml/experiment.
#pragma once

#include <array>
#include <vector>

#include "population.h"
#include "report.h"
#include "shop.h"

namespace plaza::simulator {

struct Size {
  int seeds = 16;            // with four the time of good new posts is mostly luck
  int warm_visits = 600;
  int measured_visits = 900;
  int cohorts = 3;           // in the measured part
  int cohort_posts = 5;
  int replicates = 10;       // of an estimate, per study
  int decisions = 500;       // in an estimate
  int salts = 300;           // A/A, per study
  int posts = 250;
  bool only_cold = false;    // only what cold visitors meet
};

inline constexpr int cold_looks = 30;
inline constexpr int block = 200;  // impressions of the whole feed
enum Guide : std::size_t { by_feed, by_count, by_value, by_chance, guide_count };
inline constexpr std::array<const char*, guide_count> guide_names = {"feed", "popular_by_count", "popular_by_value", "random"};

struct Unit {  // a visitor in the A/A test
  double before = 0, after = 0;
};
struct Cover {
  int asked = 0, ips = 0, self_normalised = 0, doubly_robust = 0;
};
struct Run {
  double looks = 0, margin = 0, value = 0, purchases = 0, returned = 0;
  std::array<std::array<double, cold_looks>, guide_count> cold{};  // sums
  double strangers = 0;
  std::vector<double> newcomers;  // sums of value by block since arrival
  std::vector<Unit> units;
};

enum class Kind { as_it_is, no_exploration, clicks };
feed::Tuning tuning_of(const Population& people, Kind kind);

// Runs the shop to the end of the measured part.
Run run(Shop& shop, Population& people, const Size& size);
// On a shop that stands still.
void cover(Shop& shop, const Population& people, const Size& size, Cover& none_explored, Cover& half_explored);
struct Alarms {
  double salts = 0, fixed = 0, adjusted = 0, always = 0, ratio = 0;
};
Alarms flat(const std::vector<Unit>& units, std::uint64_t seed, int salts);

struct Study {
  Run feed, bare, clicks;
  Cover none_explored, half_explored;
  Alarms alarms;
};
Study study(const Shape& shape, std::uint64_t seed, const Size& size);

// All figures of one population, named "<shape>.…".
void tell(Report& report, const std::string& shape, const std::vector<Study>& studies);

}  // namespace plaza::simulator
