#include "straight.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

namespace plaza::bench {

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void insert_row(sqlite3_stmt* insert, std::int64_t row) {
  const char* properties = R"({"post_id":"pst_01hxy0000000a","impression_id":"imp-0123456789-3","watch_ms":5230})";
  char id[20];
  std::snprintf(id, sizeof id, "%016lld", static_cast<long long>(row));
  sqlite3_bind_int64(insert, 1, 1'772'366'400'000'000 + row);
  sqlite3_bind_int64(insert, 2, 1'772'366'400'000'000 + row);
  sqlite3_bind_text(insert, 3, "visitor-1234", -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 4, "Post Viewed", -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 5, id, 16, SQLITE_TRANSIENT);
  sqlite3_bind_text(insert, 6, properties, -1, SQLITE_STATIC);
  sqlite3_step(insert);
  sqlite3_reset(insert);
}

}  // namespace

Straight append_straight(const std::string& path, int group, double seconds, double groups_rate) {
  sqlite3* handle = nullptr;
  sqlite3_open(path.c_str(), &handle);
  sqlite3_exec(handle,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536;"
               "CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, at BIGINT, received_at BIGINT, kind BIGINT, trust BIGINT,"
               " account BIGINT, visitor TEXT, user_id TEXT, name TEXT, message_id TEXT, properties TEXT, context TEXT)",
               nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(handle, "INSERT INTO log VALUES (NULL, ?1, ?2, 0, 0, 0, ?3, '', ?4, ?5, ?6, '')", -1, &insert, nullptr);
  std::int64_t rows = 0;
  std::vector<double> ms;
  const auto start = Clock::now();
  while (since(start) < seconds) {
    if (groups_rate > 0) {
      std::this_thread::sleep_until(start + std::chrono::microseconds(static_cast<std::int64_t>(1e6 * static_cast<double>(ms.size()) / groups_rate)));
    }
    const auto begun = Clock::now();
    sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (int n = 0; n < group; ++n) insert_row(insert, rows++);
    sqlite3_exec(handle, "COMMIT", nullptr, nullptr, nullptr);
    ms.push_back(since(begun) * 1000);
  }
  const double took = since(start);
  sqlite3_finalize(insert);
  sqlite3_close(handle);
  std::sort(ms.begin(), ms.end());
  return {static_cast<double>(rows) / took, ms[ms.size() / 2], ms[ms.size() * 99 / 100]};
}

}  // namespace plaza::bench
