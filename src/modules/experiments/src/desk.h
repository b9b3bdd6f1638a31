// What staff do with experiments: write them, start, stop and decide them. Codes: experiments.not_found (404); 409:
// experiments.key_taken, wrong_state, stale, too_many, holdout_fixed; request.invalid with fields.
#pragma once

#include <optional>

#include "experiments/experiment.h"
#include "experiments/planning.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "service.h"
#include "store.h"

namespace plaza::experiments {

class Desk final : public Planning {
 public:
  Desk(IdSource& ids, const Clock& clock, ExperimentsService& service) : ids_(ids), clock_(clock), service_(service) {}

  Result<Experiment> create(db::Transaction& tx, const Terms& terms) override;
  Result<Experiment> find(db::Reader& reader, ExperimentId id) const;
  // A draft takes every change; later the words alone (name, hypothesis, names of variants).
  Result<Experiment> update(db::Transaction& tx, ExperimentId id, std::int64_t version, const Terms& terms);
  Status remove(db::Transaction& tx, ExperimentId id);
  Result<Experiment> start(db::Transaction& tx, ExperimentId id, std::int64_t version) override;
  Result<Experiment> stop(db::Transaction& tx, ExperimentId id, std::int64_t version) override;
  Result<Experiment> decide(db::Transaction& tx, ExperimentId id, std::int64_t version, const Decision& decision) override;

  Status set_holdout(db::Transaction& tx, std::int64_t share_bp);

 private:
  Result<Experiment> move(db::Transaction& tx, Experiment experiment, std::int64_t version, Stage to);
  Result<Experiment> write(db::Transaction& tx, Experiment experiment, std::int64_t version, Stage from);
  void tell(db::Transaction& tx, const Experiment& experiment);

  IdSource& ids_;
  const Clock& clock_;
  ExperimentsService& service_;
};

}  // namespace plaza::experiments
