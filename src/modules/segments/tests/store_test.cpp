#include "store.h"

#include "segments/module.h"
#include "segments_fixture.h"

namespace plaza::segments {
namespace {

class SegmentsStore : public testing::OnEachEngine {};

ENGINE_TEST(SegmentsStore, EveryStatementIsPrepared) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(SegmentsStore, MembersAreWrittenOnceAndReadInPages) {
  database().migrate(migrations());
  const auto work = [&](db::Transaction& tx) -> Status {
    EXPECT_FALSE(store::write(tx, {SegmentId{5}, {7, ""}, true, start}));  // no such segment
    EXPECT_TRUE(store::insert(tx, {SegmentId{5}, "a", "A", "", "{}", 1, start, start}));
    EXPECT_FALSE(store::insert(tx, {SegmentId{6}, "a", "A", "", "{}", 1, start, start}));
    EXPECT_TRUE(store::write(tx, {SegmentId{5}, {7, ""}, true, start}));
    EXPECT_FALSE(store::write(tx, {SegmentId{5}, {7, ""}, true, start + 1}));
    EXPECT_TRUE(store::write(tx, {SegmentId{5}, {8, ""}, true, start}));
    EXPECT_TRUE(store::write(tx, {SegmentId{5}, {0, "v2"}, true, start}));
    EXPECT_TRUE(store::write(tx, {SegmentId{5}, {0, "v1"}, true, start}));
    std::string order;
    std::optional<Member> last;
    for (;;) {
      const auto page = store::members(tx, SegmentId{5}, last, 1);
      if (page.empty()) break;
      last = page[0].who;
      order += std::to_string(last->account) + last->visitor + " ";
    }
    EXPECT_EQ(order, "8 7 0v1 0v2 ");
    EXPECT_TRUE(store::write(tx, {SegmentId{5}, {7, ""}, false, start}));
    EXPECT_FALSE(store::write(tx, {SegmentId{5}, {7, ""}, false, start}));
    store::forget(tx, 8);
    int left = 0;
    store::each_member(tx, [&](SegmentId, const Member&, Time) { ++left; });
    EXPECT_EQ(left, 2);
    EXPECT_TRUE(store::remove(tx, SegmentId{5}));
    EXPECT_FALSE(store::remove(tx, SegmentId{5}));
    EXPECT_TRUE(store::members(tx, SegmentId{5}, {}, 9).empty());
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
}

}  // namespace
}  // namespace plaza::segments
