// The learner of experiments: who is one person, who was exposed to what, and what each did since. A function of the log alone: what
// it knows of an experiment comes from the domain events that are bridged into it. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "doings.h"
#include "experiments/experiment.h"
#include "experiments/ports.h"
#include "interactions/log.h"
#include "ml/experiment/comparison.h"
#include "people.h"
#include "platform/base/money.h"

namespace plaza::experiments {

using Arms = std::array<ml::experiment::Arm, metric_count>;  // one variant's, by metric

struct Exposure {
  std::int64_t variant = 0;
  Time at;
  bool disagreed = false;  // another device of the same person was given another variant later
  Counts since, before;    // before: of the four weeks that ended with the day before
};

struct DayArms {
  std::int64_t day = 0;  // the sums at its end
  std::vector<Arms> arms;
  std::vector<std::int64_t> people;
};

// What is known of an experiment.
struct Found {
  std::vector<Arms> arms;  // by variant
  std::vector<std::int64_t> people;
  std::vector<DayArms> days;      // oldest first, at most 400
  std::int64_t disagreed = 0;     // people who met two variants; the earlier one counts
  std::int64_t foreign_orders = 0;  // in other currencies: they convert, their money is not counted
  bool full = false;              // more people came than are kept
};

// Everybody of the last four weeks, in and out of the hold-out group.
struct Uplift {
  Arms held_out{}, others{};
  std::int64_t held_out_people = 0, other_people = 0;
};

class Findings final : public interactions::Learner {
 public:
  static constexpr std::size_t exposed_max = 500'000;  // of one experiment
  static constexpr std::size_t days_max = 400;
  static constexpr Micros returns_within = days(180);  // what comes back later is not counted

  explicit Findings(Currency currency) : currency_(currency) {}

  std::string name() const override { return "experiments"; }
  int version() const override { return 2; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;

  // The identity that a viewer's profile had first; empty: nobody.
  std::string first_of(const Viewer& viewer) const;
  std::optional<std::size_t> exposed_to(const Viewer& viewer, ExperimentId id) const;
  std::optional<Found> found(ExperimentId id) const;
  Uplift uplift(Time now, int days) const;

 private:
  struct Course {
    std::string key;
    Stage stage = Stage::draft;
    std::vector<Variant> variants;
    Time started, stopped;  // micros 0: not yet
    std::map<std::string, Exposure> exposed;  // by unit
    std::vector<DayArms> days;
    std::optional<DayArms> last;  // of a decided one: who met it is forgotten
    std::int64_t disagreed = 0, foreign_orders = 0;
    bool full = false;
  };
  struct Order {
    std::string who;
    Time at;
    std::int64_t net = 0;
  };

  void domain(const interactions::Record& record);
  void act(const interactions::Record& record);
  void expose(const interactions::Record& record);
  void change(const interactions::Record& record);
  void link(std::int64_t account, const std::string& visitor);
  void take_over(Course& course, const std::string& from, const std::string& to);
  void paid(const interactions::Record& record);
  void given_back(const interactions::Record& record);
  void unlink(const interactions::Record& record);
  void forget(std::int64_t account);
  void forget_visitors(const interactions::Record& record);
  void consent(const interactions::Record& record);
  bool is_quiet(const std::string& who) const;
  void count(const std::string& who, Time at, const Counts& counts);
  void end_day(std::int64_t today);
  static DayArms sums_of(const Course& course, std::int64_t day);
  void pack_course(interactions::Packer& out, const Course& course) const;
  Course unpack_course(interactions::Unpacker& in) const;

  const Currency currency_;
  mutable std::shared_mutex mutex_;
  People people_;
  Doings doings_;
  std::set<std::string> quiet_;  // identities that may not be measured
  std::map<std::int64_t, Course> courses_;  // by experiment
  std::unordered_map<std::int64_t, Order> orders_;
  std::int64_t holdout_bp_ = 0;  // until it is fixed
  std::int64_t today_ = 0;
};

}  // namespace plaza::experiments
