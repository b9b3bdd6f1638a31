#include "runs.h"

#include "customer_taker.h"
#include "order_taker.h"
#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::interchange {
namespace {

constexpr int attempts_max = 3;

struct TakeFile {
  static constexpr const char* kind = "interchange.take";
  RunId run_id;
  template <class V>
  void describe(V& v) {
    v("run_id", run_id);
  }
};

struct KeptProblems {
  std::vector<Problem> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, problems_max});
  }
};

std::int64_t count_rows(std::string_view file) {
  csv::Reader reader(csv::from_text(file));
  csv::Record record;
  std::int64_t rows = -1;  // the header
  while (reader.next(record)) ++rows;
  return std::max<std::int64_t>(rows, 0);
}

void save_in(db::Transaction& tx, const Run& run, Time finished_at) {
  const std::string problems = json::encode(KeptProblems{run.problems});
  tx.send(sql::save_run, {run.id, static_cast<int>(run.status), run.done, run.created, run.updated, run.unchanged, run.failed,
                          problems});
  if (finished_at.micros) tx.send(sql::finish_run, {run.id, finished_at});
}

}  // namespace

std::unique_ptr<Taker> open_taker(const Needs& needs, Kind kind, csv::Source source) {
  if (kind == Kind::customers) return std::make_unique<CustomerTaker>(needs, std::move(source));
  return std::make_unique<OrderTaker>(needs, std::move(source));
}

void note_in_trail(const Needs& needs, db::Transaction& tx, std::string_view actor, std::string_view action, Kind kind,
                   std::string_view filter) {
  tx.send(sql::insert_trail, {needs.ids.next(), needs.clock.now(), actor, action, json::enum_text(kind), filter});
}

Result<Run> Runs::start(db::Transaction& tx, Run run, std::string_view file) const {
  TRY_DONE(open_taker(needs_, run.kind, csv::from_text(file))->begin());
  run.id = needs_.ids.make<RunId>();
  run.started_at = needs_.clock.now();
  run.total = count_rows(file);
  tx.send(sql::insert_run, {run.id, static_cast<int>(run.kind), static_cast<int>(run.status), run.dry_run, run.source,
                            run.actor, run.total, db::Bytes{file}, run.started_at, run.by_owner});
  if (!run.dry_run) note_in_trail(needs_, tx, run.actor, "import", run.kind, to_text(run.id));
  jobs::enqueue(tx, {.kind = TakeFile::kind, .payload = json::encode(TakeFile{run.id})});
  return run;
}

std::optional<Run> Runs::find(db::Reader& reader, RunId id) const {
  return reader.one(sql::find_run, {id}, [&](const db::Row& row) {
    Run run;
    run.id = id;
    run.kind = static_cast<Kind>(row.integer(0));
    run.status = static_cast<RunStatus>(row.integer(1));
    run.dry_run = row.integer(2) != 0;
    run.source = row.string(3);
    run.actor = row.string(4);
    run.total = row.integer(5);
    run.done = row.integer(6);
    run.created = row.integer(7);
    run.updated = row.integer(8);
    run.unchanged = row.integer(9);
    run.failed = row.integer(10);
    if (auto kept = json::decode<KeptProblems>(row.text(11)); kept.ok()) run.problems = std::move(kept->list);
    run.started_at = row.time(12);
    run.by_owner = row.integer(13) != 0;
    return run;
  });
}

void Runs::add_jobs(jobs::Runner& runner) {
  runner.handle(TakeFile::kind, {.attempts_max = attempts_max, .first_pause = seconds(10), .threads = 1},
                [this](const jobs::Job& job) { return take(job); });
}

Status Runs::save(const Run& run) const {
  const auto work = [&](db::Transaction& tx) -> Status {
    save_in(tx, run, needs_.clock.now());
    return done();
  };
  return needs_.database.write_now(work);
}

// A run that was cut off begins anew: what it did already is found unchanged.
Status Runs::take(const jobs::Job& job) const {
  TRY(const auto order, json::decode<TakeFile>(job.payload));
  const auto load = [&](db::Reader& reader) { return find(reader, order.run_id); };
  const auto stored = needs_.database.read_now(load);
  const auto load_file = [&](db::Reader& reader) {
    return reader.one(sql::run_file, {order.run_id}, [](const db::Row& row) { return std::string(row.bytes(0)); });
  };
  const auto file = needs_.database.read_now(load_file);
  if (!stored || !file) return done();  // it has ended
  Run run = *stored;
  run.status = RunStatus::running;
  run.done = run.created = run.updated = run.unchanged = run.failed = 0;
  run.problems.clear();
  const auto taker = open_taker(needs_, run.kind, csv::from_text(*file));
  try {
    TRY_DONE(taker->begin());
    const auto taken = take_all(run, *taker);
    if (taken.ok() || job.attempt < attempts_max) return taken;
    run.complain(0, "", taken.error().detail);
  } catch (const std::exception&) {
    if (job.attempt < attempts_max) throw;
    run.complain(0, "", "The import broke; what it had done until then stays.");
  }
  run.status = RunStatus::failed;
  return save(run);
}

Status Runs::take_all(Run& run, Taker& taker) const {
  for (bool more = true; more;) {
    more = taker.gather(run);
    Run next;
    const auto work = [&](db::Transaction& tx) -> Status {
      next = run;  // the write may be run again
      const auto bring_in = [&] {
        taker.write(tx, next);
        return !next.dry_run;
      };
      tx.nested(bring_in);
      next.done = taker.rows();
      if (!more) next.status = RunStatus::finished;
      save_in(tx, next, more ? Time{} : needs_.clock.now());
      return done();
    };
    TRY_DONE(needs_.database.write_now(work));
    run = std::move(next);
  }
  return done();
}

}  // namespace plaza::interchange
