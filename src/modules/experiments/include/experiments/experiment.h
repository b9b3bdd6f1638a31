// An experiment: what is tried, on whom, and what became of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiments/ids.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::experiments {

//   draft -> running -> stopped -> decided
enum class Stage { draft, running, stopped, decided };
constexpr auto enum_names(Stage*) { return std::array{"draft", "running", "stopped", "decided"}; }

// What is measured of each person from their exposure on. Stored by their numbers: do not reorder.
enum class Metric { conversion, net_revenue, views, sessions, likes, posts, orders };
constexpr auto enum_names(Metric*) {
  return std::array{"conversion", "net_revenue", "views", "sessions", "likes", "posts", "orders"};
}
inline constexpr std::size_t metric_count = 7;

struct Variant {
  static constexpr const char* schema_name = "ExperimentVariant";
  std::string key;   // what pages ask for
  std::string name;  // for people
  std::int64_t share = 50;
  friend bool operator==(const Variant&, const Variant&) = default;
  template <class V>
  void describe(V& v) {
    v("key", key, json::Length{1, 40});
    v("name", name, json::Optional{}, json::Length{0, 100});
    v("share", share, json::Optional{}, json::Between{1, 10'000}, json::Doc{"Of all shares of the experiment together."});
  }
};

// What staff say of it.
struct Terms {
  std::string key;
  std::string name;
  std::string hypothesis;
  std::vector<Variant> variants;  // 2..6; the first is the control
  std::string audience;           // a segment's handle; empty: everybody
  Metric primary = Metric::conversion;
  std::int64_t people_planned = 1'000;  // per variant: where intervals are narrowest
  friend bool operator==(const Terms&, const Terms&) = default;
  template <class V>
  void describe(V& v) {
    v("key", key, json::Length{1, 60}, json::Doc{"What pages ask for: a-z, 0-9, _ and -. Cannot be changed once it runs."});
    v("name", name, json::Length{1, 120});
    v("hypothesis", hypothesis, json::Optional{}, json::Length{0, 2'000}, json::Multiline{});
    v("variants", variants, json::Items{2, 6}, json::Doc{"The first is the control."});
    v("audience", audience, json::Optional{}, json::Length{0, 100}, json::Doc{"A segment's handle; empty: everybody."});
    v("primary", primary, json::Optional{});
    v("people_planned", people_planned, json::Optional{}, json::Between{50, 10'000'000},
      json::Doc{"People per variant at which the interval is narrowest; it holds before and after as well."});
  }
};

struct Decision {
  static constexpr const char* schema_name = "ExperimentDecision";
  std::string variant;
  std::string note;
  friend bool operator==(const Decision&, const Decision&) = default;
  template <class V>
  void describe(V& v) {
    v("variant", variant, json::Length{1, 40});
    v("note", note, json::Optional{}, json::Length{0, 2'000}, json::Multiline{});
  }
};

struct Experiment : Terms {
  ExperimentId id;
  Stage status = Stage::draft;
  std::optional<Decision> decision;
  std::int64_t version = 1;  // counts the changes
  Time created_at, updated_at;
  std::optional<Time> started_at, stopped_at, decided_at;
  friend bool operator==(const Experiment&, const Experiment&) = default;
};

}  // namespace plaza::experiments
