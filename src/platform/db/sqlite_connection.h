// One SQLite connection: opened, tuned, with its prepared statements. Used by one thread at a time. Parameters
// are bound by name, because SQLite numbers `$2` before `$1` when it is written first.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/db/database.h"

namespace plaza::db {

enum class SqliteMode { writer, reader };

class SqliteConnection {
 public:
  // Throws DatabaseError when the file cannot be opened.
  SqliteConnection(const SqliteOptions& options, SqliteMode mode);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  void each(const Statement& statement, std::span<const Value> values, const EachRow& row);
  // Rows changed.
  std::int64_t execute(const Statement& statement, std::span<const Value> values);
  void prepare_check(const Statement& statement);
  // False when a transaction is open. After an error it tells that SQLite rolled everything back by itself.
  bool autocommit() const { return sqlite3_get_autocommit(handle_) != 0; }
  // Moves the log into the file and cuts the log to nothing; false when a reader is still in it.
  bool truncate_log();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct Prepared {
    std::string text;
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
    std::vector<std::size_t> order;  // SQLite's parameter i takes values[order[i]]
    std::size_t values = 0;          // how many values the text needs
  };

  void tune(const SqliteOptions& options, SqliteMode mode);
  void pragma(const char* text);
  std::unique_ptr<Prepared> prepare(const Statement& statement, unsigned flags);
  Prepared& cached(const Statement& statement);
  void run(const Statement& statement, std::span<const Value> values, const EachRow* row);
  static void bind(sqlite3_stmt* handle, int parameter, const Value& value);
  [[noreturn]] void fail(const char* what);

  sqlite3* handle_ = nullptr;
  std::unordered_map<const char*, std::unique_ptr<Prepared>>
      statements_;  // by the address of the text
  bool in_row_ = false;
};

}  // namespace plaza::db
