#include "platform/db/node.h"

#include "platform/db/platform_tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::db {
namespace {

class NodeTest : public testing::OnEachEngine {
 protected:
  NodeTest() { database().migrate(platform_migrations()); }
  testing::FakeClock clock_;
};

ENGINE_TEST(NodeTest, GivesEachProcessItsOwnNumber) {
  EXPECT_EQ(lease_node(database(), clock_), 0);
  EXPECT_EQ(lease_node(database(), clock_), 1);
  EXPECT_EQ(lease_node(database(), clock_), 2);
}

ENGINE_TEST(NodeTest, ANumberComesBackAfterItsLeaseWithTheLastId) {
  const Node first = take_node(database(), clock_);
  EXPECT_EQ(first.last_id, 0);
  EXPECT_TRUE(renew_node(database(), clock_, first, 77));
  clock_.advance(node_lease_length);
  EXPECT_EQ(lease_node(database(), clock_), 1);  // still held
  clock_.advance(1);
  const Node again = take_node(database(), clock_);
  EXPECT_EQ(again.number, 0);
  EXPECT_EQ(again.last_id, 77);
}

ENGINE_TEST(NodeTest, RenewingHoldsItLongerAndNeverLowersTheLastId) {
  const Node node = take_node(database(), clock_);
  EXPECT_TRUE(renew_node(database(), clock_, node, 90));
  clock_.advance(seconds(50));
  EXPECT_TRUE(renew_node(database(), clock_, node, 80));
  clock_.advance(seconds(50));
  EXPECT_EQ(lease_node(database(), clock_), 1);
  clock_.advance(seconds(50));
  const Node again = take_node(database(), clock_);
  EXPECT_EQ(again.number, 0);
  EXPECT_EQ(again.last_id, 90);
}

ENGINE_TEST(NodeTest, AReleasedNumberIsFreeAtOnceAndAnOldHolderCannotTouchIt) {
  const Node old = take_node(database(), clock_);
  release_node(database(), clock_, old, 5);
  const Node taken = take_node(database(), clock_);
  EXPECT_EQ(taken.number, old.number);
  EXPECT_EQ(taken.last_id, 5);
  EXPECT_FALSE(renew_node(database(), clock_, old, 1000));
  release_node(database(), clock_, old, 1000);
  EXPECT_EQ(lease_node(database(), clock_), 1);
}

ENGINE_TEST(NodeTest, RefusesWhenAllNumbersAreTaken) {
  constexpr Statement fill{"test.fill", R"sql(
INSERT INTO platform_nodes (node, token, leased_until, last_id) VALUES ($1, 1, $2, 0))sql"};
  (void)database().write_now([&](Transaction& tx) -> Status {
    for (int i = 0; i < nodes_max; ++i) tx.send(fill, {i, clock_.now() + hours(1)});
    return done();
  });
  EXPECT_THROW(take_node(database(), clock_), DatabaseError);
}

ENGINE_TEST(NodeTest, IdsGoOnFromTheLastOneWhenTheClockWentBack) {
  std::int64_t last = 0;
  {
    NodeLease lease(database(), clock_, [] {});
    last = lease.ids().next();
  }
  clock_.advance(-minutes(10));
  clock_.advance(minutes(9) + seconds(59));  // a second behind
  NodeLease lease(database(), clock_, [] {});
  EXPECT_EQ(lease.number(), 1);  // by this clock the first lease still runs
  clock_.advance(seconds(2));
  NodeLease again(database(), clock_, [] {});
  EXPECT_EQ(again.number(), 0);
  EXPECT_GT(again.ids().next(), last);
}

ENGINE_TEST(NodeTest, TellsOnceThatTheNumberWasLost) {
  int lost = 0;
  NodeLease lease(database(), clock_, [&] { ++lost; });
  lease.renew_now();
  EXPECT_EQ(lost, 0);
  clock_.advance(node_lease_length + 1);
  EXPECT_EQ(lease_node(database(), clock_), lease.number());
  lease.renew_now();
  lease.renew_now();
  EXPECT_EQ(lost, 1);
}

}  // namespace
}  // namespace plaza::db
