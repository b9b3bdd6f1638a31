#include "store.h"

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::classifiers::store {
namespace {

constexpr std::int64_t runs_kept = 60;

struct Curve {
  std::vector<Step> steps;
  template <class V>
  void describe(V& v) {
    v("steps", steps, json::Items{0, 100'000});
  }
};

int number(Trait trait) { return static_cast<int>(trait); }

}  // namespace

std::int64_t last_version(db::Reader& reader, Trait trait) {
  return reader.one(sql::last_version, {number(trait)}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

void insert(db::Transaction& tx, Trait trait, const Run& run, const std::string& model) {
  const auto bytes = model.empty() ? db::Value(nullptr) : db::Value(db::Bytes{model});
  tx.send(sql::insert_run, {number(trait), run.version, static_cast<int>(run.chosen), run.examples, run.held_out, run.shipped_error,
                            run.shipped_f1, run.before_error, run.before_f1, run.error, run.f1, run.trained_at, bytes});
}

std::vector<Run> runs(db::Reader& reader, Trait trait, int limit) {
  return reader.all(sql::runs_of, {number(trait), limit}, [](const db::Row& row) {
    Run run;
    run.version = row.integer(0);
    run.chosen = static_cast<Chosen>(row.integer(1));
    run.examples = row.integer(2);
    run.held_out = row.integer(3);
    run.shipped_error = row.real(4);
    run.shipped_f1 = row.real(5);
    run.before_error = row.real(6);
    run.before_f1 = row.real(7);
    run.error = row.real(8);
    run.f1 = row.real(9);
    run.trained_at = row.time(10);
    return run;
  });
}

std::string model(db::Reader& reader, Trait trait, std::int64_t version) {
  return reader.one(sql::model_of, {number(trait), version}, [](const db::Row& row) { return std::string(row.bytes(0)); }).value_or("");
}

void tidy(db::Transaction& tx, Trait trait, std::int64_t in_use) {
  tx.send(sql::empty_models, {number(trait), in_use});
  tx.send(sql::forget_runs, {number(trait), last_version(tx, trait) - runs_kept});
}

Use use(db::Reader& reader, Trait trait) {
  const auto read = [](const db::Row& row) {
    Use use;
    use.version = row.integer(0);
    if (auto curve = json::decode<Curve>(row.text(1)); curve.ok()) use.steps = std::move(curve->steps);
    use.examples = row.integer(2);
    use.learnt_from = row.integer(3);
    use.stale = row.integer(4);
    use.looked_at = row.time(5);
    return use;
  };
  return reader.one(sql::find_use, {number(trait)}, read).value_or(Use{});
}

void set_use(db::Transaction& tx, Trait trait, const Use& use) {
  const std::string curve = json::encode(Curve{use.steps});
  tx.send(sql::set_use, {number(trait), use.version, curve, use.examples, use.learnt_from, use.stale, use.looked_at});
}

bool mark_stale(db::Transaction& tx) { return tx.execute(sql::mark_stale, {}) > 0; }

}  // namespace plaza::classifiers::store
