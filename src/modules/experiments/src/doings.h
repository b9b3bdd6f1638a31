// What people did, by day, for the last four weeks: what was known of somebody before they met an experiment, and what people in
// and out of the hold-out group do. Held by acting identity, so that links may change.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "experiments/experiment.h"
#include "interactions/packing.h"
#include "platform/base/time.h"

namespace plaza::experiments {

struct Counts {
  std::int64_t orders = 0, revenue = 0, views = 0, sessions = 0, likes = 0, posts = 0;  // revenue: minor units, after returns

  Counts& operator+=(const Counts& other);
  bool none() const { return (orders | revenue | views | sessions | likes | posts) == 0; }
  double value(Metric metric) const;
  friend bool operator==(const Counts&, const Counts&) = default;
};
void pack(interactions::Packer& out, const Counts& counts);
Counts unpack_counts(interactions::Unpacker& in);

inline constexpr std::int64_t window_days = 28;
inline constexpr Micros session_pause = minutes(30);

class Doings {
 public:
  static constexpr std::size_t people_max = 1'000'000;   // more are not counted until others were not seen for four weeks
  static constexpr std::int64_t views_per_day_max = 1'000;  // of one identity: nobody watches more, programs do

  // Somebody was seen at `at`: true when a session begins with it.
  bool seen(const std::string& who, Time at);
  // What of `counts` counted (views beyond the day's limit do not).
  Counts add(const std::string& who, Time at, Counts counts);
  // Of the days [from, to), days since 1970.
  Counts sum(const std::string& who, std::int64_t from, std::int64_t to) const;
  // Every identity that did anything on a day from `from` on.
  void each(std::int64_t from, const std::function<void(const std::string&, const Counts&)>& each) const;
  // Days before the window are forgotten, and who did nothing within it.
  void trim(std::int64_t today);
  void forget(const std::string& who) { people_.erase(who); }
  std::size_t people() const { return people_.size(); }

  void pack(interactions::Packer& out) const;
  void unpack(interactions::Unpacker& in);

 private:
  struct Day {
    std::int64_t day = 0;
    Counts counts;
  };
  struct Person {
    Time last;
    std::vector<Day> days;  // in order
  };
  Person* person(const std::string& who);

  std::unordered_map<std::string, Person> people_;
};

inline std::int64_t day_of(Time at) { return at.micros / days(1); }

}  // namespace plaza::experiments
