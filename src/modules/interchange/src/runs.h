// Runs: a file that is taken in by a job, some records to a transaction together with the run's own row, so that one that was
// killed starts again and finds its work unchanged. A dry run does the same and undoes it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "interchange/ids.h"
#include "interchange/module.h"
#include "platform/base/result.h"
#include "platform/csv/reader.h"

namespace plaza::interchange {

enum class Kind { customers, orders };
constexpr auto enum_names(Kind*) { return std::array<std::string_view, 2>{"customers", "orders"}; }

enum class RunStatus { waiting, running, finished, failed };
constexpr auto enum_names(RunStatus*) {
  return std::array<std::string_view, 4>{"waiting", "running", "finished", "failed"};
}

inline constexpr std::size_t problems_max = 1'000;

struct Problem {
  std::int64_t line = 0;  // of the file, from 1; 0: the whole file
  std::string field;      // the column, or empty
  std::string message;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("field", field);
    v("message", message);
  }
};

struct Run {
  RunId id;
  Kind kind = Kind::customers;
  RunStatus status = RunStatus::waiting;
  bool dry_run = false;
  std::string source;  // of orders: the shop whose they are, when the file does not say
  std::string actor;
  bool by_owner = false;  // may bring store credit in
  std::int64_t total = 0, done = 0;  // rows
  std::int64_t created = 0, updated = 0, unchanged = 0, failed = 0;
  std::vector<Problem> problems;  // the first 1,000
  Time started_at;

  void complain(std::int64_t line, std::string field, std::string message) {
    if (problems.size() < problems_max) problems.push_back({line, std::move(field), std::move(message)});
  }
};

// Takes one kind of file. gather() reads some records, write() brings them in; write() may be called again for the same ones.
class Taker {
 public:
  virtual ~Taker() = default;
  // interchange.file_empty, interchange.unknown_columns.
  virtual Status begin() = 0;
  virtual bool gather(Run& run) = 0;  // what cannot be read is complained of; false: the file has ended
  virtual std::int64_t rows() const = 0;
  virtual void write(db::Transaction& tx, Run& run) const = 0;
};

std::unique_ptr<Taker> open_taker(const Needs& needs, Kind kind, csv::Source source);

class Runs {
 public:
  explicit Runs(const Needs& needs) : needs_(needs) {}
  // Keeps the file, notes it in the trail and enqueues the job. Codes as of Taker::begin().
  Result<Run> start(db::Transaction& tx, Run run, std::string_view file) const;
  std::optional<Run> find(db::Reader& reader, RunId id) const;
  void add_jobs(jobs::Runner& runner);

 private:
  Status take(const jobs::Job& job) const;
  Status take_all(Run& run, Taker& taker) const;
  Status save(const Run& run) const;

  const Needs& needs_;
};

// Who took what out ("export") or in ("import").
void note_in_trail(const Needs& needs, db::Transaction& tx, std::string_view actor, std::string_view action, Kind kind,
                   std::string_view filter);

}  // namespace plaza::interchange
