#include "platform/db/sqlite_connection.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "platform/db/statistics.h"

namespace plaza::db {
namespace {

constexpr int busy_timeout_ms = 5'000;
// How long a cut of the log waits for readers that are still in it: writers wait meanwhile.
constexpr int cut_timeout_ms = 50;

DatabaseError::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return DatabaseError::Kind::constraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return DatabaseError::Kind::unavailable;
    default:
      return DatabaseError::Kind::other;
  }
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    return view(sqlite3_column_text(statement_, column), column);
  }
  std::string_view bytes(int column) const override {
    return view(sqlite3_column_blob(statement_, column), column);
  }

 private:
  std::string_view view(const void* data, int column) const {
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  sqlite3_stmt* statement_;
};

// Leaves the statement as it was found, whatever happens: an open SELECT would keep the log from being reset.
struct ResetLater {
  sqlite3_stmt* statement;
  bool& in_row;
  ~ResetLater() {
    sqlite3_reset(statement);
    in_row = false;
  }
};

// "$12" -> 12; 0 for anything else ("?", ":name", "$1::BIGINT").
std::size_t parameter_number(const char* name) {
  if (name == nullptr || name[0] != '$') return 0;
  std::size_t number = 0;
  const char* end = name + std::strlen(name);
  const auto [rest, error] = std::from_chars(name + 1, end, number);
  return error == std::errc() && rest == end ? number : 0;
}

const char* name_of(const Statement& statement) {
  return statement.name ? statement.name : "one-off statement";
}

}  // namespace

SqliteConnection::SqliteConnection(const SqliteOptions& options, SqliteMode mode) {
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == SqliteMode::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                : SQLITE_OPEN_READONLY);
  const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
  const int code = sqlite3_open_v2(options.path.c_str(), &handle_, flags, vfs);
  try {
    if (code != SQLITE_OK) {
      const char* reason = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
      throw DatabaseError(DatabaseError::Kind::unavailable,
                          "cannot open " + options.path + ": " + reason);
    }
    tune(options, mode);
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close(handle_);
}

void SqliteConnection::tune(const SqliteOptions& options, SqliteMode mode) {
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0,
                    nullptr);  // "x" is a name, as in PostgreSQL
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  if (mode == SqliteMode::writer) {
    pragma("PRAGMA journal_mode=WAL");
    pragma("PRAGMA synchronous=FULL");
    pragma("PRAGMA foreign_keys=ON");
    pragma("PRAGMA secure_delete=ON");
    // 16 MB of log between checkpoints: a busy shop then writes each hot page once per checkpoint, not per group.
    pragma("PRAGMA wal_autocheckpoint=4000");
    pragma("PRAGMA journal_size_limit=67108864");
    pragma("PRAGMA cache_size=-65536");
  } else {
    pragma("PRAGMA cache_size=-8192");
  }
  pragma("PRAGMA temp_store=MEMORY");
  if (options.vfs.empty()) pragma("PRAGMA mmap_size=1073741824");
}

void SqliteConnection::pragma(const char* text) {
  if (sqlite3_exec(handle_, text, nullptr, nullptr, nullptr) != SQLITE_OK) fail(text);
}

void SqliteConnection::fail(const char* what) {
  throw DatabaseError(kind_of(sqlite3_extended_errcode(handle_)),
                      std::string(what) + ": " + sqlite3_errmsg(handle_));
}

