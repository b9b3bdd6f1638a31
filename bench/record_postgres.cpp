// LD_PRELOAD=librecord_postgres.so RECORD_POSTGRES=FILE plaza serve …: writes down every statement that the server gives to
// PostgreSQL, with its values and time, connection by connection, and where it waits for answers: what checkout_bench replays.
// The file, in the machine's byte order: the texts of all statements as count(4), each 4+n; then for each connection bytes(8) and
// its entries:
//   'Q' number(4) nanoseconds(8) count(2) values     a statement is sent; a value is 'n' | 't' 4+n | 'b' 4+n
//   'S'                                              answers to all that was sent are waited for
#include <dlfcn.h>
#include <libpq-fe.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

template <class T>
std::string raw(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
std::string sized(std::string_view text) { return raw(static_cast<std::uint32_t>(text.size())).append(text); }

struct Connection {  // used by one thread at a time, as the server's are
  std::unordered_map<std::string, std::uint32_t> prepared;  // by the name it was prepared with
  std::string entries;
};

struct Recorder {
  std::mutex mutex;
  std::unordered_map<std::string, std::uint32_t> numbers;  // of texts
  std::vector<std::string> texts;
  std::unordered_map<PGconn*, std::unique_ptr<Connection>> open;
  std::vector<std::unique_ptr<Connection>> closed;

  ~Recorder() {
    const char* path = std::getenv("RECORD_POSTGRES");
    std::FILE* file = path ? std::fopen(path, "wb") : nullptr;
    if (!file) return;
    for (auto& [handle, connection] : open) closed.push_back(std::move(connection));
    std::string head = raw(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) head += sized(text);
    std::fwrite(head.data(), 1, head.size(), file);
    for (const auto& connection : closed) {
      const std::string size = raw(static_cast<std::uint64_t>(connection->entries.size()));
      std::fwrite(size.data(), 1, size.size(), file);
      std::fwrite(connection->entries.data(), 1, connection->entries.size(), file);
    }
    std::fclose(file);
  }

  Connection& of(PGconn* handle) {
    const std::lock_guard lock(mutex);
    auto& connection = open[handle];
    if (!connection) connection = std::make_unique<Connection>();
    return *connection;
  }
  void ends(PGconn* handle) {
    const std::lock_guard lock(mutex);
    const auto found = open.find(handle);
    if (found == open.end()) return;
    closed.push_back(std::move(found->second));
    open.erase(found);
  }
  std::uint32_t number_of(const char* sql) {
    const std::lock_guard lock(mutex);
    const auto [at, fresh] = numbers.try_emplace(sql, static_cast<std::uint32_t>(texts.size()));
    if (fresh) texts.emplace_back(sql);
    return at->second;
  }
};

Recorder& recorder() {
  static Recorder instance;
  return instance;
}

void runs(Connection& connection, std::uint32_t number, int count, const char* const* values, const int* lengths, const int* formats) {
  const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
  auto& entries = connection.entries;
  entries += 'Q' + raw(number) + raw(now) + raw(static_cast<std::uint16_t>(count));
  for (int i = 0; i < count; ++i) {
    if (!values[i]) entries += 'n';
    else if (formats && formats[i] == 1) entries += 'b' + sized({values[i], static_cast<std::size_t>(lengths[i])});
    else entries += 't' + sized(values[i]);
  }
}

template <class Function>
Function real(Function, const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
#define PLAZA_REAL(name) static const auto original = real(&name, #name)

}  // namespace

extern "C" {

int PQsendPrepare(PGconn* handle, const char* name, const char* sql, int count, const Oid* types) {
  PLAZA_REAL(PQsendPrepare);
  recorder().of(handle).prepared[name] = recorder().number_of(sql);
  return original(handle, name, sql, count, types);
}
int PQsendQueryPrepared(PGconn* handle, const char* name, int count, const char* const* values, const int* lengths,
                        const int* formats, int result_format) {
  PLAZA_REAL(PQsendQueryPrepared);
  auto& connection = recorder().of(handle);
  runs(connection, connection.prepared.at(name), count, values, lengths, formats);
  return original(handle, name, count, values, lengths, formats, result_format);
}
int PQsendQueryParams(PGconn* handle, const char* sql, int count, const Oid* types, const char* const* values, const int* lengths,
                      const int* formats, int result_format) {
  PLAZA_REAL(PQsendQueryParams);
  runs(recorder().of(handle), recorder().number_of(sql), count, values, lengths, formats);
  return original(handle, sql, count, types, values, lengths, formats, result_format);
}
int PQpipelineSync(PGconn* handle) {
  PLAZA_REAL(PQpipelineSync);
  recorder().of(handle).entries += 'S';
  return original(handle);
}
void PQfinish(PGconn* handle) {
  PLAZA_REAL(PQfinish);
  recorder().ends(handle);
  original(handle);
}

}  // extern "C"
