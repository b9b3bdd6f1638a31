#include "desk.h"

#include <algorithm>

#include "experiments/events.h"
#include "platform/events/outbox.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

Error not_found() { return {ErrorKind::not_found, "experiments.not_found", "There is no such experiment."}; }
Error wrong_state(const char* why) { return {ErrorKind::conflict, "experiments.wrong_state", why}; }
Error stale() { return {ErrorKind::conflict, "experiments.stale", "Somebody else changed it meanwhile."}; }
Error taken() { return {ErrorKind::conflict, "experiments.key_taken", "Another experiment has this key."}; }

}  // namespace

Result<Experiment> Desk::create(db::Transaction& tx, const Terms& terms) {
  TRY_DONE(check(terms));
  if (store::count(tx).all >= experiments_max)
    return Error{ErrorKind::conflict, "experiments.too_many", "There are as many experiments as there can be."};
  Experiment experiment;
  static_cast<Terms&>(experiment) = terms;
  experiment.id = ids_.make<ExperimentId>();
  experiment.created_at = experiment.updated_at = clock_.now();
  if (!store::insert(tx, experiment)) return taken();
  return experiment;
}

Result<Experiment> Desk::find(db::Reader& reader, ExperimentId id) const {
  auto found = store::find(reader, id);
  if (!found) return not_found();
  return std::move(*found);
}

void Desk::tell(db::Transaction& tx, const Experiment& e) {
  events::publish(tx, e.id.value, ExperimentChanged{e.id, e.key, e.status, e.variants, e.started_at, e.stopped_at});
  tx.on_commit([this, e] { service_.put(e); });
}

Result<Experiment> Desk::write(db::Transaction& tx, Experiment experiment, std::int64_t version, Stage from) {
  experiment.updated_at = clock_.now();
  const auto owner = store::owner_of(tx, experiment.key);
  if (owner && *owner != experiment.id) return taken();
  if (!store::update(tx, experiment, version, from)) return stale();
  ++experiment.version;
  if (experiment.status != Stage::draft) tell(tx, experiment);
  return experiment;
}

Result<Experiment> Desk::update(db::Transaction& tx, ExperimentId id, std::int64_t version, const Terms& terms) {
  TRY(auto experiment, find(tx, id));
  TRY_DONE(check(terms));
  if (experiment.version != version) return stale();
  if (experiment.status != Stage::draft) {
    if (const char* field = frozen_change(experiment, terms))
      return Error{ErrorKind::conflict, "experiments.wrong_state", std::string("Once it runs its ") + field + " stays as it is."};
  }
  static_cast<Terms&>(experiment) = terms;
  const auto from = experiment.status;
  return write(tx, std::move(experiment), version, from);
}

Status Desk::remove(db::Transaction& tx, ExperimentId id) {
  TRY_DONE(find(tx, id));
  if (!store::remove(tx, id)) return wrong_state("Only drafts can be deleted: what ran is kept.");
  return done();
}

Result<Experiment> Desk::move(db::Transaction& tx, Experiment experiment, std::int64_t version, Stage to) {
  const auto from = experiment.status;
  if (!may_move(from, to)) return wrong_state("It is not in a state from which this can be done.");
  if (experiment.version != version) return stale();
  experiment.status = to;
  return write(tx, std::move(experiment), version, from);
}

Result<Experiment> Desk::start(db::Transaction& tx, ExperimentId id, std::int64_t version) {
  TRY(auto experiment, find(tx, id));
  if (store::count(tx).running >= running_max)
    return Error{ErrorKind::conflict, "experiments.too_many", "As many experiments run as can at once."};
  experiment.started_at = clock_.now();
  TRY(auto started, move(tx, std::move(experiment), version, Stage::running));
  if (store::set_holdout(tx, {holdout_default_bp, clock_.now()})) events::publish(tx, 1, HoldoutSet{holdout_default_bp});
  return started;
}

Result<Experiment> Desk::stop(db::Transaction& tx, ExperimentId id, std::int64_t version) {
  TRY(auto experiment, find(tx, id));
  experiment.stopped_at = clock_.now();
  return move(tx, std::move(experiment), version, Stage::stopped);
}

Result<Experiment> Desk::decide(db::Transaction& tx, ExperimentId id, std::int64_t version, const Decision& decision) {
  TRY(auto experiment, find(tx, id));
  const auto known = [&](const Variant& variant) { return variant.key == decision.variant; };
  if (std::none_of(experiment.variants.begin(), experiment.variants.end(), known))
    return invalid_field("variant", "not_found", "is none of its variants");
  experiment.decided_at = clock_.now();
  experiment.decision = decision;
  return move(tx, std::move(experiment), version, Stage::decided);
}

Status Desk::set_holdout(db::Transaction& tx, std::int64_t share_bp) {
  if (!store::set_holdout(tx, {share_bp, clock_.now()})) {
    return Error{ErrorKind::conflict, "experiments.holdout_fixed",
                 "The share was said before. Another one would let people in who were kept out, and nothing could be compared."};
  }
  events::publish(tx, 1, HoldoutSet{share_bp});
  tx.on_commit([this, share_bp] { service_.set_holdout(share_bp); });
  return done();
}

}  // namespace plaza::experiments
