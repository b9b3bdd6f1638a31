// What the routes of experiments take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment.h"

namespace plaza::experiments {

struct ExperimentView : Experiment {
  static constexpr const char* schema_name = "ExperimentView";
  std::vector<std::int64_t> people;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("decision", decision);
    v("people", people, json::Doc{"Who met it so far, by variant."});
    v("version", version);
    v("created_at", created_at);
    v("updated_at", updated_at);
    v("started_at", started_at);
    v("stopped_at", stopped_at);
    v("decided_at", decided_at);
    Terms::describe(v);
  }
};
struct ExperimentPage {
  std::vector<ExperimentView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListExperiments {
  std::optional<Stage> status;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct CreateExperiment : Terms {};
struct ExperimentPath {
  ExperimentId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct MoveExperiment {
  ExperimentId id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
  }
};
struct DecideExperiment {
  ExperimentId id;
  std::int64_t version = 0;
  Decision decision;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    decision.describe(v);
  }
};
struct PatchExperiment {
  ExperimentId id;
  std::int64_t version = 0;
  std::optional<std::string> key, name, hypothesis, audience;
  std::optional<std::vector<Variant>> variants;
  std::optional<Metric> primary;
  std::optional<std::int64_t> people_planned;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version);
    v("key", key, json::Length{1, 60});
    v("name", name, json::Length{1, 120});
    v("hypothesis", hypothesis, json::Length{0, 2'000}, json::Multiline{});
    v("audience", audience, json::Length{0, 100});
    v("variants", variants, json::Items{2, 6});
    v("primary", primary);
    v("people_planned", people_planned, json::Between{50, 10'000'000});
  }
};

struct HoldoutView {
  static constexpr const char* schema_name = "Holdout";
  double share = 0.05;
  std::optional<Time> set_at;
  bool feed_asks = false;
  template <class V>
  void describe(V& v) {
    v("share", share);
    v("set_at", set_at, json::Doc{"Since when it is fixed; nothing: nobody is kept out until the first start fixes this share."});
    v("feed_asks", feed_asks, json::Doc{"Whether the feed leaves these people unpersonalised."});
  }
};
struct SetHoldout {
  double share = 0.05;
  template <class V>
  void describe(V& v) {
    v("share", share, json::BetweenReal{0, 0.5});
  }
};

// --- for pages

struct AssignmentView {
  static constexpr const char* schema_name = "VariantAssignment";
  std::string experiment, variant;
  template <class V>
  void describe(V& v) {
    v("experiment", experiment);
    v("variant", variant);
  }
};
struct AssignmentList {
  static constexpr const char* schema_name = "VariantAssignments";
  bool held_out = false;
  std::vector<AssignmentView> items;
  template <class V>
  void describe(V& v) {
    v("held_out", held_out, json::Doc{"Kept out of every experiment and of personalisation."});
    v("items", items);
  }
};
struct Exposed {
  std::string experiment;
  template <class V>
  void describe(V& v) {
    v("experiment", experiment, json::Length{1, 60}, json::Doc{"Its key."});
  }
};

}  // namespace plaza::experiments
