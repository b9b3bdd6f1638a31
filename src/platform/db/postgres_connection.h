// One PostgreSQL connection in pipeline mode: statements are queued, and sent without waiting until somebody needs an
// answer. Used by one thread at a time. Parameters and results travel as text, except bytes.
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "platform/db/database.h"

namespace plaza::db {

// What the server or the network said, with what it means for the transaction.
class PostgresError final : public DatabaseError {
 public:
  enum class Meaning { failed, run_again, connection_lost };
  PostgresError(Kind kind, Meaning meaning, const std::string& text)
      : DatabaseError(kind, text), meaning_(meaning) {}
  Meaning meaning() const { return meaning_; }

 private:
  Meaning meaning_;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

class PostgresConnection {
 public:
  // Connects; throws DatabaseError::unavailable.
  explicit PostgresConnection(const PostgresOptions& options);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // Sends without waiting.
  void queue(const Statement& statement, std::span<const Value> values);
  // Sends, waits for all that was queued, gives the result of this statement. Throws the first error of them.
  PostgresResult run(const Statement& statement, std::span<const Value> values);
  // Waits for all that was queued; throws the first error.
  void wait();
  bool waiting() const { return !expected_.empty(); }
  void prepare_check(const Statement& statement);
  // A broken one is good for nothing but its destructor.
  bool broken() const { return broken_; }

 private:
  struct Prepared {
    std::string text;
    std::string server_name;
    bool ready = false;  // queued for preparing, or prepared
  };
  struct Expected {
    const char* name;    // of the statement, for messages
    Prepared* prepares;  // set when it is the answer to a PREPARE
  };

  void configure(const PostgresOptions& options);
  Prepared& prepared(const Statement& statement);
  PostgresResult next_result();
  PostgresResult collect();
  [[noreturn]] void lost(const std::string& where);

  PGconn* connection_ = nullptr;
  bool broken_ = false;
  bool deadline_ = true;  // off while a migration runs
  std::deque<Expected> expected_;
  std::unordered_map<const char*, Prepared> statements_;  // by the address of the text
  int names_ = 0;
};

// Calls `row` for each row of `result`.
void each_row(const PGresult* result, const EachRow& row);
// Rows changed.
std::int64_t changed_rows(PGresult* result);

}  // namespace plaza::db
