// One connection to the index file. Used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace plaza::care {

struct IndexError : std::runtime_error {
  IndexError(int error_code, const std::string& text) : std::runtime_error(text), code(error_code) {}
  bool broken() const { return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB; }
  int code;
};

class SqliteHandle {
 public:
  enum class Mode { write, read };
  SqliteHandle(const std::string& path, Mode mode);
  ~SqliteHandle();
  SqliteHandle(const SqliteHandle&) = delete;
  SqliteHandle& operator=(const SqliteHandle&) = delete;

  void run(const char* sql);

  // One run of a statement, which stays prepared; reset at the end. Parameters and columns count from 1 and from 0.
  class Run {
   public:
    Run(SqliteHandle& handle, std::string_view sql);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    Run& bind(int parameter, std::int64_t value);
    Run& bind(int parameter, double value);
    Run& bind(int parameter, std::string_view text);  // borrowed until the end
    bool row();  // false: no more
    void execute() { while (row()) {} }
    std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
    double real(int column) { return sqlite3_column_double(statement_, column); }
    std::string_view text(int column);

   private:
    SqliteHandle& handle_;
    sqlite3_stmt* statement_;
  };

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3_stmt* prepared(std::string_view sql);
  [[noreturn]] void fail(std::string_view what);

  sqlite3* handle_ = nullptr;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> statements_;
};

}  // namespace plaza::care
