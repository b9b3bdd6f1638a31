// What staff do with experiments. Errors: experiments.not_found (404); experiments.key_taken, experiments.wrong_state,
// experiments.stale, experiments.too_many (409); request.invalid with fields (400). Thread-safe.
#pragma once

#include "experiments/experiment.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::experiments {

class Planning {
 public:
  virtual ~Planning() = default;
  virtual Result<Experiment> create(db::Transaction& tx, const Terms& terms) = 0;
  // The first start fixes the hold-out's share at its default, if nobody said another.
  virtual Result<Experiment> start(db::Transaction& tx, ExperimentId id, std::int64_t version) = 0;
  virtual Result<Experiment> stop(db::Transaction& tx, ExperimentId id, std::int64_t version) = 0;
  virtual Result<Experiment> decide(db::Transaction& tx, ExperimentId id, std::int64_t version, const Decision& decision) = 0;
};

}  // namespace plaza::experiments
