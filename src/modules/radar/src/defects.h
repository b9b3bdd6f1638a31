// Pure decisions about defects: whether what people say of a product rises above its own baseline.
//
// A day's signals are as many as units were sold in the 45 days before it, times the product's own rate. The rate is a Gamma belief: begun
// at the shop's rate with the weight of two signals, moved by what the product had in the 90 days that end a week before the window. So
// the count of a window is negative binomial (the Gamma-Poisson model of DuMouchel 1999, and of Bayesian scan statistics: Neill, Moore,
// Cooper 2006), and its upper tail says how strange the count is. Windows of 1 to 14 days are scanned, the strangest counts, times six for
// having looked six times. People count, not signals; who has not shown who they are counts for less, and parts of a person are cut off. Of
// all products those stand out that Benjamini and Hochberg (1995) let through, at a
// level so low that a year of daily looks gives at most as many false alarms as staff allow (the recurrence interval of Kleinman et al.
// 2004), found by simulation.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "radar/signals.h"

namespace plaza::radar {

inline constexpr int used_days = 45;       // after the sale, in which most speak
inline constexpr int baseline_days = 90, guard_days = 7, window_days_max = 14;
inline constexpr int history_days = window_days_max + guard_days + baseline_days + used_days;
inline constexpr std::size_t sources_count = 4;

struct Said {
  int age = 0;  // whole days before now; 0: within the last 24 hours
  Source source = Source::returned;
  std::string person;
  std::int64_t variant = 0;
  double weight = 1;   // of a person
  int bought_age = -1; // whole days before now; -1: not known
};

// Of one product. units[0]: sold today; further back the further on, history_days of them.
struct ProductHistory {
  std::vector<std::int64_t> units;
  std::vector<Said> said;
};

struct Rise {
  int days = 0;             // the window; 0: nothing was said
  std::int64_t people = 0;  // in it
  double expected = 0;      // of its own baseline
  double chance = 1;        // of so many or more, if nothing is wrong; all six windows taken into account
  std::array<std::int64_t, sources_count> by_source{};
  std::int64_t variant = 0;  // of which four of five speak who name one; 0: none
  // The batch: days before now in which four of five ordered whose order is known (three or more), and in which at most half of what was
  // sold of late was sold. -1: none.
  int bought_from_age = -1, bought_until_age = -1;
  std::optional<Time> bought_from, bought_until;  // the same as dates, of who keeps it
  int sources() const;
};

// Signals that one unit gives on one of the days after its sale, over the whole shop.
double shop_rate(std::int64_t signals, double exposure);
// Units of the last 45 days, for each of `days` days back from `from`, added up.
double exposure(std::span<const std::int64_t> units, int from, int days);

Rise strongest_rise(const ProductHistory& product, double rate);
// P(count >= least) of a negative binomial: a Poisson count whose mean is Gamma(shape, per) times `exposed`.
double upper_tail(std::int64_t least, double shape, double per, double exposed);

// Which rises stand out; `false_alarms_a_year` over all of them together. A rise of one source alone needs a hundredth of the chance.
std::vector<std::size_t> standing_out(std::span<const Rise> rises, std::size_t products, double false_alarms_a_year, std::int64_t people_least);

}  // namespace plaza::radar
