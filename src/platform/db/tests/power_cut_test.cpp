// What was acknowledged is on the disk: SQLite over a file system that loses all that was not synced.
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "platform/db/tests/shop.h"
#include "platform/db/unsynced_vfs.h"

namespace plaza::db {
namespace {

class PowerCut : public ::testing::Test {
 protected:
  PowerCut() {
    db::register_unsynced_vfs();
    db::fail_syncs(false);
  }
  SqliteOptions options() const {
    return {.path = folder_.path() + "/plaza.db", .vfs = db::unsynced_vfs};
  }
  testing::TemporaryFolder folder_;
};

// The counter-check: without syncing, this file system does lose what was committed.
TEST_F(PowerCut, LosesWhatWasCommittedWithoutSync) {
  const auto run = [](sqlite3* handle, const char* sql) {
    return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  };
  const auto open = [&] {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2(options().path.c_str(), &handle,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, db::unsynced_vfs),
              SQLITE_OK);
    return handle;
  };
  sqlite3* handle = open();
  ASSERT_EQ(run(handle, "PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)"),
            SQLITE_OK);
  ASSERT_EQ(
      run(handle,
          "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=OFF; INSERT INTO t VALUES (2)"),
      SQLITE_OK);
  db::pull_the_plug();
  EXPECT_NE(run(handle, "INSERT INTO t VALUES (3)"), SQLITE_OK);  // the old process is dead
  sqlite3_close(handle);

  handle = open();
  sqlite3_stmt* rows = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(handle, "SELECT group_concat(x) FROM t", -1, &rows, nullptr),
            SQLITE_OK);
  ASSERT_EQ(sqlite3_step(rows), SQLITE_ROW);
  EXPECT_STREQ(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)), "1");
  sqlite3_finalize(rows);
  sqlite3_close(handle);
}

TEST_F(PowerCut, KeepsEveryAcknowledgedWrite) {
  auto database = open_sqlite(options());
  database->migrate(shop_tables);
  std::vector<std::int64_t> acknowledged;
  for (int id = 1; id <= 50; ++id) {
    put(*database, id, id);
    acknowledged.push_back(id);
  }
  db::pull_the_plug();
  EXPECT_THROW(put(*database, 51, 51), DatabaseError);
  database.reset();
  database = open_sqlite(options());
  EXPECT_EQ(ids_in(*database), acknowledged);
}

TEST_F(PowerCut, KeepsThemThroughACheckpoint) {
  auto database = open_sqlite(options());
  database->migrate(shop_tables);
  const std::string picture(200'000, 'p');
  for (int id = 1; id <= 120; ++id) {  // 24 MB: more than the log holds between checkpoints
    (void)database->write_now([&](Transaction& tx) -> Status {
      tx.execute(put_stock, {id, std::to_string(id), id, nullptr, Bytes{picture}});
      return done();
    });
  }
  db::pull_the_plug();
  database.reset();
  database = open_sqlite(options());
  const auto sum = database->read_now([](Reader& reader) {
    return *reader.one(count_stock, {},
                       [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  });
  EXPECT_EQ(sum, (std::pair<std::int64_t, std::int64_t>{120, 7260}));
}

// The child writes from four threads, and tells each acknowledged id through the pipe.
[[noreturn]] void write_until_killed(const SqliteOptions& options, int pipe) {
  auto database = open_sqlite(options);
  database->migrate(shop_tables);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t id = t + 1; id < 1'000'000; id += 4) {
        put(*database, id, 1);
        if (::write(pipe, &id, sizeof id) != sizeof id) ::_exit(1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ::_exit(0);
}

TEST_F(PowerCut, AKilledProcessKeepsEveryAcknowledgedWrite) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) write_until_killed(options(), ends[1]);
  ::close(ends[1]);
  std::set<std::int64_t> acknowledged;
  std::int64_t id = 0;
  while (::read(ends[0], &id, sizeof id) == static_cast<ssize_t>(sizeof id)) {
    acknowledged.insert(id);
    if (acknowledged.size() == 150)
      ::kill(child, SIGKILL);  // what is still in the pipe was acknowledged too
  }
  ::close(ends[0]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));

  auto database = open_sqlite({.path = options().path});
  const auto found = ids_in(*database);
  const std::set<std::int64_t> kept(found.begin(), found.end());
  for (const auto acked : acknowledged) EXPECT_TRUE(kept.contains(acked)) << acked;
}

}  // namespace
}  // namespace plaza::db
