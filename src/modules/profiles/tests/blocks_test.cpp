#include "profiles_fixture.h"

namespace plaza::profiles {
namespace {

class BlocksTest : public ProfilesFixture {
 protected:
  Status set(std::int64_t blocker, std::int64_t other, bool on) {
    const auto work = [&](db::Transaction& tx) {
      return on ? blocks().block(tx, {blocker}, {other}) : blocks().unblock(tx, {blocker}, {other});
    };
    return database().write_now(work);
  }
  Blocks& blocks() { return module->blocks(); }
  std::vector<Block> list(std::int64_t blocker) {
    const auto work = [&](db::Reader& reader) { return blocks().list(reader, {blocker}, Time{INT64_MAX}, 10); };
    return database().read_now(work);
  }
};

ENGINE_TEST(BlocksTest, IsOnePersonsWordAndFeltByBoth) {
  ASSERT_TRUE(set(1, 2, true).ok());
  ASSERT_TRUE(set(1, 2, true).ok()) << "again changes nothing";
  EXPECT_TRUE(blocks().blocks({1}, {2}));
  EXPECT_FALSE(blocks().blocks({2}, {1}));
  EXPECT_TRUE(blocks().apart({2}, {1}));
  EXPECT_FALSE(blocks().apart({0}, {1})) << "nobody is blocked by nobody";
  ASSERT_EQ(list(1).size(), 1u);
  EXPECT_EQ(list(2).size(), 0u);
  ASSERT_TRUE(set(1, 2, false).ok());
  EXPECT_FALSE(blocks().apart({1}, {2}));
}

ENGINE_TEST(BlocksTest, RefusesOneselfAndWhoIsNotThere) {
  EXPECT_EQ(set(1, 1, true).error().code, "profiles.own_block");
  EXPECT_EQ(set(1, 77, true).error().code, "profiles.account_not_found");
  EXPECT_EQ(list(1).size(), 0u);
}

ENGINE_TEST(BlocksTest, IsThereAfterARestart) {
  ASSERT_TRUE(set(2, 1, true).ok());
  const auto again = open({database(), ids, clock, accounts, log});
  EXPECT_TRUE(again->blocks().blocks({2}, {1}));
}

}  // namespace
}  // namespace plaza::profiles
