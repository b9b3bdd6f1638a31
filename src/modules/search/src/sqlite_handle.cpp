#include "sqlite_handle.h"

namespace plaza::search {

SqliteHandle::SqliteHandle(const std::string& path, Mode mode) {
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  try {
    if (code != SQLITE_OK) throw IndexError(code, "cannot open " + path);
    sqlite3_busy_timeout(handle_, mode == Mode::write ? 5'000 : 20);  // readers wait only while the file is made again
    run("PRAGMA temp_store=MEMORY");
    if (mode == Mode::write) run("PRAGMA secure_delete=ON");
    run("PRAGMA mmap_size=4294967296");
    run(mode == Mode::write ? "PRAGMA cache_size=-16384" : "PRAGMA cache_size=-4096");
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

SqliteHandle::~SqliteHandle() {
  statements_.clear();
  sqlite3_close(handle_);
}

void SqliteHandle::run(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

void SqliteHandle::fail(std::string_view what) {
  throw IndexError(sqlite3_extended_errcode(handle_), std::string(what) + ": " + sqlite3_errmsg(handle_));
}

sqlite3_stmt* SqliteHandle::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK) {
    fail(sql);
  }
  statements_.emplace(sql, statement);
  return statement;
}

SqliteHandle::Run::Run(SqliteHandle& handle, std::string_view sql) : handle_(handle), statement_(handle.prepared(sql)) {}
SqliteHandle::Run::~Run() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}
SqliteHandle::Run& SqliteHandle::Run::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_, parameter, value);
  return *this;
}
SqliteHandle::Run& SqliteHandle::Run::bind(int parameter, double value) {
  sqlite3_bind_double(statement_, parameter, value);
  return *this;
}
SqliteHandle::Run& SqliteHandle::Run::bind(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}
bool SqliteHandle::Run::row() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  handle_.fail("index");
}
std::string_view SqliteHandle::Run::text(int column) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

}  // namespace plaza::search
