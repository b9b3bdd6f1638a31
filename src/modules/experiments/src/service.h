// Who is given what, from memory: the running experiments and the hold-out's share, and what the learner knows of people.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>

#include "experiments/experiment.h"
#include "experiments/experiments.h"
#include "findings.h"
#include "interactions/log.h"

namespace plaza::experiments {

class ExperimentsService final : public Experiments {
 public:
  ExperimentsService(const Findings& findings, interactions::Log& log, const Clock& clock)
      : findings_(findings), log_(log), clock_(clock) {}

  bool is_held_out(const Viewer& viewer) const override;
  std::vector<Assignment> assignments(const Viewer& viewer) const override;
  std::optional<Assignment> assignment(const Viewer& viewer, std::string_view key) const override;
  Task<bool> expose(Viewer viewer, Assignment assignment) override;

  void plug(const Audience& audience) { audience_ = &audience; }
  void plug(const Allowance& allowance) { allowance_ = &allowance; }
  // The newest version wins, in whatever order changes arrive; only running ones are kept.
  void put(const Experiment& experiment);
  void set_holdout(std::int64_t share_bp);

 private:
  struct Entry {
    std::int64_t version = 0;
    std::shared_ptr<const Experiment> experiment;  // null: not running
  };
  std::optional<Assignment> given(const Viewer& viewer, const std::string& first, const Experiment& experiment) const;
  bool may_measure(const Viewer& viewer) const { return !allowance_ || allowance_->may_measure(viewer); }
  bool held_out_first(const std::string& first) const;

  const Findings& findings_;
  interactions::Log& log_;
  const Clock& clock_;
  const Audience* audience_ = nullptr;
  const Allowance* allowance_ = nullptr;
  mutable std::shared_mutex mutex_;
  std::map<ExperimentId, Entry> entries_;
  std::int64_t holdout_bp_ = 0;  // until it is fixed
};

}  // namespace plaza::experiments
