// SQLite's writer: what is in one group, what each member of it learns, and in which order.
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "platform/db/tests/shop.h"
#include "platform/db/unsynced_vfs.h"

namespace plaza::db {
namespace {

// Holds the writer in a write of its own, so that all that is submitted meanwhile becomes the next group.
class HeldWriter {
 public:
  explicit HeldWriter(Database& database) {
    database.submit(Database::WriteWork{[this](Transaction&) {
                                          started_.set_value();
                                          go_.get_future().wait();
                                          return false;
                                        },
                                        [this](std::exception_ptr) { ended_.set_value(); }});
    started_.get_future().wait();
  }
  void let_go() {
    go_.set_value();
    ended_.get_future().wait();
  }

 private:
  std::promise<void> started_, go_, ended_;
};

class GroupCommit : public ::testing::Test {
 protected:
  GroupCommit() {
    db::register_unsynced_vfs();
    db::fail_syncs(false);
    open({.path = ""});
    database_->migrate(shop_tables);
    put(*database_, 1, 10);
  }
  ~GroupCommit() override { db::fail_syncs(false); }

  void open(SqliteOptions options) {
    database_.reset();
    options.path = folder_.path() + "/plaza.db";
    options.vfs = db::unsynced_vfs;
    database_ = open_sqlite(options);
  }
  // Submits a write and notes in told_ how it ended.
  void submit(const std::string& name, std::function<bool(Transaction&)> run) {
    database_->submit(Database::WriteWork{std::move(run), [this, name](std::exception_ptr failure) {
                                            std::string how = "done";
                                            try {
                                              if (failure) std::rethrow_exception(failure);
                                            } catch (const DatabaseError& e) {
                                              how = e.kind() == DatabaseError::Kind::unavailable
                                                        ? "unavailable"
                                                        : "database error";
                                            } catch (const std::exception& e) {
                                              how = e.what();
                                            }
                                            told_.push_back(name + ": " + how);
                                          }});
  }
  // All that was submitted before has ended.
  void finish() {
    try {
      (void)database_->write_now([](Transaction&) -> Status { return refusal("nothing"); });
    } catch (const DatabaseError&) {
    }
  }
  using Told = std::vector<std::string>;

