// How fast the embedded database commits: a guarded update and an order-shaped transaction of 14 statements, one by one and
// in groups, against the same statements through bare sqlite3 in equal groups. Arguments: folder (default: the system's
// temporary one), seconds per figure (default 2). Prints one line per figure. With PLAZA_TEST_POSTGRES also on that server.
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <semaphore>
#include <thread>

#include "platform/db/database.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

constexpr db::Migration tables[] = {{"bench", 1, "0001_bench", R"sql(
CREATE TABLE bench_stock (id BIGINT PRIMARY KEY, units BIGINT NOT NULL CHECK (units >= 0), changed_at BIGINT NOT NULL);
CREATE TABLE bench_order (id BIGINT PRIMARY KEY, number BIGINT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL,
  status TEXT NOT NULL, total BIGINT NOT NULL, currency TEXT NOT NULL, placed_at BIGINT NOT NULL);
CREATE UNIQUE INDEX bench_order_number ON bench_order (number);
CREATE TABLE bench_line (order_id BIGINT NOT NULL, line BIGINT NOT NULL, variant BIGINT NOT NULL, title TEXT NOT NULL,
  quantity BIGINT NOT NULL, price BIGINT NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE bench_outbox (id BIGINT PRIMARY KEY, topic TEXT NOT NULL, payload TEXT NOT NULL);
)sql"}};

constexpr db::Statement take{"bench.take", R"sql(
UPDATE bench_stock SET units = units - $2, changed_at = $3 WHERE id = $1 AND units >= $2)sql"};
constexpr db::Statement put_stock{
    "bench.put_stock", "INSERT INTO bench_stock (id, units, changed_at) VALUES ($1, $2, 0)"};
constexpr db::Statement put_order{"bench.put_order", R"sql(
INSERT INTO bench_order (id, number, email, address, status, total, currency, placed_at)
VALUES ($1, $1, $2, $3, 'placed', $4, 'EUR', $5))sql"};
constexpr db::Statement put_line{"bench.put_line", R"sql(
INSERT INTO bench_line (order_id, line, variant, title, quantity, price) VALUES ($1, $2, $3, $4, $5, $6))sql"};
constexpr db::Statement put_event{
    "bench.put_event", "INSERT INTO bench_outbox (id, topic, payload) VALUES ($1, $2, $3)"};
constexpr db::Statement set_status{
    "bench.set_status", "UPDATE bench_order SET status = $2 WHERE id = $1 AND status = 'placed'"};
constexpr db::Statement get_order{"bench.get_order",
                                  "SELECT total, status FROM bench_order WHERE id = $1"};

constexpr int variants = 1'000;
const std::string address =
    R"({"name":"Mai Linh","line1":"12 Hang Bac","city":"Hanoi","country":"VN","postal_code":"100000"})";
const std::string payload =
    R"({"order":"ord_01hxy0000000a","lines":3,"total":{"amount":5997,"currency":"EUR"}})";

bool guarded_update(db::Transaction& tx, std::int64_t n) {
  return tx.execute(take, {1 + n % variants, 1, n}) == 1;
}

// 14 statements: 4 guarded updates, the order, 4 lines, 3 events, one look, one change of status.
bool order(db::Transaction& tx, std::int64_t n) {
  for (int i = 0; i < 4; ++i) {
    if (tx.execute(take, {1 + (n * 7 + i) % variants, 1, n}) == 0) return false;
  }
  tx.send(put_order, {n, "buyer@example.org", address, 5997, n});
  for (int i = 0; i < 4; ++i) tx.send(put_line, {n, i, i, "A ceramic mug, sage green", 1, 1999});
  for (int i = 0; i < 3; ++i) tx.send(put_event, {n * 4 + i, "orders.order_placed", payload});
  const auto total = tx.one(get_order, {n}, [](const db::Row& row) { return row.integer(0); });
  return total && tx.execute(set_status, {n, "paid"}) == 1;
}

using Write = bool (*)(db::Transaction&, std::int64_t);

// Writes a second with `waiting` of them always under way.
double measure(db::Database& database, Write write, int waiting, double for_seconds) {
  static std::atomic<std::int64_t> next{1};
  std::atomic<std::int64_t> kept{0};
  std::counting_semaphore<> free_slots(waiting);
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  while (elapsed() < for_seconds) {
    free_slots.acquire();
    const auto n = next++;
    database.submit(
        db::Database::WriteWork{[write, n](db::Transaction& tx) { return write(tx, n); },
                                [&](std::exception_ptr failure) {
                                  if (!failure) ++kept;
                                  free_slots.release();
                                }});
  }
  for (int i = 0; i < waiting; ++i) free_slots.acquire();
  return static_cast<double>(kept) / elapsed();
}

// The same guarded update through bare sqlite3, `group` in one transaction.
double bare(const std::string& path, int group, double for_seconds) {
  sqlite3* handle = nullptr;
  sqlite3_open(path.c_str(), &handle);
  sqlite3_exec(handle,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
               "PRAGMA secure_delete=ON; PRAGMA cache_size=-65536",
               nullptr, nullptr, nullptr);
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
    return statement;
  };
  const auto step = [](sqlite3_stmt* statement) {
    sqlite3_step(statement);
    sqlite3_reset(statement);
  };
  sqlite3_stmt* update = prepare(
      "UPDATE bench_stock SET units = units - ?2, changed_at = ?3 WHERE id = ?1 AND units >= ?2");
  sqlite3_stmt* begin = prepare("BEGIN IMMEDIATE");
  sqlite3_stmt* commit = prepare("COMMIT");
  std::int64_t count = 0;
  const auto start = std::chrono::steady_clock::now();
  double elapsed = 0;
  while (elapsed < for_seconds) {
    step(begin);
    for (int i = 0; i < group; ++i, ++count) {
      sqlite3_bind_int64(update, 1, 1 + count % variants);
      sqlite3_bind_int64(update, 2, 1);
      sqlite3_bind_int64(update, 3, count);
      step(update);
    }
    step(commit);
    elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  for (auto* statement : {update, begin, commit}) sqlite3_finalize(statement);
  sqlite3_close(handle);
  return static_cast<double>(count) / elapsed;
}

void fill(db::Database& database) {
  database.migrate(tables);
  const auto stock = [](db::Transaction& tx) -> Status {
    for (int id = 1; id <= variants; ++id) tx.send(put_stock, {id, 1'000'000'000});
    return done();
  };
  (void)database.write_now(stock);
}

void show(const char* what, double each_second) { std::printf("%-40s %9.0f /s\n", what, each_second); }

void on_postgres(const char* url, double for_seconds) {
  constexpr const char* schema = "plaza_db_bench";
  const auto run = [&](db::Database& server, const std::string& sql) {
    const auto work = [&](db::Transaction& tx) -> Status {
      tx.execute(db::Statement{nullptr, sql.c_str()}, {});
      return done();
    };
    (void)server.write_now(work);
  };
  auto server = db::open_postgres({.url = url, .connections = 1});
  run(*server, std::string("CREATE SCHEMA ") + schema);
  {
    auto database = db::open_postgres({.url = url, .connections = 8, .schema = schema});
    fill(*database);
    show("PostgreSQL guarded update, 1 by 1", measure(*database, guarded_update, 1, for_seconds));
    show("PostgreSQL guarded update, 64 waiting", measure(*database, guarded_update, 64, for_seconds));
    show("PostgreSQL order, 1 by 1", measure(*database, order, 1, for_seconds));
    show("PostgreSQL order, 64 waiting", measure(*database, order, 64, for_seconds));
  }
  run(*server, std::string("DROP SCHEMA ") + schema + " CASCADE");
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path root =
      count > 1 ? std::filesystem::path(arguments[1]) : std::filesystem::temp_directory_path();
  const double for_seconds = count > 2 ? std::stod(arguments[2]) : 2.0;
  const auto folder =
      root / ("plaza-db-bench-" +
              std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "bench.db").string();
  {
    auto database = db::open_sqlite({.path = path});
    fill(*database);
    show("guarded update, one by one", measure(*database, guarded_update, 1, for_seconds));
    show("guarded update, 1024 waiting", measure(*database, guarded_update, 1024, for_seconds));
    show("order of 14 statements, one by one", measure(*database, order, 1, for_seconds));
    show("order of 14 statements, 1024 waiting", measure(*database, order, 1024, for_seconds));
  }
  show("bare sqlite3 update, groups of 1", bare(path, 1, for_seconds));
  show("bare sqlite3 update, groups of 256", bare(path, 256, for_seconds));
  std::filesystem::remove_all(folder);
  if (const char* url = std::getenv("PLAZA_TEST_POSTGRES")) on_postgres(url, for_seconds);
}
