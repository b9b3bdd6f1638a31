// A database of either engine. Writes are plain functions `Result<T>(Transaction&)` that may be run again; an Error
// rolls back just that write. SQLite: one writer thread runs queued writes each in a savepoint and commits them as a
// group (one fsync acknowledges many). PostgreSQL: a pool of connection threads, retried on serialization failures.
// The awaiting coroutine goes on after the COMMIT, refusals included. All members are thread-safe.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "platform/base/function_ref.h"
#include "platform/base/slot.h"
#include "platform/base/task.h"
#include "platform/db/connection.h"
#include "platform/db/migration.h"

namespace plaza::db {

// The world broke: disk full, connection lost, a constraint nobody expected. Becomes 503/500 at the edge.
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind { unavailable, constraint, other };
  DatabaseError(Kind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class Database {
 public:
  virtual ~Database() = default;
  virtual Engine engine() const = 0;

  // co_await database.write([&](Transaction& tx) -> Result<T> { … })
  template <class Function>
  auto write(Function function) -> Task<std::invoke_result_t<Function, Transaction&>>;

  // co_await database.read([&](Reader& reader) { … }): SQLite reads at once on the calling thread.
  template <class Function>
  auto read(Function function) -> Task<std::invoke_result_t<Function, Reader&>>;

  // The same two for threads that may block: jobs, subscribers, start-up, the command line, tests.
  template <class Function>
  auto write_now(Function function) -> std::invoke_result_t<Function, Transaction&>;
  template <class Function>
  auto read_now(Function function) -> std::invoke_result_t<Function, Reader&>;

  // Applies what is missing, in the order given. Throws when an applied one has another checksum.
  virtual void migrate(std::span<const Migration> migrations) = 0;
  // Prepares without running; throws with the engine's message if it cannot be.
  virtual void prepare_check(const Statement& statement) = 0;

  struct WriteWork {
    std::function<bool(Transaction&)> run;        // true: keep, false: roll back this write
    std::function<void(std::exception_ptr)> done;  // after the commit or the roll back; null if all went well
  };
  struct ReadWork {
    std::function<void(Reader&)> run;
    std::function<void(std::exception_ptr)> done;
  };
  virtual void submit(WriteWork work) = 0;
  // Runs `work` at once (SQLite, on the calling thread) or on a pool thread.
  virtual void submit(ReadWork work) = 0;
  // Whether the caller runs inside a write or its continuation: waiting there for another write would never end.
  virtual bool on_writing_thread() const { return false; }

 private:
  // What the four templates above are made of. Work that is borrowed must outlive the wait; a failure is thrown again here.
  using BorrowedWrite = FunctionRef<bool(Transaction&)>;
  using BorrowedRead = FunctionRef<void(Reader&)>;
  Task<Done> written(BorrowedWrite run);
  Task<Done> have_read(BorrowedRead run);
  void write_to_end(BorrowedWrite run);
  void read_to_end(BorrowedRead run);
};

struct SqliteOptions {
  std::string path;
  std::string vfs = "";         // empty: the default; tests name one that drops unsynced writes
  std::size_t group_max = 256;  // writes in one commit
  std::size_t queue_max = 20'000;  // more are refused with DatabaseError::unavailable
  Micros quiet_before_cut = seconds(5);  // then the log is cut, so that erased data does not stay in it
};
std::unique_ptr<Database> open_sqlite(const SqliteOptions& options);

struct PostgresOptions {
  std::string url;  // postgresql://user@host/db, or a libpq keyword string
  int connections = 8;
  std::size_t queue_max = 20'000;
  std::string schema = "";  // where the tables are; empty: the server's search_path
};
std::unique_ptr<Database> open_postgres(const PostgresOptions& options);

// --- templates ---------------------------------------------------------------------------------------------------

template <class Function>
auto Database::write(Function function) -> Task<std::invoke_result_t<Function, Transaction&>> {
  Slot<std::invoke_result_t<Function, Transaction&>> result;
  co_await written([&](Transaction& tx) {
    result.emplace(function(tx));
    return result->ok();
  });
  co_return std::move(*result);
}

template <class Function>
auto Database::read(Function function) -> Task<std::invoke_result_t<Function, Reader&>> {
  Slot<std::invoke_result_t<Function, Reader&>> result;
  const auto run = [&](Reader& reader) { result.emplace(function(reader)); };
  if (engine() == Engine::sqlite) read_to_end(run);  // no suspension: it has finished when submit() returns
  else co_await have_read(run);
  co_return std::move(*result);
}

template <class Function>
auto Database::write_now(Function function) -> std::invoke_result_t<Function, Transaction&> {
  Slot<std::invoke_result_t<Function, Transaction&>> result;
  write_to_end([&](Transaction& tx) {
    result.emplace(function(tx));
    return result->ok();
  });
  return std::move(*result);
}

template <class Function>
auto Database::read_now(Function function) -> std::invoke_result_t<Function, Reader&> {
  Slot<std::invoke_result_t<Function, Reader&>> result;
  read_to_end([&](Reader& reader) { result.emplace(function(reader)); });
  return std::move(*result);
}

}  // namespace plaza::db
