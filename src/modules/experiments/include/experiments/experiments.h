// What a viewer is given. A unit is a profile: the visitor's variants stay when they sign up or in, on every device. All of it is
// answered from memory; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/ids.h"
#include "experiments/ports.h"
#include "platform/base/task.h"

namespace plaza::experiments {

struct Assignment {
  ExperimentId experiment;
  std::string key;      // of the experiment
  std::string variant;  // its key
};

class Experiments {
 public:
  virtual ~Experiments() = default;

  // In the permanent hold-out group: in no experiment, and shown nothing that is chosen for them.
  virtual bool is_held_out(const Viewer& viewer) const = 0;
  // Of every experiment that runs for this viewer; nothing for nobody.
  virtual std::vector<Assignment> assignments(const Viewer& viewer) const = 0;
  // Nothing: not running, not in its audience, or held out: show what is always shown.
  virtual std::optional<Assignment> assignment(const Viewer& viewer, std::string_view key) const = 0;
  // The viewer now sees the variant: logged as "Experiment Viewed", once for each person. Numbers count from here on.
  virtual Task<bool> expose(Viewer viewer, Assignment assignment) = 0;
};

}  // namespace plaza::experiments
