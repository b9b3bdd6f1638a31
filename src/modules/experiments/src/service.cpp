#include "service.h"

#include <mutex>

#include "platform/json/codec.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

// As Segment's spec of A/B testing events names its members.
struct Viewed {
  std::string experiment_id, experiment_name, variation_id, variation_name;
  template <class V>
  void describe(V& v) {
    v("experiment_id", experiment_id);
    v("experiment_name", experiment_name);
    v("variation_id", variation_id);
    v("variation_name", variation_name);
  }
};

}  // namespace

void ExperimentsService::put(const Experiment& experiment) {
  const std::unique_lock lock(mutex_);
  Entry& entry = entries_[experiment.id];
  if (experiment.version < entry.version) return;
  entry.version = experiment.version;
  entry.experiment = experiment.status == Stage::running ? std::make_shared<const Experiment>(experiment) : nullptr;
}

void ExperimentsService::set_holdout(std::int64_t share_bp) {
  const std::unique_lock lock(mutex_);
  holdout_bp_ = share_bp;
}

bool ExperimentsService::held_out_first(const std::string& first) const {
  const std::shared_lock lock(mutex_);
  return held_out(holdout_bp_, first);
}

bool ExperimentsService::is_held_out(const Viewer& viewer) const {
  const std::string first = findings_.first_of(viewer);
  return !first.empty() && held_out_first(first);
}

std::optional<Assignment> ExperimentsService::given(const Viewer& viewer, const std::string& first,
                                                    const Experiment& experiment) const {
  const auto exposed = findings_.exposed_to(viewer, experiment.id);
  // Whoever met it stays in it, also when the segment lost them: a page does not change under its reader.
  if (!exposed && !experiment.audience.empty() && (!audience_ || !audience_->contains(experiment.audience, viewer))) return {};
  const auto variant = exposed && *exposed < experiment.variants.size() ? *exposed : variant_of(experiment.id, experiment.variants, first);
  return Assignment{experiment.id, experiment.key, experiment.variants[variant].key};
}

std::vector<Assignment> ExperimentsService::assignments(const Viewer& viewer) const {
  std::vector<Assignment> all;
  const std::string first = findings_.first_of(viewer);
  if (first.empty() || !may_measure(viewer) || held_out_first(first)) return all;
  std::vector<std::shared_ptr<const Experiment>> running;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [id, entry] : entries_) {
      if (entry.experiment) running.push_back(entry.experiment);
    }
  }
  for (const auto& experiment : running) {
    if (auto one = given(viewer, first, *experiment)) all.push_back(std::move(*one));
  }
  return all;
}

std::optional<Assignment> ExperimentsService::assignment(const Viewer& viewer, std::string_view key) const {
  for (auto& one : assignments(viewer)) {
    if (one.key == key) return one;
  }
  return {};
}

Task<bool> ExperimentsService::expose(Viewer viewer, Assignment assignment) {
  if (!may_measure(viewer) || findings_.exposed_to(viewer, assignment.experiment)) co_return false;
  std::string name = assignment.variant;
  {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(assignment.experiment);
    if (found == entries_.end() || !found->second.experiment) co_return false;
    for (const auto& variant : found->second.experiment->variants) {
      if (variant.key == assignment.variant && !variant.name.empty()) name = variant.name;
    }
  }
  interactions::Record record;
  record.at = record.received_at = clock_.now();
  record.kind = interactions::Kind::track;
  record.trust = interactions::Trust::domain;
  record.account = viewer.account;
  record.visitor = viewer.visitor;
  record.name = "Experiment Viewed";
  record.message_id = "seen-" + to_text(assignment.experiment) + "-" +
                      (viewer.account != 0 ? account_key(viewer.account) : visitor_key(viewer.visitor));
  record.properties = json::encode(Viewed{to_text(assignment.experiment), assignment.key, assignment.variant, name});
  std::vector<interactions::Record> records;
  records.push_back(std::move(record));
  const auto appended = co_await log_.append(std::move(records));
  co_return appended.stored > 0;
}

}  // namespace plaza::experiments
