// LD_PRELOAD=librecord_sqlite.so RECORD_SQLITE=FILE plaza serve …: writes down every statement that the server gives to SQLite, with
// its values and time, connection by connection, BEGIN, SAVEPOINT and COMMIT included: what checkout_bench replays.
// The file, in the machine's byte order, for each connection: 'C' read_only(1) name(4+n) bytes(8), then its entries:
//   'S' number(4) text(4+n)                          a statement when it is first seen
//   'R' number(4) nanoseconds(8) count(2) values     a run; a value is 'n' | 'i' 8 bytes | 'd' 8 bytes | 't' 4+n | 'b' 4+n
#include <dlfcn.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

template <class T>
std::string raw(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
std::string sized(const char* data, std::size_t size) {
  return raw(static_cast<std::uint32_t>(size)) + std::string(data, size);
}

struct Connection {  // used by one thread at a time, as the server's are
  std::string name;
  bool read_only = false;
  std::uint32_t statements = 0;
  std::string entries;
};

struct Bound {
  Connection* connection = nullptr;
  std::uint32_t number = 0;
  std::vector<std::string> values;
};

struct Recorder {
  std::shared_mutex mutex;
  std::unordered_map<sqlite3*, Connection*> open;
  std::vector<std::unique_ptr<Connection>> connections;
  std::unordered_map<sqlite3_stmt*, std::unique_ptr<Bound>> statements;

  ~Recorder() {
    const char* path = std::getenv("RECORD_SQLITE");
    std::FILE* file = path ? std::fopen(path, "wb") : nullptr;
    if (!file) return;
    for (const auto& connection : connections) {
      const std::string head = std::string("C") + (connection->read_only ? '\1' : '\0') +
                               sized(connection->name.data(), connection->name.size()) +
                               raw(static_cast<std::uint64_t>(connection->entries.size()));
      std::fwrite(head.data(), 1, head.size(), file);
      std::fwrite(connection->entries.data(), 1, connection->entries.size(), file);
    }
    std::fclose(file);
  }

  Bound* of(sqlite3_stmt* statement) {  // null: one of SQLite's own, in sqlite3_exec
    const std::shared_lock lock(mutex);
    const auto found = statements.find(statement);
    return found == statements.end() ? nullptr : found->second.get();
  }
  void prepared(sqlite3* handle, sqlite3_stmt* statement) {
    const std::unique_lock lock(mutex);
    auto& connection = open[handle];
    if (!connection) {
      connections.push_back(std::make_unique<Connection>());
      connection = connections.back().get();
      const char* name = sqlite3_db_filename(handle, "main");
      const char* base = name ? std::strrchr(name, '/') : nullptr;
      connection->name = base ? base + 1 : "";
      connection->read_only = sqlite3_db_readonly(handle, "main") == 1;
    }
    auto bound = std::make_unique<Bound>();
    bound->connection = connection;
    bound->number = connection->statements++;
    bound->values.resize(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)), "n");
    const char* sql = sqlite3_sql(statement);
    connection->entries += 'S' + raw(bound->number) + sized(sql, std::strlen(sql));
    statements[statement] = std::move(bound);
  }
  void runs(sqlite3_stmt* statement) {
    const Bound* bound = of(statement);
    if (!bound) return;
    const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    auto& entries = bound->connection->entries;
    entries += 'R' + raw(bound->number) + raw(now) + raw(static_cast<std::uint16_t>(bound->values.size()));
    for (const auto& value : bound->values) entries += value;
  }
  void forget(sqlite3_stmt* statement) {
    const std::unique_lock lock(mutex);
    statements.erase(statement);
  }
};

Recorder& recorder() {
  static Recorder instance;
  return instance;
}

template <class Function>
Function real(Function, const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
#define PLAZA_REAL(name) static const auto original = real(&name, #name)

void bind(sqlite3_stmt* statement, int index, std::string value) {
  if (auto* bound = recorder().of(statement)) bound->values.at(static_cast<std::size_t>(index - 1)) = std::move(value);
}

}  // namespace

extern "C" {

int sqlite3_prepare_v3(sqlite3* handle, const char* sql, int length, unsigned flags, sqlite3_stmt** statement, const char** rest) {
  PLAZA_REAL(sqlite3_prepare_v3);
  const int code = original(handle, sql, length, flags, statement, rest);
  if (code == SQLITE_OK && *statement) recorder().prepared(handle, *statement);
  return code;
}
int sqlite3_finalize(sqlite3_stmt* statement) {
  PLAZA_REAL(sqlite3_finalize);
  if (statement) recorder().forget(statement);
  return original(statement);
}
int sqlite3_bind_null(sqlite3_stmt* statement, int index) {
  PLAZA_REAL(sqlite3_bind_null);
  bind(statement, index, "n");
  return original(statement, index);
}
int sqlite3_bind_int64(sqlite3_stmt* statement, int index, sqlite3_int64 value) {
  PLAZA_REAL(sqlite3_bind_int64);
  bind(statement, index, 'i' + raw(static_cast<std::int64_t>(value)));
  return original(statement, index, value);
}
int sqlite3_bind_double(sqlite3_stmt* statement, int index, double value) {
  PLAZA_REAL(sqlite3_bind_double);
  bind(statement, index, 'd' + raw(value));
  return original(statement, index, value);
}
int sqlite3_bind_text64(sqlite3_stmt* statement, int index, const char* text, sqlite3_uint64 size, void (*free)(void*),
                        unsigned char encoding) {
  PLAZA_REAL(sqlite3_bind_text64);
  bind(statement, index, 't' + sized(text, static_cast<std::size_t>(size)));
  return original(statement, index, text, size, free, encoding);
}
int sqlite3_bind_blob64(sqlite3_stmt* statement, int index, const void* data, sqlite3_uint64 size, void (*free)(void*)) {
  PLAZA_REAL(sqlite3_bind_blob64);
  bind(statement, index, 'b' + sized(static_cast<const char*>(data), static_cast<std::size_t>(size)));
  return original(statement, index, data, size, free);
}
int sqlite3_step(sqlite3_stmt* statement) {
  PLAZA_REAL(sqlite3_step);
  if (!sqlite3_stmt_busy(statement)) recorder().runs(statement);
  return original(statement);
}

}  // extern "C"