std::unique_ptr<SqliteConnection::Prepared> SqliteConnection::prepare(const Statement& statement,
                                                                      unsigned flags) {
  auto prepared = std::make_unique<Prepared>();
  prepared->text = statement.sql;
  sqlite3_stmt* handle = nullptr;
  const int length = static_cast<int>(prepared->text.size()) + 1;
  if (sqlite3_prepare_v3(handle_, statement.sql, length, flags, &handle, nullptr) != SQLITE_OK) {
    fail(name_of(statement));
  }
  prepared->handle.reset(handle);
  const int count = sqlite3_bind_parameter_count(handle);
  std::vector<bool> seen;
  for (int i = 1; i <= count; ++i) {
    const std::size_t number = parameter_number(sqlite3_bind_parameter_name(handle, i));
    if (number == 0) {
      throw DatabaseError(DatabaseError::Kind::other,
                          std::string(name_of(statement)) + ": parameters are written $1, $2, ...");
    }
    if (seen.size() < number) seen.resize(number);
    seen[number - 1] = true;
    prepared->order.push_back(number - 1);
  }
  prepared->values = seen.size();
  if (std::find(seen.begin(), seen.end(), false) != seen.end()) {
    throw DatabaseError(DatabaseError::Kind::other,
                        std::string(name_of(statement)) + ": a parameter number is missing");
  }
  return prepared;
}

SqliteConnection::Prepared& SqliteConnection::cached(const Statement& statement) {
  auto& slot = statements_[statement.sql];
  // The text is compared too: a text on the heap may take the address of an older one.
  if (!slot || slot->text != statement.sql) slot = prepare(statement, SQLITE_PREPARE_PERSISTENT);
  return *slot;
}

void SqliteConnection::bind(sqlite3_stmt* handle, int parameter, const Value& value) {
  struct Binder {
    sqlite3_stmt* handle;
    int parameter;
    int operator()(std::monostate) const { return sqlite3_bind_null(handle, parameter); }
    int operator()(std::int64_t v) const { return sqlite3_bind_int64(handle, parameter, v); }
    int operator()(double v) const { return sqlite3_bind_double(handle, parameter, v); }
    int operator()(std::string_view v) const {
      return sqlite3_bind_text64(handle, parameter, v.data() ? v.data() : "", v.size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(Bytes v) const {
      return sqlite3_bind_blob64(handle, parameter, v.data.data() ? v.data.data() : "",
                                 v.data.size(), SQLITE_STATIC);
    }
  };
  if (std::visit(Binder{handle, parameter}, value.state()) != SQLITE_OK) {
    throw DatabaseError(DatabaseError::Kind::other, "a value is too large for the database");
  }
}

void SqliteConnection::run(const Statement& statement, std::span<const Value> values,
                           const EachRow* row) {
  CHECK(!in_row_ && "a row callback must not use its own reader");
  std::unique_ptr<Prepared> once;
  if (!statement.name) once = prepare(statement, 0);
  Prepared& prepared = once ? *once : cached(statement);
  sqlite3_stmt* handle = prepared.handle.get();
  if (handle == nullptr) return;  // nothing but a comment
  if (values.size() != prepared.values) {
    throw DatabaseError(DatabaseError::Kind::other, std::string(name_of(statement)) + ": needs " +
                                                        std::to_string(prepared.values) +
                                                        " values, got " +
                                                        std::to_string(values.size()));
  }
  const TimedStatement timed(statement);
  const ResetLater reset{handle, in_row_};
  for (std::size_t i = 0; i < prepared.order.size(); ++i) {
    bind(handle, static_cast<int>(i) + 1, values[prepared.order[i]]);
  }
  const SqliteRow current(handle);
  int code = 0;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
    if (row == nullptr) continue;
    in_row_ = true;
    (*row)(current);
    in_row_ = false;
  }
  if (code != SQLITE_DONE) fail(name_of(statement));
}

void SqliteConnection::each(const Statement& statement, std::span<const Value> values,
                            const EachRow& row) {
  run(statement, values, &row);
}

std::int64_t SqliteConnection::execute(const Statement& statement, std::span<const Value> values) {
  const std::int64_t before = sqlite3_total_changes64(handle_);
  run(statement, values, nullptr);
  // The total also counts what foreign keys and triggers did; it only tells "nothing" from "something", because
  // sqlite3_changes() keeps the number of an earlier statement when this one was a SELECT or DDL.
  return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

void SqliteConnection::prepare_check(const Statement& statement) { prepare(statement, 0); }

bool SqliteConnection::truncate_log() {
  sqlite3_busy_timeout(handle_, cut_timeout_ms);
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  return code == SQLITE_OK;
}

}  // namespace plaza::db
