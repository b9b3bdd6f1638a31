#include "store.h"

#include "notifications_fixture.h"

namespace plaza::notifications {
namespace {

using identity::AccountId;

class NotificationsStore : public NotificationsFixture {};

ENGINE_TEST(NotificationsStore, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(NotificationsStore, AMailKeyIsClaimedOnce) {
  commit([&](db::Transaction& tx) {
    EXPECT_TRUE(store::claim_mail(tx, "order:1", clock.now()));
    EXPECT_FALSE(store::claim_mail(tx, "order:1", clock.now()));
    EXPECT_TRUE(store::claim_mail(tx, "order:2", clock.now()));
  });
}

ENGINE_TEST(NotificationsStore, KeepsReadLinesNinetyDaysAndOthersLonger) {
  const auto read_one = notify(notice(Kind::liked, 1, 2, "pst_1"));
  notify(notice(Kind::liked, 1, 2, "pst_2"));
  commit([&](db::Transaction& tx) { store::read_line(tx, AccountId{1}, read_one, clock.now()); });
  const auto left = [&] {
    runner->run_due();
    return database().read_now([](db::Reader& reader) { return store::list_lines(reader, AccountId{1}, {}, 10).size(); });
  };
  clock.advance(days(89));
  EXPECT_EQ(left(), 2u);
  clock.advance(days(2));
  EXPECT_EQ(left(), 1u);
  clock.advance(days(400));
  EXPECT_EQ(left(), 0u);
}

ENGINE_TEST(NotificationsStore, UnreadStopsCountingAtAHundred) {
  commit([&](db::Transaction& tx) {
    for (int i = 0; i < 120; ++i) module->bell().notify(tx, notice(Kind::liked, 1, 2, "pst_" + std::to_string(i)));
  });
  EXPECT_EQ(unread(1), 100);
}

}  // namespace
}  // namespace plaza::notifications
