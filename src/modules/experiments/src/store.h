// Experiments and the hold-out's share in the database.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "experiments/experiment.h"
#include "platform/db/connection.h"

namespace plaza::experiments::store {

struct Counts {
  std::int64_t all = 0, running = 0;
};
struct Holdout {
  std::int64_t share_bp = 0;
  Time set_at;
};

// False: the key is taken.
bool insert(db::Transaction& tx, const Experiment& experiment);
// False: it is another version or status by now, or the key is another's.
bool update(db::Transaction& tx, const Experiment& experiment, std::int64_t version, Stage from);
bool remove(db::Transaction& tx, ExperimentId id);
std::optional<Experiment> find(db::Reader& reader, ExperimentId id);
std::optional<ExperimentId> owner_of(db::Reader& reader, std::string_view key);
// Newest first, before `before` (none: from the newest).
std::vector<Experiment> list(db::Reader& reader, ExperimentId before, std::optional<Stage> status, int limit);
std::vector<Experiment> running(db::Reader& reader);
Counts count(db::Reader& reader);

std::optional<Holdout> holdout(db::Reader& reader);
// False: it was said before.
bool set_holdout(db::Transaction& tx, const Holdout& holdout);

}  // namespace plaza::experiments::store
