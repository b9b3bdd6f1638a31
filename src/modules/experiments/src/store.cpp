#include "store.h"

#include <limits>
#include <stdexcept>

#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"

namespace plaza::experiments::store {
namespace {

std::optional<Time> maybe_time(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.time(column));
}

Experiment experiment_from(const db::Row& row) {
  auto terms = json::decode<Terms>(row.text(1));
  if (!terms.ok()) throw std::runtime_error("An experiment's definition cannot be read.");
  Experiment experiment;
  static_cast<Terms&>(experiment) = std::move(*terms);
  experiment.id = row.id<ExperimentId>(0);
  experiment.status = json::parse_enum<Stage>(row.text(2)).value_or(Stage::decided);
  if (!row.text(3).empty()) {
    auto decision = json::decode<Decision>(row.text(3));
    if (decision.ok()) experiment.decision = std::move(*decision);
  }
  experiment.version = row.integer(4);
  experiment.created_at = row.time(5);
  experiment.updated_at = row.time(6);
  experiment.started_at = maybe_time(row, 7);
  experiment.stopped_at = maybe_time(row, 8);
  experiment.decided_at = maybe_time(row, 9);
  return experiment;
}

std::string definition_of(const Terms& terms) { return json::encode(terms); }

std::optional<std::int64_t> micros(const std::optional<Time>& time) {
  return time ? std::optional(time->micros) : std::nullopt;
}

}  // namespace

bool insert(db::Transaction& tx, const Experiment& e) {
  const std::string definition = definition_of(e);
  return tx.execute(sql::insert, {e.id, e.key, definition, e.created_at}) == 1;
}

bool update(db::Transaction& tx, const Experiment& e, std::int64_t version, Stage from) {
  const std::string definition = definition_of(e);
  const std::string decision = e.decision ? json::encode(*e.decision) : std::string();
  return tx.execute(sql::update, {e.id, version, json::enum_text(from), e.key, json::enum_text(e.status), definition, decision,
                                  e.updated_at, micros(e.started_at), micros(e.stopped_at), micros(e.decided_at)}) == 1;
}

bool remove(db::Transaction& tx, ExperimentId id) { return tx.execute(sql::remove, {id}) == 1; }

std::optional<Experiment> find(db::Reader& reader, ExperimentId id) { return reader.one(sql::find, {id}, experiment_from); }

std::optional<ExperimentId> owner_of(db::Reader& reader, std::string_view key) {
  return reader.one(sql::owner_of, {key}, [](const db::Row& row) { return row.id<ExperimentId>(0); });
}

std::vector<Experiment> list(db::Reader& reader, ExperimentId before, std::optional<Stage> status, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  const std::string_view name = status ? json::enum_text(*status) : "";
  return reader.all(sql::list, {from, name, limit}, experiment_from);
}

std::vector<Experiment> running(db::Reader& reader) { return reader.all(sql::running, {running_max}, experiment_from); }

Counts count(db::Reader& reader) {
  const auto counts = [](const db::Row& row) { return Counts{row.integer(0), row.integer(1)}; };
  return reader.one(sql::count, {}, counts).value_or(Counts{});
}

std::optional<Holdout> holdout(db::Reader& reader) {
  return reader.one(sql::holdout, {}, [](const db::Row& row) { return Holdout{row.integer(0), row.time(1)}; });
}

bool set_holdout(db::Transaction& tx, const Holdout& holdout) {
  return tx.execute(sql::set_holdout, {holdout.share_bp, holdout.set_at}) == 1;
}

}  // namespace plaza::experiments::store
