// What only PostgreSQL does: running again, losing the connection, many connections.
#include <latch>
#include <thread>

#include "platform/db/tests/shop.h"

namespace plaza::db {
namespace {

class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::postgres_url().empty()) GTEST_SKIP() << "PLAZA_TEST_POSTGRES is not set";
    database_ = std::make_unique<testing::TestDatabase>(Engine::postgres);
    shop().migrate(shop_tables);
    put(shop(), 1, 10);
    put(shop(), 2, 10);
  }
  Database& shop() { return **database_; }
  std::unique_ptr<testing::TestDatabase> database_;
};

void raise(Transaction& tx, const char* state) {
  const std::string text =
      std::string("DO $$ BEGIN RAISE EXCEPTION 'forced' USING ERRCODE = '") + state + "'; END $$";
  tx.execute(Statement{nullptr, text.c_str()}, {});
}

constexpr Statement own_process{"test.pid", "SELECT pg_backend_pid()"};
// Ends the connection of process $1 and waits until it has gone.
constexpr Statement end_process{"test.end",
                                "SELECT pg_terminate_backend(CAST($1 AS INTEGER), 5000)"};

std::int64_t process_of(Reader& reader) {
  return *reader.one(own_process, {}, [](const Row& row) { return row.integer(0); });
}
void kill_connection(Database& by, std::int64_t process) {
  by.read_now([&](Reader& reader) {
    reader.each(end_process, {process}, [](const Row&) {});
    return Done{};
  });
}

TEST_F(PostgresTest, RunsAgainAfterASerializationFailure) {
  int runs = 0;
  int actions = 0;
  const auto result = shop().write_now([&](Transaction& tx) -> Result<int> {
    tx.on_commit([&] { ++actions; });
    tx.execute(take_units, {1, 1});
    if (++runs < 3) raise(tx, "40001");
    return runs;
  });
  EXPECT_EQ(*result, 3);
  EXPECT_EQ(actions, 1);
  EXPECT_EQ(units_of(shop(), 1), 9);
}

TEST_F(PostgresTest, GivesUpAfterFiveRuns) {
  int runs = 0;
  const auto always = [&](Transaction& tx) -> Status {
    ++runs;
    tx.execute(take_units, {1, 1});
    raise(tx, "40001");
    return done();
  };
  try {
    (void)shop().write_now(always);
    FAIL() << "it fails each time";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::unavailable);
  }
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(units_of(shop(), 1), 10);
}

TEST_F(PostgresTest, DoesNotRunAgainAfterOtherErrors) {
  int runs = 0;
  const auto divides = [&](Transaction& tx) -> Status {
    ++runs;
    raise(tx, "22012");
    return done();
  };
  EXPECT_THROW((void)shop().write_now(divides), DatabaseError);
  EXPECT_EQ(runs, 1);
}

TEST_F(PostgresTest, TwoThatWaitForEachOtherBothFinish) {
  std::latch both_hold(2);
  const auto move = [&](std::int64_t from, std::int64_t to) {
    bool first_run = true;
    const auto result = shop().write_now([&](Transaction& tx) -> Status {
      tx.execute(take_units, {from, 1});
      if (std::exchange(first_run, false)) both_hold.arrive_and_wait();
      tx.execute(take_units, {to, 1});
      return done();
    });
    EXPECT_TRUE(result.ok());
  };
  std::thread other([&] { move(2, 1); });
  move(1, 2);
  other.join();
  EXPECT_EQ(units_of(shop(), 1), 8);
  EXPECT_EQ(units_of(shop(), 2), 8);
}

TEST_F(PostgresTest, RunsAgainWhenTheConnectionIsLostBeforeTheCommit) {
  auto killer = database_->open_another();
  int runs = 0;
  const auto result = shop().write_now([&](Transaction& tx) -> Status {
    tx.execute(take_units, {1, 1});
    if (++runs == 1) kill_connection(*killer, process_of(tx));
    tx.execute(take_units, {2, 1});
    return done();
  });
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(units_of(shop(), 1), 9);
  EXPECT_EQ(units_of(shop(), 2), 9);
}

TEST_F(PostgresTest, SaysSoWhenTheConnectionIsLostDuringTheCommit) {
  auto killer = database_->open_another();
  int runs = 0;
  const auto loses = [&](Transaction& tx) -> Status {
    ++runs;
    tx.execute(take_units, {1, 1});
    kill_connection(*killer, process_of(tx));  // noticed by the COMMIT
    return done();
  };
  try {
    (void)shop().write_now(loses);
    FAIL() << "nobody knows how it ended";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::unavailable);
  }
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(units_of(shop(), 1), 10);
}

TEST_F(PostgresTest, GoesOnAfterEveryConnectionWasLost) {
  auto killer = database_->open_another();
  constexpr Statement others{"test.others", R"sql(
SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
AND application_name = current_setting('application_name'))sql"};
  const auto processes = killer->read_now([&](Reader& reader) {
    return reader.all(others, {}, [](const Row& row) { return row.integer(0); });
  });
  ASSERT_GE(processes.size(), 1u);
  for (const auto process : processes) kill_connection(*killer, process);
  EXPECT_EQ(units_of(shop(), 1), 10);
  put(shop(), 3, 3);
  EXPECT_EQ(units_of(shop(), 3), 3);
}

TEST_F(PostgresTest, ASavepointDoesNotHideThatTheWriteMustRunAgain) {
  int runs = 0;
  const auto result = shop().write_now([&](Transaction& tx) -> Status {
    ++runs;
    tx.nested([&] {
      try {
        if (runs == 1) raise(tx, "40P01");
      } catch (const DatabaseError&) {
        return false;
      }
      return true;
    });
    tx.execute(take_units, {1, 1});
    return done();
  });
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(units_of(shop(), 1), 9);
}

TEST_F(PostgresTest, ManySentStatementsNeedNoAnswerOneByOne) {
  (void)shop().write_now([](Transaction& tx) -> Status {
    const std::string name(2'000, 'n');  // more than the sockets' buffers hold together
    for (int id = 100; id < 3'100; ++id) {
      tx.send(put_stock, {id, name + std::to_string(id), 1, nullptr, nullptr});
    }
    return done();
  });
  EXPECT_EQ(ids_in(shop()).size(), 3'002u);
}

TEST_F(PostgresTest, RefusesATextWithAZeroByte) {
  const auto writes = [](Transaction& tx) -> Status {
    tx.execute(put_stock, {3, std::string_view("a\0b", 3), 1, nullptr, nullptr});
    return done();
  };
  EXPECT_THROW((void)shop().write_now(writes), DatabaseError);
}

TEST_F(PostgresTest, SaysThatThereIsNoServer) {
  try {
    open_postgres({.url = "postgresql://plaza@/postgres?host=/nowhere"});
    FAIL() << "nobody listens there";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::unavailable);
  }
}

TEST_F(PostgresTest, TwoNodesMigrateAtOnce) {
  testing::TestDatabase fresh(Engine::postgres);
  auto other = fresh.open_another();
  std::thread second([&] { other->migrate(shop_tables); });
  fresh->migrate(shop_tables);
  second.join();
  put(*fresh, 1, 1);
  EXPECT_EQ(units_of(*other, 1), 1);
}

}  // namespace
}  // namespace plaza::db