  testing::TemporaryFolder folder_;
  Told told_;  // written by the writer's thread, read after finish()
  std::unique_ptr<Database> database_;
};

TEST_F(GroupCommit, OneSyncAcknowledgesAllThatWaited) {
  HeldWriter held(*database_);
  for (int i = 2; i <= 101; ++i) {
    submit(std::to_string(i), [i](Transaction& tx) {
      put(tx, i, i);
      return true;
    });
  }
  const auto before = db::syncs_done();
  held.let_go();
  finish();
  EXPECT_EQ(db::syncs_done() - before, 1);
  EXPECT_EQ(told_.size(), 100u);
  EXPECT_EQ(ids_in(*database_).size(), 101u);
}

TEST_F(GroupCommit, ARefusalAndAnExceptionUndoOnlyTheirOwnWrite) {
  HeldWriter held(*database_);
  const auto take = [](std::int64_t count) {
    return [count](Transaction& tx) { return tx.execute(take_units, {1, count}) == 1; };
  };
  submit("first", take(4));
  submit("refused", [](Transaction& tx) {
    put(tx, 2, 2);
    tx.execute(take_units, {1, 6});
    return false;
  });
  submit("broken", [](Transaction& tx) -> bool {
    put(tx, 3, 3);
    throw std::logic_error("broke");
  });
  submit("constraint", [](Transaction& tx) {
    put(tx, 4, 4);
    put(tx, 1, 1);
    return true;
  });
  submit("nested", [](Transaction& tx) {
    put(tx, 5, 5);
    tx.nested([&] {
      put(tx, 6, 6);
      return false;
    });
    return true;
  });
  submit("last", take(6));
  held.let_go();
  finish();
  EXPECT_EQ(told_, (Told{"first: done", "refused: done", "broken: broke",
                         "constraint: database error", "nested: done", "last: done"}));
  EXPECT_EQ(units_of(*database_, 1), 0);
  EXPECT_EQ(ids_in(*database_), (std::vector<std::int64_t>{1, 5}));
}

TEST_F(GroupCommit, ActionsComeAfterTheCommitAndBeforeTheFirstReply) {
  HeldWriter held(*database_);
  for (const int i : {2, 3, 4}) {
    submit(std::to_string(i), [this, i](Transaction& tx) {
      put(tx, i, i);
      tx.on_commit([this, i] {
        told_.push_back("action " + std::to_string(i) + " sees " +
                        std::to_string(ids_in(*database_).size()));
      });
      return i != 3;
    });
  }
  held.let_go();
  finish();
  EXPECT_EQ(told_, (Told{"action 2 sees 3", "action 4 sees 3", "2: done", "3: done", "4: done"}));
}

TEST_F(GroupCommit, AFailedCommitFailsTheWholeGroupAndKeepsNothing) {
  HeldWriter held(*database_);
  for (const int i : {2, 3}) {
    submit(std::to_string(i), [this, i](Transaction& tx) {
      put(tx, i, i);
      tx.on_commit([this] { told_.push_back("action"); });
      return true;
    });
  }
  submit("refused", [](Transaction&) { return false; });
  db::fail_syncs(true);
  held.let_go();
  finish();
  EXPECT_EQ(told_, (Told{"2: unavailable", "3: unavailable", "refused: unavailable"}));
  EXPECT_EQ(ids_in(*database_), (std::vector<std::int64_t>{1}));

  db::fail_syncs(false);
  put(*database_, 4, 4);
  EXPECT_EQ(ids_in(*database_), (std::vector<std::int64_t>{1, 4}));
}

TEST_F(GroupCommit, AGroupIsNoLargerThanItsMaximum) {
  open({.path = "", .group_max = 10});
  put(*database_, 99, 1);  // the first write after opening also syncs a new log's head
  HeldWriter held(*database_);
  for (int i = 2; i <= 31; ++i) {
    submit(std::to_string(i), [i](Transaction& tx) {
      put(tx, i, i);
      return true;
    });
  }
  const auto before = db::syncs_done();
  held.let_go();
  finish();
  EXPECT_EQ(db::syncs_done() - before, 3);
}

TEST_F(GroupCommit, RefusesMoreThanTheQueueHolds) {
  open({.path = "", .queue_max = 2});
  HeldWriter held(*database_);
  const auto write = [](int id) {
    return [id](Transaction& tx) {
      put(tx, id, id);
      return true;
    };
  };
  submit("2", write(2));
  submit("3", write(3));
  submit("4", write(4));
  EXPECT_EQ(told_, (Told{"4: unavailable"}));  // at once, on the caller's thread
  held.let_go();
  open({.path = ""});  // closing finishes what is queued
  EXPECT_EQ(told_, (Told{"4: unavailable", "2: done", "3: done"}));
  EXPECT_EQ(ids_in(*database_), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(GroupCommit, AWriteThatOnlyReadsCostsNoSync) {
  const auto before = db::syncs_done();
  finish();
  (void)database_->write_now([](Transaction& tx) -> Status {
    units_of(tx, 1);
    return done();
  });
  EXPECT_EQ(db::syncs_done(), before);
}

TEST(SqliteDatabase, AWriteMayNotWaitForAnotherWrite) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // the writer is a thread: a fork alone has none
  const auto nests = [] {
    auto database = open_sqlite({.path = ":memory:"});  // nobody would remove a file of the dead
    (void)database->write_now([&](Transaction&) -> Status {
      put(*database, 2, 2);
      return done();
    });
  };
  EXPECT_DEATH(nests(), "on_writing_thread");
}

TEST(SqliteDatabase, SaysWhichFileCannotBeOpened) {
  try {
    open_sqlite({.path = "/nowhere/plaza.db"});
    FAIL() << "there is no such folder";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::unavailable);
    EXPECT_EQ(std::string(e.what()), "cannot open /nowhere/plaza.db: unable to open database file");
  }
}

TEST(SqliteDatabase, LeavesNoLogWhenItIsClosed) {
  testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/plaza.db";
  auto database = open_sqlite({.path = path});
  database->migrate(shop_tables);
  put(*database, 1, 1);
  EXPECT_EQ(units_of(*database, 1), 1);
  EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
  database.reset();
  EXPECT_FALSE(std::filesystem::exists(path + "-wal"));
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(SqliteDatabase, ErasedTextLeavesTheFileAndTheLog) {
  constexpr Statement erase{"shop.erase", "DELETE FROM shop_stock WHERE id = $1"};
  testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/plaza.db";
  auto database = open_sqlite({.path = path, .quiet_before_cut = milliseconds(1)});
  database->migrate(shop_tables);
  const std::string secret = "Nguyễn Thị Minh Khai, 12 Hàng Bạc";
  (void)database->write_now([&](Transaction& tx) -> Status {
    tx.execute(put_stock, {1, secret, 1, nullptr, nullptr});
    return done();
  });
  EXPECT_NE((content(path) + content(path + "-wal")).find(secret), std::string::npos);
  (void)database->write_now([&](Transaction& tx) -> Status {
    tx.execute(erase, {1});
    return done();
  });
  while (std::filesystem::file_size(path + "-wal") > 0) std::this_thread::yield();
  EXPECT_EQ(content(path).find(secret), std::string::npos);
}

TEST(SqliteDatabase, TwoDatabasesAreUsedSideBySide) {
  testing::TestDatabase one(Engine::sqlite);
  testing::TestDatabase two(Engine::sqlite);
  one->migrate(shop_tables);
  two->migrate(shop_tables);
  put(*one, 1, 1);
  (void)one->write_now([&](Transaction& tx) -> Status {
    put(*two, 1, units_of(tx, 1) + 1);  // another database's writer may be waited for
    return done();
  });
  EXPECT_EQ(units_of(*one, 1), 1);
  EXPECT_EQ(units_of(*two, 1), 2);
}

}  // namespace
}  // namespace plaza::db
