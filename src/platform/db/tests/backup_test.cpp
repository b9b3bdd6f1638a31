#include "platform/db/backup.h"

#include <atomic>
#include <filesystem>
#include <thread>

#include "platform/db/tests/shop.h"

namespace plaza::db {
namespace {

class Backup : public ::testing::Test {
 protected:
  Backup() { database_->migrate(shop_tables); }
  std::string target() const { return folder_.path() + "/copy.db"; }

  testing::TestDatabase database_{Engine::sqlite};
  testing::TemporaryFolder folder_;
};

TEST_F(Backup, CopiesOneMomentWhileWritesGoOn) {
  // Each write adds a row of one unit and takes one from the first: the sum is the same at every moment.
  put(*database_, 1, 1'000'000);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int id = 2; !stop; ++id) {
      (void)database_->write_now([id](Transaction& tx) -> Status {
        put(tx, id, 1);
        tx.execute(take_units, {1, 1});
        return done();
      });
    }
  });
  while (units_of(*database_, 20) != 1) std::this_thread::yield();
  copy_sqlite(*database_, target());
  stop = true;
  writer.join();

  auto copy = open_sqlite({.path = target()});
  const auto [rows, units] = copy->read_now([](Reader& reader) {
    return *reader.one(count_stock, {},
                       [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); });
  });
  EXPECT_GE(rows, 20);
  EXPECT_EQ(units, 1'000'000);
  put(*copy, 5'000'000, 1);  // it is a whole database
}

TEST_F(Backup, NeverOverwrites) {
  copy_sqlite(*database_, target());
  EXPECT_THROW(copy_sqlite(*database_, target()), DatabaseError);
}

TEST_F(Backup, LeavesNothingBehindWhenItFails) {
  EXPECT_THROW(copy_sqlite(*database_, folder_.path() + "/missing/copy.db"), DatabaseError);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace plaza::db
