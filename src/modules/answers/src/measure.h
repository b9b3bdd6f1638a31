// Whether offered answers keep people from having to ask: some, by lot, are shown none, and both are followed. Never counted by clicks.
#pragma once

#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "answers/module.h"
#include "rules.h"

namespace plaza::answers {

struct PlaceReport {
  static constexpr const char* schema_name = "HelpPlaceReport";
  Place place = Place::product;
  std::int64_t shown = 0, shown_asked = 0, unshown = 0, unshown_asked = 0;
  template <class V>
  void describe(V& v) {
    v("place", place);
    v("shown", shown);
    v("shown_asked", shown_asked);
    v("unshown", unshown);
    v("unshown_asked", unshown_asked);
  }
};

struct HelpReport {
  std::int64_t days = 0, outcome_hours = 0;
  std::int64_t shown = 0, shown_asked = 0, unshown = 0, unshown_asked = 0;
  double shown_rate = 0, unshown_rate = 0;
  std::optional<double> prevented, low, high;  // nothing: one of the two groups is empty
  std::int64_t running = 0;                    // people whose time is not over yet: not counted above
  std::vector<PlaceReport> places;
  std::int64_t waiting = 0, with_agents = 0;   // questions now
  std::int64_t answers = 0;                    // that can be offered
  bool ready = true;                           // false: more are being read
  template <class V>
  void describe(V& v) {
    v("days", days);
    v("outcome_hours", outcome_hours);
    v("shown", shown);
    v("shown_asked", shown_asked);
    v("unshown", unshown);
    v("unshown_asked", unshown_asked);
    v("shown_rate", shown_rate);
    v("unshown_rate", unshown_rate);
    v("prevented", prevented, json::Doc{"How much rarer people ask who are shown answers: the difference of the two rates."});
    v("low", low, json::Doc{"Of its 95 % interval."});
    v("high", high);
    v("running", running);
    v("places", places);
    v("waiting", waiting);
    v("with_agents", with_agents);
    v("answers", answers, json::Doc{"That can be offered."});
    v("ready", ready, json::Doc{"False for a while after a start: not all answers are counted yet."});
  }
};

class Measure {
 public:
  explicit Measure(const Needs& needs) : needs_(needs) {}

  // Who is followed, by name of the lot; empty: nobody to follow, or they do not want to be.
  std::string person_of(const Asker& asker) const;
  // True: already written in this period, on this node.
  bool is_known(const std::string& person);
  void begin(db::Transaction& tx, const std::string& person, const Asker& asker, Place place, bool shown);
  void asked_anyway(db::Transaction& tx, const Asker& asker, Outcome outcome, Time at);
  void forget_old(db::Transaction& tx);
  HelpReport report(db::Reader& reader, const Settings& settings, std::int64_t days);

 private:
  std::int64_t period() const { return needs_.clock.now().micros / days(30); }
  const Needs& needs_;
  std::mutex mutex_;
  std::unordered_set<std::string> known_;
};

}  // namespace plaza::answers
