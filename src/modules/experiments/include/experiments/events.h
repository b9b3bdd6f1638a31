// What experiments announce. All of it is bridged into the interaction log: what learners know of an experiment is in the log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment.h"
#include "experiments/ids.h"
#include "platform/json/describe.h"

namespace plaza::experiments {

// The aggregate is the experiment.
struct ExperimentChanged {
  static constexpr const char* topic = "experiments.experiment_changed";
  ExperimentId experiment_id;
  std::string key;
  Stage status = Stage::draft;
  std::vector<Variant> variants;
  std::optional<Time> started_at, stopped_at;
  template <class V>
  void describe(V& v) {
    v("experiment_id", experiment_id);
    v("key", key);
    v("status", status);
    v("variants", variants);
    v("started_at", started_at);
    v("stopped_at", stopped_at);
  }
};

// The share of people who are kept out of every experiment and of personalisation; said once. The aggregate is 1.
struct HoldoutSet {
  static constexpr const char* topic = "experiments.holdout_set";
  std::int64_t share_bp = 0;
  template <class V>
  void describe(V& v) {
    v("share_bp", share_bp);
  }
};

}  // namespace plaza::experiments
